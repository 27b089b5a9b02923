import { linkSync, readFileSync, unlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Locks of this process. A lock with our own id that is not in here was left by an earlier life: process 1 of a container. */
const held = new Set<string>();

/** A living process has the folder. */
export class FolderTaken extends Error {
  constructor(holder: number) {
    super(
      `Another Parley server (process ${holder}) uses the data folder. Stop it first: one process at a time has it.`,
    );
  }
}

/**
 * Takes a data folder for this process: two on one PGlite folder corrupt it. The lock is a file with the process id,
 * made whole and then linked, so that nobody ever reads it half written; the lock of a process that is gone is taken over.
 * Returns the release. Throws `FolderTaken` when a living process has it.
 */
export function takeFolder(folder: string): () => void {
  const lock = join(folder, 'server.lock');
  const draft = `${lock}.${process.pid}`;
  writeFileSync(draft, String(process.pid));
  try {
    for (let attempt = 0; attempt < 3; attempt += 1) {
      try {
        linkSync(draft, lock);
        held.add(lock);
        return () => {
          held.delete(lock);
          unlinkSync(lock);
        };
      } catch (error) {
        if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
      }
      const holder = Number(readFileSync(lock, 'utf8'));
      if (held.has(lock) || isAlive(holder)) throw new FolderTaken(holder);
      unlinkSync(lock);
    }
    throw new Error('The data folder could not be locked.');
  } finally {
    unlinkSync(draft);
  }
}

function isAlive(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0 || pid === process.pid) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
