import { spawnSync } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { countStage, readPlaywright, type Count } from '../test/counts.ts';

/** Every network of `tests/lab`, some ten minutes. */
export function goThroughNetworks(root: string, report: string): Count {
  rmSync(report, { force: true });
  const { status } = spawnSync(process.execPath, ['tests/lab/run.ts'], {
    cwd: root,
    env: { ...process.env, PARLEY_E2E_REPORT: report },
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  return countStage(status, () => readPlaywright(readFileSync(report, 'utf8')));
}
