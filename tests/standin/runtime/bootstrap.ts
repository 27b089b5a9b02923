// Runs in place of Electron's main process: loads the application with the double in its place, then starts Chromium.
import { existsSync, readFileSync, statSync } from 'node:fs';
import { open } from 'node:inspector';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { theApp } from './app.ts';
import { becomeReady } from './chromium.ts';
import { chromiumObstacle } from './chromiumProgram.ts';
import { parseCommandLine } from './commandLine.ts';
import { electron } from './electronModule.ts';
import { playElectron } from './moduleHooks.ts';
import { state } from './state.ts';
import { versions } from './versions.ts';

const raw = process.argv.slice(2);
const line = parseCommandLine(raw);
if (line.version) {
  console.log(`v${versions.electron}`);
  process.exit(0);
}
const obstacle = chromiumObstacle(process.env);
if (obstacle !== null) {
  console.error(obstacle);
  process.exit(1);
}
const executable = process.env['ELECTRON_STANDIN_EXE'] ?? process.execPath;
// Playwright's loader looks for its own arguments here.
process.argv = [executable, ...raw];
process.execPath = executable;
Object.assign(process.versions, versions);
Object.defineProperty(process, 'type', { value: 'browser', configurable: true });
Object.defineProperty(process, 'resourcesPath', { value: import.meta.dirname, configurable: true });
// Prints "Debugger listening on ws://…", the first line that Playwright's launcher waits for.
if (line.inspectPort !== null) open(line.inspectPort, '127.0.0.1');
playElectron(electron);

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => {
    // A development server restarts with the same user data at once.
    theApp.releaseSingleInstanceLock();
    if (state.ready) theApp.quit();
    else void theApp.end(1);
  });
}

try {
  if (line.application === null) throw new Error('Electron stand-in: no application was named');
  const path = resolve(line.application);
  const folder = statSync(path).isDirectory();
  state.root = folder ? path : dirname(path);
  const description = join(state.root, 'package.json');
  if (existsSync(description))
    state.package = JSON.parse(readFileSync(description, 'utf8')) as typeof state.package & { main?: string };
  state.switches.push(...line.switches.map(([name, value]): [string, string] => [name, value]));
  const main = folder ? join(path, (state.package as { main?: string }).main ?? 'index.js') : path;
  const require = createRequire(join(state.root, 'package.json'));
  for (const module of line.requires) require(module);
  await import(pathToFileURL(main).href);
  await becomeReady();
} catch (error) {
  if (!state.exiting) {
    console.error('App threw an error during load\n', error);
    await theApp.end(1);
  }
}
