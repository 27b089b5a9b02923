import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, it } from 'vitest';
import { descendants, parseTable, processTable } from './processTable.ts';

it('reads lines and leaves out what has ended', () => {
  const text = '    1     0 Ss  Sat Nov 21 01:45:15 2026\n   20     1 Z+  Sat Nov 21 01:45:16 2026\n';
  expect(parseTable(text)).toEqual([{ pid: 1, parent: 0, started: 'Sat Nov 21 01:45:15 2026' }]);
});

it('finds children of children whatever the order', () => {
  const entry = (pid: number, parent: number) => ({ pid, parent, started: '' });
  const table = [entry(4, 3), entry(3, 2), entry(2, 1), entry(9, 8)];
  expect(descendants(table, [2]).map(({ pid }) => pid)).toEqual([3, 4]);
});

it('knows a real child while it lives', async () => {
  const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' });
  await once(child, 'spawn');
  const own = async () => descendants(await processTable(), [process.pid]).some(({ pid }) => pid === child.pid);
  expect(await own()).toBe(true);
  child.kill('SIGKILL');
  await once(child, 'exit');
  expect(await own()).toBe(false);
});
