import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createOwnNetwork, type OwnNetwork } from '../fixtures/ownNetwork.ts';
import { install, stacksWith, type Installation } from '../fixtures/installation.ts';

let installation: Installation;
let network: OwnNetwork;
const home = mkdtempSync(join(tmpdir(), 'parley-caddy-'));

beforeAll(async () => {
  installation = install({ media: '10.0.0.11,10.0.0.12', app: '10.0.0.21,10.0.0.22' });
  network = await createOwnNetwork();
});
afterAll(async () => {
  await network.stop();
  installation.remove();
  rmSync(home, { recursive: true, force: true });
});

it('Caddy loads every Caddyfile, with its certificate', () => {
  const names = stacksWith(installation, 'Caddyfile').map(({ name }) => name);
  expect(names).toEqual(['standard', 'all-tcp/strict', 'scale']);
  for (const name of names) {
    const { status, said } = network.run('caddy', [
      'validate',
      '--config',
      installation.path(name, 'Caddyfile'),
      '--adapter',
      'caddyfile',
    ]);
    expect(said, name).toMatch(/Valid configuration/);
    expect(status, name).toBe(0);
  }
});

it('Caddy opens no UDP: HTTP/3 is off', async () => {
  network.start('caddy', ['run', '--config', installation.path('all-tcp/strict', 'Caddyfile')], {
    HOME: home,
    XDG_DATA_HOME: home,
    XDG_CONFIG_HOME: home,
  });
  await network.untilListening('tcp *:443');
  expect(network.sockets().filter((socket) => socket.startsWith('udp'))).toEqual([]);
});
