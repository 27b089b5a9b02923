import { linkSync, mkdirSync, readdirSync, readFileSync, renameSync, unlinkSync, watch, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export interface InstanceLock {
  release(): void;
}

/**
 * One instance a user-data folder: a lock file linked whole, and an inbox in which a second instance leaves its command
 * line. Null when another living process has the lock; that one is told.
 */
export function takeInstanceLock(
  folder: string,
  argv: readonly string[],
  onSecond: (argv: string[], cwd: string) => void,
): InstanceLock | null {
  const lock = join(folder, 'SingletonLock.standin');
  const inbox = join(folder, 'Singleton.inbox');
  mkdirSync(inbox, { recursive: true });
  for (let attempt = 0; attempt < 3; attempt += 1) {
    const draft = `${lock}.${process.pid}`;
    writeFileSync(draft, String(process.pid));
    try {
      linkSync(draft, lock);
      return keep(lock, inbox, onSecond);
    } catch {
      if (isAlive(Number(readFileSync(lock, 'utf8')))) {
        const letter = join(inbox, `${Date.now()}-${process.pid}`);
        writeFileSync(letter, JSON.stringify({ argv, cwd: process.cwd() }));
        renameSync(letter, `${letter}.json`);
        return null;
      }
      unlinkSync(lock);
    } finally {
      unlinkSync(draft);
    }
  }
  return null;
}

function keep(lock: string, inbox: string, onSecond: (argv: string[], cwd: string) => void): InstanceLock {
  const letters = (): string[] =>
    readdirSync(inbox)
      .filter((name) => name.endsWith('.json'))
      .toSorted();
  for (const letter of letters()) unlinkSync(join(inbox, letter));
  const watcher = watch(inbox, () => {
    for (const letter of letters()) {
      const { argv, cwd } = JSON.parse(readFileSync(join(inbox, letter), 'utf8')) as { argv: string[]; cwd: string };
      unlinkSync(join(inbox, letter));
      onSecond(argv, cwd);
    }
  });
  watcher.unref();
  return {
    release() {
      watcher.close();
      unlinkSync(lock);
    },
  };
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
