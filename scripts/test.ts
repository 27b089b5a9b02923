// `npm test`: every check, one after the other, and one line at the end that counts.
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { startDisplay } from '../tests/e2e/support/desktop.ts';
import { has } from './demo/has.ts';
import { onParentGone } from './setup/parent.mjs';
import { addUp, closingLine, readPlaywright, readVitest, type Count } from './test/counts.ts';
import { runStage } from './test/runStage.ts';

const root = join(import.meta.dirname, '..');
const reports = join(root, '.cache', 'reports');
rmSync(reports, { recursive: true, force: true });
mkdirSync(reports, { recursive: true });

/** A stage that takes longer hangs, ms. */
const stageLimit = 8 * 60_000;

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
  { name: 'build', command: 'node', arguments: ['scripts/setup/build.mjs'] },
  vitest('unit'),
  vitest('integration'),
  playwright('conformance', 'tests/standin/playwright.config.ts'),
  playwright('end-to-end', 'playwright.config.ts'),
];

const ended = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => ended.abort());
onParentGone(() => ended.abort());

// The stand-in goes without a display; Electron does not.
const needsDisplay =
  process.platform === 'linux' && process.env['PARLEY_E2E_RUNTIME'] === 'electron' && !process.env['DISPLAY'];
const display = needsDisplay && has('Xvfb') ? await startDisplay() : null;

const counts: Count[] = [];
for (const stage of stages) {
  if (ended.signal.aborted) break;
  const started = Date.now();
  console.log(`\n=== ${stage.name}`);
  const status = await runStage(stage.command, stage.arguments, {
    cwd: root,
    env: { ...process.env, ...(display === null ? {} : { DISPLAY: display.name }), ...stage.environment },
    limit: stageLimit,
    signal: ended.signal,
  });
  if (status === 'tooLong') console.log(`=== ${stage.name}: ended, it took longer than ${stageLimit / 60_000} minutes`);
  const count = countOf(stage, status);
  counts.push(count);
  const seconds = ((Date.now() - started) / 1000).toFixed(0);
  console.log(`=== ${stage.name}: ${count.passed} passed, ${count.failed} failed, ${seconds} s`);
}

function countOf(stage: Stage, status: number | 'tooLong' | null): Count {
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

if (ended.signal.aborted) {
  console.log('\nInterrupted.');
  counts.push({ passed: 0, failed: 1, skipped: [] });
}
await display?.stop();
const total = addUp(counts);
if (total.skipped.length > 0) console.log(`\nSkipped here:\n${total.skipped.map((line) => `  ${line}`).join('\n')}`);
console.log(`\n${closingLine(total)}`);
process.exit(total.failed === 0 && total.passed > 0 ? 0 : 1);
