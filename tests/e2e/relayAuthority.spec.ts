import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startCoturn, type Coturn } from '../../server/test/coturn.ts';
import { createAuthority, type Authority } from '../fixtures/certificates.ts';
import { runtime } from '../standin/launch.ts';
import type { Program, ProgramOptions } from './support/program.ts';
import { expect, has, test } from './support/test.ts';
import { createWorld, type World } from './support/world.ts';

// A relay over TLS whose certificate is signed by a private authority; nothing but the relay may be used.
const secret = 'the secret of a TURN server';
let authority: Authority;
let coturn: Coturn;
let world: World;

test.skip(!has('turnserver') || !has('openssl'), 'there is no TURN server: install coturn and openssl');
test.beforeAll(async () => {
  authority = createAuthority();
  coturn = await startCoturn(secret, undefined, authority.issue(['IP:127.0.0.1']));
  world = await createWorld({ turnServers: [{ port: coturn.tlsPort, protocol: 'tls', secret }] });
});
test.afterAll(async () => {
  await world?.stop();
  await coturn?.stop();
  authority?.remove();
});

/** Signed in to a server whose calls go by a relay only. */
async function signIn(
  start: (options?: ProgramOptions) => Promise<Program>,
  { settings, ...options }: ProgramOptions = {},
): Promise<Program> {
  const relayed = {
    id: 'relayed',
    dialect: 'parley',
    address: world.address,
    login: 'ada',
    name: '',
    transport: 'relay',
  } as const;
  const program = await start({ ...options, settings: { ...settings, servers: [relayed], activeServer: relayed.id } });
  await program.signIn(world, 'ada');
  return program;
}

test('nobody knows the authority: the relay is refused, and the call says that it cannot be reached @coturn', async ({
  start,
}) => {
  const program = await signIn(start);
  await program.channel('Lobby').click();
  await expect(program.part('call-block')).toHaveAttribute('data-phase', 'failed', { timeout: 30_000 });
});

test('the system knows it: the call goes by the relay, over TLS @coturn', async ({ start }) => {
  test.skip(
    process.platform !== 'linux' || !has('certutil'),
    'the NSS database is that of Linux: install libnss3-tools',
  );
  const home = mkdtempSync(join(tmpdir(), 'parley-home-'));
  try {
    const folder = join(home, '.pki/nssdb');
    mkdirSync(folder, { recursive: true });
    for (const words of [
      ['-N', '--empty-password'],
      ['-A', '-t', 'C,,', '-n', 'private', '-i', authority.certFile],
    ])
      execFileSync('certutil', ['-d', `sql:${folder}`, ...words], { stdio: 'ignore' });
    const program = await signIn(start, { home });
    await program.join('Lobby');
    await expect(program.part('path-chip')).toHaveAttribute('data-path', 'TURN-TLS');
    await program.close();
  } finally {
    rmSync(home, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
  }
});

test('the settings name its file: the call goes by the relay, over TLS @coturn', async ({ start }) => {
  test.skip(
    runtime() !== 'electron',
    'only Electron asks the program about the certificates of what is no request: setCertificateVerifyProc',
  );
  const program = await signIn(start, { settings: { authorityFile: authority.certFile } });
  await program.join('Lobby');
  await expect(program.part('path-chip')).toHaveAttribute('data-path', 'TURN-TLS');
});
