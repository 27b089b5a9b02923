import { statfs } from 'node:fs/promises';

/**
 * Room that stays free on the disk of a PGlite folder, bytes. PostgreSQL without room for its log gives up as a whole, and
 * PGlite then answers nothing any more: several of its log's files of 16 MB have to fit.
 */
const leastRoom = 64_000_000;
const lookInterval = 2_000;
/** No statement of a server takes so long: a database that has not answered by then will not, ms. */
const answerLimit = 20_000;

/** Whether a database should take changes. */
export const hasRoom = (freeBytes: number): boolean => freeBytes >= leastRoom;

/**
 * Makes the database read-only while its disk is nearly full, and says when it answers no more. Returns how to stop.
 * `execute` runs a statement outside of any transaction.
 */
export function keepRoom(
  folder: string,
  execute: (statement: string) => Promise<unknown>,
  onLost: () => void,
): () => void {
  let stopped = false;
  let timer: NodeJS.Timeout | undefined;
  const look = async (): Promise<void> => {
    const late = setTimeout(onLost, answerLimit).unref();
    try {
      const { bavail, bsize } = await statfs(folder);
      await execute(`set default_transaction_read_only = ${hasRoom(bavail * bsize) ? 'off' : 'on'}`);
    } catch {
      // It answered, or was closed meanwhile.
    } finally {
      clearTimeout(late);
    }
    if (!stopped) timer = setTimeout(() => void look(), lookInterval).unref();
  };
  void look();
  return () => {
    stopped = true;
    clearTimeout(timer);
  };
}
