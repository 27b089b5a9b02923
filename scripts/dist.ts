// `npm run dist`: packages for this machine where Electron's own files are installed; elsewhere packages a stub for all
// six targets. Either way it looks into the result and fails on any difference from what should be in it.
import { spawnSync } from 'node:child_process';
import { existsSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { checkArchive } from './dist/checkArchive.ts';
import { writeLicences } from './dist/licences.ts';
import { writeStubElectron } from './dist/stubElectron.ts';
import { distTargets, platformFlag, type DistTarget } from './dist/targets.ts';

const root = join(import.meta.dirname, '..');
const output = join(root, 'dist');
const require = createRequire(import.meta.url);
const builder = require.resolve('electron-builder/cli.js');

/** Runs electron-builder; ends the program where it fails. */
function build(target: DistTarget, options: readonly string[]): void {
  const args = [platformFlag(target.platform), `--${target.arch}`, '--publish', 'never', ...options];
  const { status, stdout } = spawnSync(process.execPath, [builder, ...args], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'inherit'],
    encoding: 'utf8',
    maxBuffer: 100_000_000,
    env: { ...process.env, CSC_IDENTITY_AUTO_DISCOVERY: process.env['CSC_IDENTITY_AUTO_DISCOVERY'] ?? 'false' },
  });
  if (status !== 0) {
    console.error(stdout);
    console.error(`dist: electron-builder failed for ${target.platform}-${target.arch}`);
    process.exit(1);
  }
}

/** Says what is wrong and how large it is; returns whether nothing is wrong. */
function check(target: DistTarget): boolean {
  const { problems, files, archiveSize, nativeSize } = checkArchive(output, target);
  const size = `${files} files, app.asar ${kilobytes(archiveSize)}, native modules ${kilobytes(nativeSize)}`;
  console.log(`dist: ${target.platform}-${target.arch} ${problems.length === 0 ? 'ok' : 'WRONG'}: ${size}`);
  for (const problem of problems.slice(0, 20)) console.log(`  - ${problem}`);
  if (problems.length > 20) console.log(`  - and ${problems.length - 20} more`);
  return problems.length === 0;
}

const kilobytes = (bytes: number): string => `${Math.round(bytes / 1000)} kB`;

function buildStubs(): boolean {
  console.log(
    'dist: Electron is not installed here: packaging a STUB of it, to check the content. Nothing of it starts.',
  );
  const version = (require('electron/package.json') as { version: string }).version;
  return distTargets
    .map((target) => {
      const stub = join(root, '.cache', 'electron-stub');
      rmSync(stub, { recursive: true, force: true });
      writeStubElectron(stub, target, version);
      // Re-signing is done by a program that only macOS has.
      build(target, ['--dir', `-c.electronDist=${stub}`, '-c.electronFuses.resetAdHocDarwinSignature=false']);
      return check(target);
    })
    .every(Boolean);
}

function buildForHost(): boolean {
  const target = distTargets.find(({ platform, arch }) => platform === process.platform && arch === process.arch);
  if (target === undefined) {
    console.error(`dist: Parley is not packaged for ${process.platform}-${process.arch}`);
    return false;
  }
  build(target, [`-c.electronDist=${join(root, 'node_modules', 'electron', 'dist')}`]);
  return check(target);
}

rmSync(output, { recursive: true, force: true });
writeLicences(root, join(root, '.cache', 'licences.txt'));
const real = existsSync(join(root, 'node_modules', 'electron', 'dist', 'version'));
process.exitCode = (real ? buildForHost() : buildStubs()) ? 0 : 1;
