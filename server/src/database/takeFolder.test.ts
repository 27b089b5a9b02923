import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
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
    expect(beginning).toHaveLength(process.platform === 'linux' ? 2 : 0);
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
});
