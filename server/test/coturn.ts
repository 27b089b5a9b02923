import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
// What tests share starts real servers, as in the tests themselves.
// oxlint-disable-next-line no-restricted-imports
import { freePort } from '../../tests/fixtures/freePort.ts';
import { allocate } from '../src/turn/allocate.ts';

/** Where the relay's own ends are. None of those that the system hands out: a browser's would be taken for the relay's. */
export const relayPorts = { first: 9_500, last: 9_600 };

/** A real coturn on loopback, which takes credentials of `secret`. */
export interface Coturn {
  readonly port: number;
  /** Where it speaks TLS, if it was given a certificate; else 0. */
  readonly tlsPort: number;
  /** What it wrote lately: for each allocation the user's name. */
  output(): string;
  stop(): Promise<void>;
}

/** @param port where it listens; a free one unless told. @param certificate files of what it shows over TLS */
export async function startCoturn(
  secret: string,
  port?: number,
  certificate?: { readonly certFile: string; readonly keyFile: string },
): Promise<Coturn> {
  if (spawnSync('turnserver', ['--version']).error !== undefined) throw new Error('No TURN server: install coturn.');
  const folder = mkdtempSync(join(tmpdir(), 'parley-coturn-'));
  const own = port ?? (await freePort());
  const tlsPort = certificate === undefined ? 0 : await freePort();
  const options = [
    ['--listening-ip', '127.0.0.1'],
    ['--relay-ip', '127.0.0.1'],
    ['--listening-port', String(own)],
    ['--static-auth-secret', secret],
    ['--realm', 'parley.test'],
    ['--min-port', String(relayPorts.first)],
    ['--max-port', String(relayPorts.last)],
    ['--userdb', join(folder, 'users')],
    ['--pidfile', join(folder, 'pid')],
    ['--log-file', 'stdout'],
    ...(certificate === undefined
      ? []
      : [
          ['--tls-listening-port', String(tlsPort)],
          ['--cert', certificate.certFile],
          ['--pkey', certificate.keyFile],
        ]),
  ].flat();
  const flags = [
    '--use-auth-secret',
    '--fingerprint',
    ...(certificate === undefined ? ['--no-tls'] : []),
    '--no-dtls',
    '--no-cli',
    '--allow-loopback-peers',
    '--verbose',
  ];
  const child = spawn('turnserver', ['-n', ...options, ...flags], { stdio: ['ignore', 'pipe', 'pipe'] });
  const killNow = (): void => void child.kill('SIGKILL');
  process.on('exit', killNow);
  let output = '';
  const keep = (chunk: Buffer): void => void (output = (output + chunk.toString()).slice(-20_000));
  child.stdout.on('data', keep);
  child.stderr.on('data', keep);
  const limit = Date.now() + 10_000;
  while ((await allocate(`turn:127.0.0.1:${own}?transport=tcp`, '', '')).verdict === 'silent') {
    if (child.exitCode !== null || Date.now() > limit) {
      killNow();
      throw new Error(`coturn does not start:\n${output}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return {
    port: own,
    tlsPort,
    output: () => output,
    async stop() {
      process.off('exit', killNow);
      child.kill('SIGKILL');
      if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
