// `npm test`: every check, one after the other, and one line at the end that counts.
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { addUp, closingLine, readPlaywright, readVitest, type Count } from './test/counts.ts';

const root = join(import.meta.dirname, '..');
const reports = join(root, '.cache', 'reports');
rmSync(reports, { recursive: true, force: true });
mkdirSync(reports, { recursive: true });

interface Stage {
  readonly name: string;
  readonly command: string;
  readonly arguments: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  /** What the stage wrote; without one it is a single check. */
  readonly read?: () => Count;
}

const vitest = (project: string): Stage => {
  const file = join(reports, `${project}.json`);
  return {
    name: project,
    command: 'vitest',
    arguments: ['run', '--project', project, '--reporter=default', '--reporter=json', `--outputFile.json=${file}`],
    read: () => readVitest(readFileSync(file, 'utf8')),
  };
};
const playwright = (name: string, config: string): Stage => {
  const file = join(reports, `${name}.json`);
  return {
    name,
    command: 'playwright',
    arguments: ['test', '--config', config],
    environment: { PARLEY_E2E_REPORT: file },
    read: () => readPlaywright(readFileSync(file, 'utf8')),
  };
};

const stages: readonly Stage[] = [
  { name: 'lint', command: 'npm', arguments: ['run', '--silent', 'lint'] },
  { name: 'types', command: 'node', arguments: ['scripts/types.mjs'] },
  vitest('unit'),
  vitest('integration'),
  playwright('conformance', 'tests/standin/playwright.config.ts'),
  playwright('end-to-end', 'playwright.config.ts'),
];

const counts: Count[] = [];
for (const stage of stages) {
  const started = Date.now();
  console.log(`\n=== ${stage.name}`);
  const { status } = spawnSync(stage.command, [...stage.arguments], {
    cwd: root,
    env: { ...process.env, ...stage.environment },
    stdio: ['ignore', 'inherit', 'inherit'],
    shell: process.platform === 'win32',
  });
  const count = countOf(stage, status);
  counts.push(count);
  const seconds = ((Date.now() - started) / 1000).toFixed(0);
  console.log(`=== ${stage.name}: ${count.passed} passed, ${count.failed} failed, ${seconds} s`);
}

function countOf(stage: Stage, status: number | null): Count {
  const single: Count = { passed: status === 0 ? 1 : 0, failed: status === 0 ? 0 : 1, skipped: [] };
  if (stage.read === undefined) return single;
  try {
    const count = stage.read();
    // A runner that fails without a failed test (no test found, a broken set-up) has failed all the same.
    return status !== 0 && count.failed === 0 ? { ...count, failed: 1 } : count;
  } catch {
    return { passed: 0, failed: 1, skipped: [] };
  }
}

const total = addUp(counts);
if (total.skipped.length > 0) console.log(`\nSkipped here:\n${total.skipped.map((line) => `  ${line}`).join('\n')}`);
console.log(`\n${closingLine(total)}`);
process.exit(total.failed === 0 && total.passed > 0 ? 0 : 1);
