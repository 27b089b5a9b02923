import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FolderTaken, takeFolder } from './takeFolder.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'parley-lock-'));
});
afterEach(() => rmSync(folder, { recursive: true }));
const write = (text: string): void => writeFileSync(join(folder, 'server.lock'), text);
const taken = (): boolean => {
  try {
    takeFolder(folder)();
    return false;
  } catch (error) {
    if (error instanceof FolderTaken) return true;
    throw error;
  }
};

describe('the lock of a data folder', () => {
  it('keeps a second server out until it is given back, and leaves nothing behind', () => {
    const release = takeFolder(folder);
    expect(taken()).toBe(true);
    release();
    expect(taken()).toBe(false);
    expect(readdirSync(folder)).toEqual([]);
  });

  it('of a process that lives holds, with and without its beginning', () => {
    const release = takeFolder(folder);
    const [, ...beginning] = readFileSync(join(folder, 'server.lock'), 'utf8').split(' ');
    release();
    expect(beginning).toHaveLength(process.platform === 'linux' ? 3 : 0);
    write(String(process.ppid));
    expect(taken()).toBe(true);
  });

  it.each(['', 'x', '0', '-1', '999999999', '999999999 boot 1', '12 '])(
    'that no living process wrote is taken over: %j',
    (text) => {
      write(text === '12 ' ? String(spawnSync(process.execPath, ['-e', '']).pid) : text);
      expect(taken()).toBe(false);
    },
  );

  it.runIf(process.platform === 'linux')('of another process that had the same id is taken over', () => {
    write(`${process.ppid} 00000000-0000-0000-0000-000000000000 1`);
    expect(taken()).toBe(false);
  });

  // Two containers that share a folder: each has process 1, and neither sees the other's.
  const container = [
    '--pid',
    '--fork',
    '--kill-child',
    '--mount-proc',
    process.execPath,
    '--input-type=module',
    '--eval',
  ];
  const script = (then: string): string =>
    `import { takeFolder } from ${JSON.stringify(join(import.meta.dirname, 'takeFolder.ts'))};
     takeFolder(${JSON.stringify(folder)}); console.log('taken'); ${then}`;
  const hasContainers = spawnSync('unshare', ['--pid', '--fork', '--mount-proc', 'true']).status === 0;

  it.runIf(hasContainers)('holds against another container, until it is not touched any more', async () => {
    const holder = spawn('unshare', [...container, script('setInterval(() => {}, 1000);')]);
    await once(holder.stdout, 'data');
    const attempt = () => spawnSync('unshare', [...container, script('')], { encoding: 'utf8' });
    expect(attempt().stderr).toContain('uses the data folder');
    expect(taken()).toBe(true);
    holder.kill('SIGKILL');
    await once(holder, 'exit');
    expect(taken()).toBe(true);
    const past = new Date(Date.now() - 21_000);
    utimesSync(join(folder, 'server.lock'), past, past);
    expect(attempt().stdout).toContain('taken');
  });
});
