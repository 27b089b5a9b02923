import { linkSync, readFileSync, readlinkSync, rmSync, statSync, unlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Locks of this process. A lock with our own id that is not in here was left by an earlier life: process 1 of a container. */
const held = new Set<string>();

/** The holder of a lock touches it so often, ms. */
const beat = 5_000;
/** And is gone when it has not for so long: its process cannot be seen from another container, ms. */
const gone = 20_000;

/** A living process has the folder. */
export class FolderTaken extends Error {
  constructor(holder: number) {
    super(
      `Another Parley server (process ${holder}) uses the data folder. Stop it first: one process at a time has it. A container that was killed counts for ${gone / 1000} s more.`,
    );
  }
}

/**
 * Takes a data folder for this process: two on one PGlite folder corrupt it. The lock is a file with the process id and,
 * where the system tells it, when that process began and in which process namespace: after a crash or a restart of the machine the id
 * may be another's, and in two containers that share the folder each is process 1.
 * It is made whole and then linked, so that nobody ever reads it half written; the lock of a process that is gone is taken
 * over.
 * Returns the release. Throws `FolderTaken` when a living process has it.
 */
export function takeFolder(folder: string): () => void {
  const lock = join(folder, 'server.lock');
  const draft = `${lock}.${process.pid}`;
  writeFileSync(draft, `${process.pid} ${beginningOf(process.pid)} ${ownNamespace()}`.trim());
  try {
    for (let attempt = 0; attempt < 3; attempt += 1) {
      try {
        linkSync(draft, lock);
        held.add(lock);
        const beating = setInterval(() => touch(lock), beat).unref();
        return () => {
          clearInterval(beating);
          held.delete(lock);
          unlinkSync(lock);
        };
      } catch (error) {
        if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
      }
      const [pid = '', ...beginning] = readIfThere(lock).split(' ');
      const holder = Number(pid);
      if (held.has(lock) || isAlive(lock, holder, beginning)) throw new FolderTaken(holder);
      rmSync(lock, { force: true });
    }
    throw new Error('The data folder could not be locked.');
  } finally {
    unlinkSync(draft);
  }
}

/** Whether the process that wrote a lock lives; `beginning` as it wrote it, empty where the system does not tell. */
function isAlive(lock: string, pid: number, beginning: readonly string[]): boolean {
  if (!Number.isInteger(pid) || pid <= 0) return false;
  const [boot = '', ticks = '', namespace = ''] = beginning;
  if (namespace !== '' && namespace !== ownNamespace())
    return beginningOf(process.pid).startsWith(`${boot} `) && isTouched(lock);
  if (pid === process.pid) return false;
  if (boot !== '' && `${boot} ${ticks}` !== beginningOf(pid)) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

function isTouched(lock: string): boolean {
  try {
    return Date.now() - statSync(lock).mtimeMs < gone;
  } catch {
    return false;
  }
}

/** Whoever took it away meanwhile had a reason. */
function touch(lock: string): void {
  try {
    utimesSync(lock, new Date(), new Date());
  } catch {
    // It is not there, or the disk refuses: the next beat tries again.
  }
}

/** Our process namespace, which is the container's. That of another process only its own user may ask for. */
function ownNamespace(): string {
  try {
    return readlinkSync('/proc/self/ns/pid');
  } catch {
    return '';
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
