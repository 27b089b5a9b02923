import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createOwnNetwork, type OwnNetwork } from '../fixtures/ownNetwork.ts';
import { nginxArguments } from '../fixtures/nginx.ts';
import { install, stacksWith, type Installation } from '../fixtures/installation.ts';

let installation: Installation;
let network: OwnNetwork;
const folder = mkdtempSync(join(tmpdir(), 'parley-nginx-'));

beforeAll(async () => {
  installation = install({ media: '10.0.0.11,10.0.0.12', app: '10.0.0.21,10.0.0.22' });
  network = await createOwnNetwork();
});
afterAll(async () => {
  await network.stop();
  installation.remove();
  rmSync(folder, { recursive: true, force: true });
});

it('nginx loads every nginx.conf, with its certificate', () => {
  const names = stacksWith(installation, 'nginx.conf').map(({ name }) => name);
  expect(names).toEqual(['standard', 'all-tcp/strict', 'all-tcp/relay', 'scale']);
  for (const name of names) {
    const { status, said } = network.run('nginx', [
      '-t',
      ...nginxArguments(installation.path(name, 'nginx.conf'), folder),
    ]);
    expect(said, name).toMatch(/test is successful/);
    expect(status, name).toBe(0);
  }
  expect(existsSync(folder)).toBe(true);
});

/** In place of Parley server and LiveKit: answers with who the proxy says is calling. */
const whoCalls = (port: number): string =>
  `require('node:http').createServer((q, a) => a.end(q.headers['x-forwarded-for'] ?? '')).listen(${port}, '127.0.0.1')`;

it('nginx of all-tcp/relay tells Parley server who calls, whatever callers write, and hands TURN to coturn as it came', async () => {
  const address = '203.0.113.7';
  const [certificate, key] = ['fullchain.pem', 'privkey.pem'].map((file) => join(installation.certs, file));
  network.start(process.execPath, ['-e', whoCalls(7900)]);
  // In place of coturn: any server that begins with TLS.
  network.start('openssl', [
    's_server',
    '-accept',
    `${address}:5349`,
    '-cert',
    `${certificate}`,
    '-key',
    `${key}`,
    '-www',
  ]);
  network.start('nginx', nginxArguments(installation.path('all-tcp/relay', 'nginx.conf'), folder));
  await network.untilListening('tcp 0.0.0.0:443', 'tcp 127.0.0.1:7900', `tcp ${address}:5349`);
  const ask = (name: string): string =>
    network.run('curl', [
      ...['--silent', '--show-error', '--cacert', join(installation.certs, 'ca.pem'), '--interface', address],
      ...['--resolve', `${name}:443:${address}`, '--header', 'X-Forwarded-For: 198.51.100.1', `https://${name}/`],
    ]).said;
  expect(ask('voice.example.org')).toBe(address);
  expect(ask('turn.voice.example.org')).toContain('s_server');
});
