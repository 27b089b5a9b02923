// The LiveKit server, in the order of DESIGN.md §7: named, on PATH, cached, built by Go, fetched, by Docker.
import { createHash } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { run, step } from './progress.mjs';

export const livekitVersion = '1.13.5';

/** The binary's path, or null with one line that says what was tried. */
export async function livekit(root) {
  const named = process.env.LIVEKIT_SERVER_BIN;
  if (named !== undefined && existsSync(named)) return named;
  if (named !== undefined) console.log(`! LIVEKIT_SERVER_BIN names ${named}, which does not exist.`);
  const onPath = await run(process.platform === 'win32' ? 'where' : 'which', ['livekit-server']);
  if (onPath.ok && onPath.output.trim() !== '') return onPath.output.trim().split('\n')[0];
  const suffix = process.platform === 'win32' ? '.exe' : '';
  const folder = join(root, '.cache', 'livekit');
  const cached = join(folder, `livekit-server${suffix}`);
  if (existsSync(cached)) return cached;
  mkdirSync(folder, { recursive: true });

  if ((await run('go', ['version'])).ok) {
    const source = `github.com/livekit/livekit-server/cmd/server@v${livekitVersion}`;
    const built = await step(
      `building LiveKit server ${livekitVersion} with Go (some minutes, once)`,
      'go',
      ['install', source],
      {
        env: { ...process.env, GOBIN: folder, GOFLAGS: '-trimpath' },
      },
    );
    if (built) renameSync(join(folder, `server${suffix}`), cached);
    if (existsSync(cached)) return cached;
  }
  if (await fetchRelease(folder, cached)) return cached;
  if (await copyFromImage(cached)) return cached;
  console.log(
    `! No LiveKit server: install Go 1.26 or later, or set LIVEKIT_SERVER_BIN to a livekit-server ${livekitVersion}.`,
  );
  return null;
}

/** The release archive of this system, its checksum compared. */
async function fetchRelease(folder, target) {
  const system = { linux: 'linux', darwin: 'darwin', win32: 'windows' }[process.platform];
  const processor = { x64: 'amd64', arm64: 'arm64' }[process.arch];
  // LiveKit publishes no archive for macOS.
  if (system === undefined || processor === undefined || system === 'darwin') return false;
  const name = `livekit_${livekitVersion}_${system}_${processor}.${system === 'windows' ? 'zip' : 'tar.gz'}`;
  const base = `https://github.com/livekit/livekit/releases/download/v${livekitVersion}`;
  try {
    const sums = await (await fetch(`${base}/checksums.txt`, { signal: AbortSignal.timeout(10_000) })).text();
    const wanted = sums
      .split('\n')
      .find((line) => line.trim().endsWith(name))
      ?.split(/\s+/)[0];
    const archive = Buffer.from(
      await (await fetch(`${base}/${name}`, { signal: AbortSignal.timeout(120_000) })).arrayBuffer(),
    );
    if (wanted === undefined || createHash('sha256').update(archive).digest('hex') !== wanted) return false;
    const file = join(folder, name);
    writeFileSync(file, archive);
    const { ok } = await run('tar', ['-xf', file, '-C', folder]);
    rmSync(file);
    if (!ok || readFileSync(target).length === 0) return false;
    chmodSync(target, 0o755);
    return true;
  } catch {
    return false;
  }
}

/** The binary out of the published image: it is linked statically, and a process is easier to end than a container. */
async function copyFromImage(target) {
  if (process.platform !== 'linux' || !(await run('docker', ['info'], {}, 10_000)).ok) return false;
  const image = `livekit/livekit-server:v${livekitVersion}`;
  if (!(await step(`fetching ${image} by Docker`, 'docker', ['pull', '--quiet', image], { limit: 300_000 })))
    return false;
  const created = await run('docker', ['create', image]);
  if (!created.ok) return false;
  const container = created.output.trim().split('\n').at(-1) ?? '';
  await run('docker', ['cp', `${container}:/livekit-server`, target]);
  await run('docker', ['rm', container]);
  const { ok } = await run(target, ['--version']);
  if (!ok) rmSync(target, { force: true });
  return ok;
}
