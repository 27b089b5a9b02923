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
