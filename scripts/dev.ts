// `npm run dev`: the program with hot reloading, on Electron or on the stand-in.
import { spawn } from 'node:child_process';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');
const standin = join(root, 'tests/standin/electron');
// electron-vite asks for the executable, Electron's own module for the folder (RECIPES).
const runtime =
  process.env['PARLEY_E2E_RUNTIME'] === 'standin'
    ? { ELECTRON_EXEC_PATH: standin, ELECTRON_OVERRIDE_DIST_PATH: join(root, 'tests/standin') }
    : {};
const child = spawn('electron-vite', ['dev', ...process.argv.slice(2)], {
  cwd: root,
  env: { ...process.env, ...runtime },
  stdio: 'inherit',
  shell: process.platform === 'win32',
});
child.on('exit', (code) => process.exit(code ?? 1));
