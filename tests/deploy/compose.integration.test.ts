import { spawnSync } from 'node:child_process';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
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

it('Egress gets its configuration by the environment, whole, for it may read no file that is its owner’s alone', () => {
  const { stdout } = compose(['--file', installation.path('recording', 'compose.yaml'), 'config']);
  const { egress } = z
    .object({
      services: z.object({
        egress: z.object({ environment: z.record(z.string(), z.string()), volumes: z.array(z.unknown()) }),
      }),
    })
    .parse(parse(stdout)).services;
  const { LIVEKIT_API_KEY, REDIS_PASSWORD } = installation.environment;
  // YAML takes JSON in; `config` doubles each dollar sign, of which there is none.
  expect(parse(egress.environment['EGRESS_CONFIG_BODY'] ?? '')).toMatchObject({
    api_key: LIVEKIT_API_KEY,
    redis: { password: REDIS_PASSWORD },
  });
  expect(JSON.stringify(egress.volumes)).not.toContain('/run');
});
