import { spawnSync } from 'node:child_process';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { install, stacksWith, type Installation } from '../fixtures/installation.ts';

let installation: Installation;
beforeAll(() => {
  installation = install();
});
afterAll(() => installation.remove());

/** The plugin of today, or the program of its own that Debian has. Neither asks a daemon for this. */
const hasPlugin = spawnSync('docker', ['compose', 'version']).status === 0;
const compose = (args: readonly string[]) =>
  hasPlugin
    ? spawnSync('docker', ['compose', ...args], { encoding: 'utf8' })
    : spawnSync('docker-compose', args, { encoding: 'utf8' });

it('Compose reads every compose.yaml, with the files that it names', () => {
  const names = stacksWith(installation, 'compose.yaml').map(({ name }) => name);
  expect(names).toEqual(['standard', 'all-tcp/strict', 'all-tcp/relay', 'scale', 'monitoring', 'recording']);
  for (const name of names) {
    const { status, stdout, stderr, error } = compose(['--file', installation.path(name, 'compose.yaml'), 'config']);
    expect(`${stderr}${error?.message ?? ''}`.trim(), name).toBe('');
    expect(stdout, name).toMatch(/network_mode: host/);
    expect(status, name).toBe(0);
  }
}, 30_000);
