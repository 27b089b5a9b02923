// Builds the program into out/, unless its sources are those of the last time.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { step } from './progress.mjs';
import { hashOf, isStamped, stamp } from './stamp.mjs';

/** Returns whether there is a built program now. `env` has electron-vite on its PATH. */
export async function build(root, env) {
  const file = join(root, 'out', '.parley-stamp');
  const sources = ['electron', 'renderer', 'shared', 'resources', 'electron.vite.config.ts', 'package-lock.json'];
  const wanted = hashOf(root, sources);
  if (isStamped(file, wanted) && existsSync(join(root, 'out', 'main', 'index.js'))) return true;
  const built = await step('building the program', 'electron-vite', ['build', '--logLevel', 'warn'], {
    cwd: root,
    env,
  });
  if (built) stamp(file, wanted);
  return built;
}

// As a stage of `npm test`.
if (import.meta.main) process.exitCode = (await build(join(import.meta.dirname, '..', '..'), process.env)) ? 0 : 1;
