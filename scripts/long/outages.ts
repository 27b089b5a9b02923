import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { readVitest, type Count } from '../test/counts.ts';

/** What the server stands on is gone for a whole minute: the project `long` of `vitest.config.ts`. */
export function watchOutages(root: string, report: string): Count {
  const vitest = [
    'node_modules/vitest/vitest.mjs',
    'run',
    '--project',
    'long',
    '--reporter=default',
    '--reporter=json',
  ];
  spawnSync(process.execPath, [...vitest, `--outputFile=${report}`], {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  try {
    return readVitest(readFileSync(report, 'utf8'));
  } catch {
    return { passed: 0, failed: 1, skipped: [] };
  }
}
