// Remembers by a hash what a step was done for, so that it is not repeated while nothing changed.
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** A hash over files and folders (by content), and further texts. */
export function hashOf(root, paths, texts = []) {
  const hash = createHash('sha256');
  const add = (path) => {
    const state = statSync(join(root, path), { throwIfNoEntry: false });
    if (state === undefined || path.endsWith('node_modules')) return;
    if (state.isDirectory()) for (const name of readdirSync(join(root, path)).toSorted()) add(join(path, name));
    else if (!/\.(test|spec)\.tsx?$/.test(path)) hash.update(path).update(readFileSync(join(root, path)));
  };
  for (const path of paths) add(path);
  for (const text of texts) hash.update(text);
  return hash.digest('hex');
}

export function isStamped(file, value) {
  try {
    return readFileSync(file, 'utf8') === value;
  } catch {
    return false;
  }
}

export function stamp(file, value) {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, value);
}
