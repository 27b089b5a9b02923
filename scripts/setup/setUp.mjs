// Installs what is missing, quickly when nothing is.
import { existsSync, mkdirSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { electronRuntime } from './electron.mjs';
import { livekit } from './livekit.mjs';
import { step } from './progress.mjs';
import { hashOf, isStamped, stamp } from './stamp.mjs';
import { systemPackages } from './systemPackages.mjs';

/** Returns the Node to go on with, and the environment that tells the scripts what there is. */
export async function setUp(root, command) {
  mkdirSync(join(root, '.cache'), { recursive: true });
  await packages(root);
  await systemPackages();
  const node = join(root, 'node_modules', 'node', 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
  const bin = join(root, 'node_modules', '.bin');
  const path = [join(root, 'node_modules', 'node', 'bin'), bin, process.env.PATH].join(delimiter);
  const binary = command === 'dist' ? null : await livekit(root);
  const runtime = await electronRuntime(root);
  const environment = {
    PATH: path,
    ...(binary === null ? {} : { LIVEKIT_SERVER_BIN: binary }),
    ...(runtime === null ? {} : { PARLEY_E2E_RUNTIME: runtime }),
  };
  if (command !== 'dev') await build(root, { ...process.env, ...environment });
  return { node, environment };
}

async function packages(root) {
  const file = join(root, 'node_modules', '.parley-stamp');
  const wanted = hashOf(root, ['package-lock.json', 'package.json', 'server/package.json', 'shared/package.json']);
  if (isStamped(file, wanted) && existsSync(join(root, 'node_modules', 'node', 'bin'))) return;
  if (!(await step('installing npm packages', 'npm', ['ci', '--no-audit', '--no-fund'], { cwd: root })))
    process.exit(1);
  stamp(file, wanted);
}

async function build(root, env) {
  const file = join(root, 'out', '.parley-stamp');
  const sources = ['electron', 'renderer', 'shared', 'resources', 'electron.vite.config.ts', 'package-lock.json'];
  const wanted = hashOf(root, sources);
  if (isStamped(file, wanted)) return;
  if (!(await step('building the program', 'electron-vite', ['build', '--logLevel', 'warn'], { cwd: root, env })))
    process.exit(1);
  stamp(file, wanted);
}
