import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** One demo at a time has the folder. Throws one clear line when another one runs; returns how to let it go. */
export function lockFolder(folder: string): () => void {
  const file = join(folder, 'lock');
  const owner = ownerOf(file);
  if (owner !== null) throw new Error(`A demo runs already (process ${owner}).`);
  writeFileSync(file, String(process.pid));
  return () => rmSync(file, { force: true });
}

/** Null as well for what a demo left that was killed. */
function ownerOf(file: string): number | null {
  try {
    const pid = Number(readFileSync(file, 'utf8'));
    return pid !== process.pid && process.kill(pid, 0) ? pid : null;
  } catch {
    return null;
  }
}
