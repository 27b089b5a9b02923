// Electron's own binary where it can be had; otherwise the stand-in (DESIGN.md §7).
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from './progress.mjs';
import { isStamped, stamp } from './stamp.mjs';

/** `electron`, `standin`, or null when there is neither. Electron's installer is run by `node`: it needs a new one. */
export async function electronRuntime(root, node) {
  const asked = process.env.PARLEY_E2E_RUNTIME;
  if (asked === 'electron' || asked === 'standin') return asked;
  const folder = join(root, 'node_modules', 'electron');
  const installed = () =>
    existsSync(join(folder, 'path.txt')) &&
    existsSync(join(folder, 'dist', readFileSync(join(folder, 'path.txt'), 'utf8')));
  if (installed()) return 'electron';
  const today = new Date().toISOString().slice(0, 10);
  const refused = join(root, '.cache', 'electron-refused');
  // Asked once a day: where the network does not have it, waiting for it each time helps nobody.
  if (!isStamped(refused, today)) {
    console.log('· asking for Electron …');
    await run(
      node,
      [join(folder, 'install.js')],
      { cwd: root, env: { ...process.env, ELECTRON_GET_NO_PROGRESS: '1' } },
      120_000,
    );
    if (installed()) return 'electron';
    stamp(refused, today);
  }
  const chromium = process.env.ELECTRON_STANDIN_CHROMIUM ?? '/usr/bin/chromium';
  if (existsSync(chromium)) {
    console.log('! Electron cannot be had here: the stand-in takes its place (tests/standin).');
    return 'standin';
  }
  console.log('! Neither Electron nor Chromium can be had here: nothing can show the program.');
  return null;
}
