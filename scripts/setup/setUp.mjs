// Installs what is missing, quickly when nothing is.
import { mkdirSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { build } from './build.mjs';
import { electronRuntime } from './electron.mjs';
import { livekit } from './livekit.mjs';
import { SetUpError, step } from './progress.mjs';
import { nodeBinary } from './node.mjs';
import { hashOf, isStamped, stamp } from './stamp.mjs';
import { systemPackages } from './systemPackages.mjs';

/**
 * Returns the Node to go on with, and the environment that tells the scripts what there is. Throws a SetUpError when a
 * part is missing without which nothing works.
 */
export async function setUp(root, command) {
  const began = Date.now();
  mkdirSync(join(root, '.cache'), { recursive: true });
  await packages(root);
  await systemPackages();
  const node = await nodeBinary(root);
  const path = [dirname(node), join(root, 'node_modules', '.bin'), process.env.PATH].join(delimiter);
  const binary = command === 'dist' || command === 'dev' ? null : await livekit(root);
  const runtime = await electronRuntime(root, node);
  const environment = {
    PATH: path,
    ...(binary === null ? {} : { LIVEKIT_SERVER_BIN: binary }),
    ...(runtime === null ? {} : { PARLEY_E2E_RUNTIME: runtime }),
  };
  // `dev` builds for itself, and for `test` the build is one of the things that are tested.
  if (command !== 'dev' && command !== 'test' && !(await build(root, { ...process.env, ...environment }))) {
    throw new SetUpError('The program could not be built.');
  }
  return { node, environment: { ...environment, PARLEY_SETUP_MS: String(Date.now() - began) } };
}

async function packages(root) {
  const file = join(root, 'node_modules', '.parley-stamp');
  const wanted = hashOf(root, ['package-lock.json', 'package.json', 'server/package.json', 'shared/package.json']);
  if (isStamped(file, wanted)) return;
  if (!(await step('installing npm packages', 'npm', ['ci', '--no-audit', '--no-fund'], { cwd: root }))) {
    throw new SetUpError('The npm packages could not be installed.');
  }
  stamp(file, wanted);
}
