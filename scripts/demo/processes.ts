import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { descendants, isSame, processTable, type ProcessEntry } from './processTable.ts';

/** Everything that the demo started and what that started, so that it can be said to be gone. */
export interface Processes {
  /** Looks at the system's table and remembers the descendants that are new. */
  note(): Promise<void>;
  /** What is still alive of all that was ever noted. */
  alive(): Promise<readonly ProcessEntry[]>;
  count(): number;
  /** The last resort: ends what is still alive, and the guard. */
  end(): Promise<void>;
}

/** How often new descendants are looked for, ms. */
const interval = 3000;

export function watchProcesses(): Processes {
  // Not in this process group: Ctrl-C is not for it.
  const guard = spawn(process.execPath, [join(import.meta.dirname, 'guard.ts')], {
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  guard.stdin.on('error', () => undefined);
  const noted: ProcessEntry[] = [];
  const note = async (): Promise<void> => {
    const table = await processTable();
    for (const entry of descendants(table, [process.pid])) {
      if (entry.pid === guard.pid || noted.some((one) => isSame(one, entry))) continue;
      noted.push(entry);
      guard.stdin.write(`${JSON.stringify(entry)}\n`);
    }
  };
  const timer = setInterval(() => void note().catch(() => undefined), interval);
  return {
    note,
    async alive() {
      const table = await processTable();
      return noted.filter((one) => table.some((entry) => isSame(one, entry)));
    },
    count: () => noted.length,
    async end() {
      clearInterval(timer);
      await note().catch(() => undefined);
      guard.stdin.end();
      if (guard.exitCode === null && guard.signalCode === null) await once(guard, 'exit');
    },
  };
}
