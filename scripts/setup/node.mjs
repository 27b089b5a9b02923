// Node 24, whatever Node started the command: the tools and the server need it.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { run, SetUpError } from './progress.mjs';

const needed = 24;

/** The path of a Node that is new enough: of the npm package `node`, else this one. Throws a SetUpError without any. */
export async function nodeBinary(root) {
  const folder = join(root, 'node_modules', 'node');
  const packaged = join(folder, 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
  if (existsSync(packaged)) return packaged;
  if (Number(process.versions.node.split('.')[0]) >= needed) return process.execPath;
  // The package fetches its binary by an install script, which npm may have been told not to run.
  console.log(`· asking npm for Node ${needed} …`);
  await run(process.execPath, [join(folder, 'installArchSpecificPackage.js')], { cwd: folder }, 120_000);
  if (existsSync(packaged)) return packaged;
  throw new SetUpError(`Node ${needed} is needed and cannot be had from npm here; install it and try again.`);
}
