import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isSame, processTable, type ProcessEntry } from './processTable.ts';

/** One demo at a time has the folder. Rejects with one clear line when another one runs; resolves with how to let it go. */
export async function lockFolder(folder: string): Promise<() => void> {
  const file = join(folder, 'lock');
  const table = await processTable();
  const owner = readOwner(file);
  // A demo that was killed leaves its lock; its number may be another process's by now.
  if (owner !== null && table.some((entry) => isSame(entry, owner))) {
    throw new Error(`A demo runs already (process ${owner.pid}).`);
  }
  writeFileSync(file, JSON.stringify(table.find(({ pid }) => pid === process.pid) ?? null));
  return () => rmSync(file, { force: true });
}

function readOwner(file: string): ProcessEntry | null {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as ProcessEntry | null;
  } catch {
    return null;
  }
}
