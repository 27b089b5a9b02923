import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

// The real script in a folder where set-up has everything to do. A double: npm, which starts another process and hangs.
let root: string;
let mark: string;
let count = 0;
const npmStarted = () => existsSync(join(root, 'npm-started'));

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'parley-run-'));
  // Of no other process, so that the list of processes shows these.
  mark = `sleep ${1_000_000 + process.pid}.${(count += 1)}`;
  cpSync(join(import.meta.dirname, 'run.mjs'), join(root, 'scripts', 'run.mjs'));
  cpSync(join(import.meta.dirname, 'setup'), join(root, 'scripts', 'setup'), { recursive: true });
  mkdirSync(join(root, 'bin'));
  const npm = `#!/bin/sh\n${mark} &\n: > '${join(root, 'npm-started')}'\n${mark}\n`;
  writeFileSync(join(root, 'bin', 'npm'), npm, { mode: 0o755 });
});
afterEach(() => rmSync(root, { recursive: true, force: true, maxRetries: 5 }));

const environment = (): NodeJS.ProcessEnv => ({
  ...process.env,
  PATH: [join(root, 'bin'), process.env['PATH']].join(delimiter),
  npm_lifecycle_event: 'test',
});

interface Ended {
  readonly code: number | null;
  readonly output: string;
  readonly errors: string;
}

async function endOf(child: ChildProcess): Promise<Ended> {
  const heard = { output: '', errors: '' };
  child.stdout?.on('data', (chunk: Buffer) => (heard.output += chunk.toString()));
  child.stderr?.on('data', (chunk: Buffer) => (heard.errors += chunk.toString()));
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, ...heard };
}

const start = (...args: readonly string[]): ChildProcess =>
  spawn(process.execPath, [join(root, 'scripts', 'run.mjs'), ...args], { cwd: root, env: environment() });

/** How many processes have one of the texts on their command line. */
const alive = (...texts: readonly string[]): number =>
  execFileSync('ps', ['-eo', 'stat=,args='], { encoding: 'utf8' })
    .split('\n')
    .filter((line) => !line.startsWith('Z') && texts.some((text) => line.includes(text))).length;

describe.skipIf(process.platform === 'win32')(
  'set-up that is interrupted (skipped on Windows: no signals)',
  { timeout: 30_000 },
  () => {
    it.each([
      ['SIGINT', 130],
      ['SIGTERM', 143],
      ['SIGHUP', 129],
    ] as const)('leaves no process behind after %s', async (signal, code) => {
      const child = start('test');
      const ended = endOf(child);
      await expect.poll(() => alive(mark), { timeout: 10_000 }).toBe(2);
      child.kill(signal);
      const { code: seen, output } = await ended;
      expect(seen).toBe(code);
      expect(output.trimEnd().split('\n').at(-1)).toBe('0 passed, 1 failed');
      expect(alive(mark, root)).toBe(0);
    });

    it('leaves no process behind when its parent is gone', async () => {
      const script = `"${process.execPath}" "${join(root, 'scripts', 'run.mjs')}" test; :`;
      const parent = spawn('sh', ['-c', script], { cwd: root, env: environment(), stdio: 'ignore' });
      await expect.poll(npmStarted, { timeout: 10_000 }).toBe(true);
      parent.kill('SIGKILL');
      await expect.poll(() => alive(mark, root), { timeout: 10_000 }).toBe(0);
    });

    it('is told in the report of a demo', async () => {
      const file = join(root, 'report.json');
      const child = start('demo', '--headless', '--report', file);
      const ended = endOf(child);
      await expect.poll(npmStarted, { timeout: 10_000 }).toBe(true);
      child.kill('SIGTERM');
      await ended;
      expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({
        steps: [{ name: 'set up', ok: false, detail: 'ended by SIGTERM during set-up' }],
      });
    });
  },
);

it.each([
  ['demo', '--nonsense'],
  ['demo', '--headless', '--report', 'no-such-folder/report.json'],
  ['test', '--nonsense'],
  ['dist', '--nonsense'],
  ['dev', '--nonsense'],
  ['long', '--nonsense'],
  ['nonsense'],
])('refuses %s %s %s with one line before set-up starts', async (...args) => {
  const { code, output, errors } = await endOf(start(...args));
  expect({ code, output }).toEqual({ code: 2, output: '' });
  expect(errors).toMatch(/^[^\n]+\n$/);
  expect(npmStarted()).toBe(false);
});
