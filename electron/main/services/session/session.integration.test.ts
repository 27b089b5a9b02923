import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { defaultSettings } from '@parley/shared/settings/settings';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { createServer, type ParleyServer } from '../../../../server/src/createServer.ts';
import type { Config } from '../../../../server/src/config.ts';
import { freePort } from '../../../../tests/fixtures/freePort.ts';
import { startLiveKit, type LiveKitServer } from '../../../../tests/fixtures/livekit.ts';
import { createParleyBackend } from '../backends/parley/parleyBackend.ts';
import type { Log } from '../log/log.ts';
import { createSecretStore, type Keytar } from '../secrets/secretStore.ts';
import { createSettings } from '../settings/settings.ts';
import { createSettingsFile } from '../settings/settingsFile.ts';
import { createSession, type SessionService } from './session.ts';

// The session against a real Parley server and LiveKit. Only the vault is a double: a map, as keytar would keep it.
let livekit: LiveKitServer;
let folder: string;
let config: Config;
let server: ParleyServer;
const log: Log = { info() {}, warn() {}, error() {}, background: (_what, work) => void work.catch(() => undefined) };

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'parley-session-'));
  livekit = await startLiveKit();
  const seedFile = join(folder, 'seed.json');
  const accounts = [{ login: 'ada', name: 'Ada', password: 'pw' }];
  writeFileSync(seedFile, JSON.stringify({ accounts, channels: [{ name: 'Lobby', kind: 'voice' }] }));
  config = {
    data: join(folder, 'data'),
    host: '127.0.0.1',
    port: await freePort(),
    name: 'Studio Nord',
    seedFile,
    reconcileInterval: 60_000,
    signInLimit: 100,
    livekit: { url: livekit.url, apiUrl: livekit.httpUrl, apiKey: livekit.apiKey, apiSecret: livekit.apiSecret },
  };
  server = await createServer(config);
});
afterAll(async () => {
  await server?.close();
  await livekit?.stop();
  rmSync(folder, { recursive: true, force: true });
});

function mapVault(): Keytar & { readonly kept: Map<string, string> } {
  const kept = new Map<string, string>();
  return {
    kept,
    getPassword: async (_service, account) => kept.get(account) ?? null,
    setPassword: async (_service, account, secret) => void kept.set(account, secret),
    deletePassword: async (_service, account) => kept.delete(account),
  };
}

/** One run of the program: the same `home` and vault again is the next run. */
function run(home: string, vault: Keytar): SessionService {
  const settings = createSettings(createSettingsFile(join(folder, home), () => new Date()));
  let ids = 0;
  return createSession({
    backend: createParleyBackend({
      fetch: (url, init) => fetch(url, init),
      openSocket: (url) => new WebSocket(url),
      now: Date.now,
      random: () => 0,
      log,
    }),
    secrets: createSecretStore({ loadKeytar: async () => vault, log }),
    settings,
    newId: () => `${home}-${(ids += 1)}`,
    random: () => 0,
    log,
  });
}
const address = () => `http://127.0.0.1:${config.port}`;
const live = (session: SessionService) =>
  vi.waitFor(() => expect(session.channels.get()).toMatchObject({ link: 'live', channels: [{ name: 'Lobby' }] }));

describe('a session', () => {
  it('signs in, lists channels, hands out tickets, and is continued by the next run', async () => {
    const vault = mapVault();
    const first = run('a', vault);
    expect(await first.signIn(address(), 'ada', 'pw')).toMatchObject({
      kind: 'signedIn',
      serverName: 'Studio Nord',
      account: { name: 'Ada' },
      vault: { kind: 'vault' },
    });
    await live(first);
    const ticket = await first.join(first.channels.get().channels[0]?.id ?? '');
    expect(ticket).toMatchObject({ ok: true, value: { url: livekit.url } });
    await first.dispose();

    const second = run('a', vault);
    await second.start();
    expect(second.view.get()).toMatchObject({ kind: 'signedIn', account: { login: 'ada' } });
    await live(second);
    expect(await second.signOut()).toMatchObject({ kind: 'signedOut', login: 'ada', error: null });
    await vi.waitFor(() => expect(vault.kept.size).toBe(0));
    expect(second.channels.get()).toMatchObject({ link: 'offline', channels: [] });

    const third = run('a', vault);
    await third.start();
    expect(third.view.get()).toMatchObject({ kind: 'signedOut', address: address(), error: null });
    expect(await third.join('x')).toMatchObject({ ok: false, error: { code: 'unauthorised' } });
  });

  it('says what is wrong: credentials, address, stranger, nobody there', async () => {
    const session = run('b', mapVault());
    expect(await session.signIn(address(), 'ada', 'no')).toMatchObject({
      error: { reason: 'wrongCredentials' },
      login: 'ada',
    });
    expect(await session.signIn('ftp://x', 'ada', 'pw')).toMatchObject({ error: { reason: 'badAddress' } });
    expect(await session.signIn(livekit.httpUrl, 'ada', 'pw')).toMatchObject({ error: { reason: 'notParleyServer' } });
    expect(await session.signIn(`http://127.0.0.1:${await freePort()}`, 'ada', 'pw')).toMatchObject({
      error: { reason: 'serverUnreachable' },
    });
  });

  it('loses nothing while the server is away: the list comes back, and a start without it signs in later', async () => {
    const vault = mapVault();
    const session = run('c', vault);
    await session.signIn(address(), 'ada', 'pw');
    await live(session);
    await server.close();
    await vi.waitFor(() => expect(session.channels.get().link).toBe('connecting'));
    expect(session.view.get().kind).toBe('signedIn');
    expect(session.channels.get().channels).toHaveLength(1);

    const offline = run('c', vault);
    await offline.start();
    expect(offline.view.get()).toMatchObject({ kind: 'signedOut', error: { reason: 'serverUnreachable' } });
    expect(vault.kept.size).toBe(1);
    await session.dispose();
    server = await createServer(config);
    await vi.waitFor(() => expect(offline.view.get().kind).toBe('signedIn'), { timeout: 20_000 });
    await live(offline);
    await offline.dispose();
  });

  it('ends with one clear word when the server no longer accepts it', async () => {
    const vault = mapVault();
    const session = run('d', vault);
    await session.signIn(address(), 'ada', 'pw');
    await session.dispose();
    for (const account of vault.kept.keys()) vault.kept.set(account, 'no-longer.valid');
    const next = run('d', vault);
    await next.start();
    expect(next.view.get()).toMatchObject({ kind: 'signedOut', error: { reason: 'sessionExpired' } });
    await vi.waitFor(() => expect(vault.kept.size).toBe(0));
  });

  it('keeps no secret in the settings', () => {
    const settings = createSettingsFile(join(folder, 'a'), () => new Date()).read().settings;
    expect(Object.keys(settings).toSorted()).toEqual(Object.keys(defaultSettings).toSorted());
    expect(JSON.stringify(settings)).not.toMatch(/eyJ|token|"pw"/);
  });
});
