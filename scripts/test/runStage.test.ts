import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { runStage, type StageOptions } from './runStage.ts';

const options: StageOptions = {
  cwd: import.meta.dirname,
  env: process.env,
  limit: 20_000,
  signal: new AbortController().signal,
};
/** A process that starts another one and waits; both have the mark on their command line. */
const family = (mark: string): string =>
  `const { spawn } = require('node:child_process');
   spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)', '${mark}'], { stdio: 'ignore' });
   setInterval(() => {}, 1000);`;
const alive = async (mark: string): Promise<number> => {
  const { stdout } = await promisify(execFile)('ps', ['-eo', 'stat=,args=']);
  return stdout.split('\n').filter((line) => line.includes(mark) && !line.startsWith('Z')).length;
};
const mark = (name: string): string => `stage-${name}-${process.pid}`;

it('tells how the command ended', async () => {
  expect(await runStage(process.execPath, ['-e', 'process.exit(0)'], options)).toBe(0);
  expect(await runStage(process.execPath, ['-e', 'process.exit(3)'], options)).toBe(3);
  expect(await runStage('no-such-command', [], options)).not.toBe(0);
});

it.skipIf(process.platform === 'win32')('ends a stage that hangs, with all that it started', async () => {
  const name = mark('hangs');
  const started = runStage(process.execPath, ['-e', family(name), name], { ...options, limit: 2500 });
  await expect.poll(() => alive(name)).toBe(2);
  expect(await started).toBe('tooLong');
  await expect.poll(() => alive(name)).toBe(0);
});

it.skipIf(process.platform === 'win32')('ends a stage when it is told to', async () => {
  const name = mark('told');
  const stop = new AbortController();
  const started = runStage(process.execPath, ['-e', family(name), name], { ...options, signal: stop.signal });
  await expect.poll(() => alive(name)).toBe(2);
  stop.abort();
  expect(await started).toBeNull();
  await expect.poll(() => alive(name)).toBe(0);
});
