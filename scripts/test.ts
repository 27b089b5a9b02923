// `npm test`: every check, one after the other, and one line at the end that counts.
import { existsSync, globSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { startDisplay } from '../tests/e2e/support/desktop.ts';
import { has } from './demo/has.ts';
import { onParentGone } from './setup/parent.mjs';
import { addUp, closingLines, countStage, readPlaywright, readVitest, type Count } from './test/counts.ts';
import { isWithoutDisplay, missing, needsOf, type Machine, type Need } from './test/needs.ts';
import { runStage } from './test/runStage.ts';

const root = join(import.meta.dirname, '..');
const reports = join(root, '.cache', 'reports');
rmSync(reports, { recursive: true, force: true });
mkdirSync(reports, { recursive: true });

/** A stage that takes longer hangs, ms. */
const stageLimit = 11 * 60_000;

interface Stage {
  readonly name: string;
  /** What is left out here, each with its reason. */
  readonly skipped: readonly string[];
  /** Null when all of it is left out. */
  readonly run: Run | null;
}

interface Run {
  readonly command: string;
  readonly arguments: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  /** What the stage wrote; without one it is a single check. */
  readonly read?: () => Count;
}

const ended = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => ended.abort());
onParentGone(() => ended.abort());

const isRoot = process.getuid?.() === 0;
const here: Machine = { env: process.env, platform: process.platform, exists: existsSync, has, root: isRoot };
const display = isWithoutDisplay(here) && has('Xvfb') ? await startDisplay().catch(() => null) : null;
const shown = display === null ? {} : { DISPLAY: display.name };
const machine: Machine = { ...here, env: { ...process.env, ...shown } };
const whyNot = (needs: readonly Need[]): string | null =>
  needs.map((need) => missing(need, machine)).find((reason) => reason !== null) ?? null;

const check = (name: string, command: string, ...args: readonly string[]): Stage => ({
  name,
  skipped: [],
  run: { command, arguments: args },
});

/** `files`: only those; all of the projects when there are none. */
function vitest(name: string, projects: readonly string[], files: readonly string[] = []): Run {
  const file = join(reports, `${name}.json`);
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`];
  return {
    command: 'vitest',
    arguments: ['run', ...projects.flatMap((project) => ['--project', project]), ...reporters, ...files],
    read: () => readVitest(readFileSync(file, 'utf8')),
  };
}

/** Without the files that need what is not here. */
function integration(): Stage {
  const read = (path: string): string | null =>
    /\.tsx?$/.test(path) && existsSync(join(root, path)) ? readFileSync(join(root, path), 'utf8') : null;
  const files = globSync('{electron,renderer,server,scripts,tests}/**/*.integration.test.ts', {
    cwd: root,
    exclude: ['**/node_modules'],
  })
    .map((path) => path.replaceAll('\\', '/'))
    .map((path) => ({ path, reason: whyNot(needsOf(path, read)) }));
  const skipped = files.flatMap(({ path, reason }) => (reason === null ? [] : [`${path}: ${reason}`]));
  const able = files.filter(({ reason }) => reason === null).map(({ path }) => join(root, path));
  const projects = ['services', 'integration'];
  const run = able.length === 0 ? null : vitest('integration', projects, skipped.length === 0 ? [] : able);
  return { name: 'integration', skipped, run };
}

function playwright(name: string, config: string, needs: readonly Need[], project?: string): Stage {
  const reason = whyNot(needs);
  if (reason !== null) return { name, skipped: [`${name}: ${reason}`], run: null };
  const file = join(reports, `${name}.json`);
  const run: Run = {
    command: 'playwright',
    arguments: ['test', '--config', config, ...(project === undefined ? [] : ['--project', project])],
    environment: { PARLEY_E2E_REPORT: file },
    read: () => readPlaywright(readFileSync(file, 'utf8')),
  };
  return { name, skipped: [], run };
}

/** Some networks of `tests/lab`; `npm run test:long` goes through all of them. */
function lab(): Stage {
  const { run, ...stage } = playwright('lab', '', ['program', 'livekit', 'lab']);
  const quick = ['tests/lab/run.ts', '--grep', '@quick'];
  return { ...stage, run: run === null ? null : { ...run, command: 'node', arguments: quick } };
}

const stages: readonly Stage[] = [
  check('lint', 'npm', 'run', '--silent', 'lint'),
  check('types', 'node', 'scripts/types.mjs'),
  check('build', 'node', 'scripts/setup/build.mjs'),
  { name: 'unit', skipped: [], run: vitest('unit', ['unit']) },
  integration(),
  playwright('conformance', 'tests/standin/playwright.config.ts', ['program']),
  playwright('gallery', 'tests/gallery/playwright.config.ts', ['gallery']),
  playwright('end-to-end', 'playwright.config.ts', ['program', 'livekit'], 'together'),
  playwright('end-to-end alone', 'playwright.config.ts', ['program', 'livekit'], 'alone'),
  lab(),
];

const counts: Count[] = [];
for (const { name, skipped, run } of stages) {
  if (ended.signal.aborted) break;
  const started = Date.now();
  console.log(`\n=== ${name}`);
  for (const line of skipped) console.log(`skipped: ${line}`);
  counts.push({ passed: 0, failed: 0, skipped });
  if (run === null) continue;
  const status = await runStage(run.command, run.arguments, {
    cwd: root,
    env: { ...process.env, ...shown, ...run.environment },
    limit: stageLimit,
    signal: ended.signal,
  });
  if (status === 'tooLong') console.log(`=== ${name}: ended, it took longer than ${stageLimit / 60_000} minutes`);
  const count = countStage(status, run.read);
  counts.push(count);
  const seconds = ((Date.now() - started) / 1000).toFixed(0);
  console.log(`=== ${name}: ${count.passed} passed, ${count.failed} failed, ${seconds} s`);
}

if (ended.signal.aborted) {
  console.log('\nInterrupted.');
  counts.push({ passed: 0, failed: 1, skipped: [] });
}
await display?.stop();
const total = addUp(counts);
for (const line of closingLines(total)) console.log(line);
process.exit(total.failed === 0 && total.passed > 0 ? 0 : 1);
