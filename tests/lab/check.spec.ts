import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { writeEnvironment } from '../../deploy/tools/secrets.ts';
import { networks } from './support/networks.ts';
import type { RunningStack, StackName } from './support/stack.ts';
import { expect, test } from './support/test.ts';

interface Report {
  readonly findings: readonly { readonly ok: boolean; readonly what: string; readonly seen: string }[];
}

const names: readonly StackName[] = ['standard', 'all-tcp/strict', 'all-tcp/relay'];

/** `deploy/check` from the client's namespace, with the environment of the installation. */
function check({ installation }: RunningStack, stack: StackName, trusting = true): Report {
  const folder = mkdtempSync(join(tmpdir(), 'parley-check-'));
  const file = join(folder, 'env');
  writeFileSync(file, writeEnvironment(installation.environment));
  const { stdout, stderr } = spawnSync(
    process.execPath,
    [resolve(import.meta.dirname, '../../deploy/check.ts'), stack, '--json', '--env', file],
    {
      encoding: 'utf8',
      env: { ...process.env, ...(trusting ? { NODE_EXTRA_CA_CERTS: join(installation.certs, 'ca.pem') } : {}) },
    },
  );
  rmSync(folder, { recursive: true });
  expect(stderr).toBe('');
  return JSON.parse(stdout) as Report;
}

const wrong = ({ findings }: Report): readonly string[] =>
  findings.filter(({ ok }) => !ok).map(({ what, seen }) => `${what}: ${seen}`);

for (const name of names) {
  test(`deploy/check finds nothing wrong with ${name}, from the client’s side`, async ({ laboratory, stack }) => {
    await stack.use(name);
    laboratory.change(networks.open);
    const report = check(stack, name);
    expect(wrong(report)).toEqual([]);
    expect(report.findings.length).toBeGreaterThan(10);
  });
}

test('deploy/check names what is wrong', async ({ laboratory, stack }) => {
  await stack.use('standard');
  laboratory.change(networks.open);
  expect(wrong(check(stack, 'standard', false))[0]).toMatch(
    /certificate of .*: is signed by nobody whom this machine knows/,
  );
  expect(wrong(check(stack, 'all-tcp/strict')).join()).toMatch(/candidates by UDP: .*but there should be none/);
  laboratory.change(networks.only443);
  expect(wrong(check(stack, 'standard')).join()).toMatch(
    /ICE-TCP at .*: does not answer.*TURN at turn:.*: does not answer/,
  );
  await stack.killLiveKit();
  laboratory.change(networks.open);
  expect(wrong(check(stack, 'standard')).join()).toMatch(/LiveKit: answered with 50\d/);
  await stack.startLiveKit();
});
