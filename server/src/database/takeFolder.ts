import { linkSync, readFileSync, rmSync, unlinkSync, writeFileSync } from 'node:fs';
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
 * Takes a data folder for this process: two on one PGlite folder corrupt it. The lock is a file with the process id and,
 * where the system tells it, when that process began: after a crash or a restart of the machine the id may be another's.
 * It is made whole and then linked, so that nobody ever reads it half written; the lock of a process that is gone is taken
 * over.
 * Returns the release. Throws `FolderTaken` when a living process has it.
 */
export function takeFolder(folder: string): () => void {
  const lock = join(folder, 'server.lock');
  const draft = `${lock}.${process.pid}`;
  writeFileSync(draft, `${process.pid} ${beginningOf(process.pid)}`.trim());
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
      const [pid = '', ...beginning] = readIfThere(lock).split(' ');
      const holder = Number(pid);
      if (held.has(lock) || isAlive(holder, beginning.join(' '))) throw new FolderTaken(holder);
      rmSync(lock, { force: true });
    }
    throw new Error('The data folder could not be locked.');
  } finally {
    unlinkSync(draft);
  }
}

/** Whether the process that wrote a lock lives; `beginning` as it wrote it, empty where the system does not tell. */
function isAlive(pid: number, beginning: string): boolean {
  if (!Number.isInteger(pid) || pid <= 0 || pid === process.pid) return false;
  if (beginning !== '' && beginning !== beginningOf(pid)) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

/** What no two processes with the same id have in common: since when this one runs, in ticks of this start of the machine. */
function beginningOf(pid: number): string {
  try {
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
    // Behind the name, which is in brackets and may have spaces: the 22nd field of proc(5).
    const ticks = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ')[19] ?? '';
    return `${boot} ${ticks}`;
  } catch {
    return '';
  }
}

/** A lock may be given back while it is read. */
function readIfThere(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
