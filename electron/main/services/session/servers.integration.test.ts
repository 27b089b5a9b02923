import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { dialectDefaults, type DialectProfile } from '@parley/shared/backends/dialects/profile';
import { notThisServer } from '@parley/shared/backends/dialects/refusal';
import type { ChannelsView, SessionView } from '@parley/shared/ipc/contract';
import type { Result } from '@parley/shared/result';
import { defaultSettings } from '@parley/shared/settings/settings';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { createServer, type ParleyServer } from '../../../../server/src/createServer.ts';
import type { Config } from '../../../../server/src/config.ts';
import { layCluster } from '../../../../tests/fixtures/emptyCluster.ts';
import { freePort } from '../../../../tests/fixtures/freePort.ts';
import { startLiveKit, type LiveKitServer } from '../../../../tests/fixtures/livekit.ts';
import type { SeedServer } from '../../../../tests/fixtures/seeds/seedServer.ts';
import { startWebchat } from '../../../../tests/fixtures/seeds/webchat.ts';
import { createDialectBackends } from '../backends/dialects/dialectBackends.ts';
import { ticketLimits } from '../backends/dialects/ticketBackend.ts';
import { createNetworkPorts } from '../backends/doctor/network.ts';
import { createHttpClient } from '../backends/httpClient.ts';
import { createParleyBackend } from '../backends/parley/parleyBackend.ts';
import type { Log } from '../log/log.ts';
import { createSecretStore, type Keytar } from '../secrets/secretStore.ts';
import { createSettings, type SettingsService } from '../settings/settings.ts';
import { createSettingsFile } from '../settings/settingsFile.ts';
import { anyServer } from '@parley/shared/policy/serverPolicy';
import { createServers, type ServersService } from './servers.ts';

// Server profiles against a real Parley server, a seed's server and LiveKit. Only the vault is a double: a map, as keytar would keep it.
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
  await layCluster(config.data);
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
function run(home: string, vault: Keytar, policy = anyServer): ServersService & { readonly settings: SettingsService } {
  const settings = createSettings(createSettingsFile(join(folder, home), () => new Date()));
  const taken = settings.get().servers.length;
  let ids = taken;
  const parley = createParleyBackend({
    openBrowser: async () => undefined,
    fetch: (url, init) => fetch(url, init),
    openSocket: (url) => new WebSocket(url),
    explain: async (_address, error) => error,
    now: Date.now,
    random: () => 0,
    program: 'Parley (test)',
    log,
  });
  const ports = { fetch: (url: string, init?: RequestInit) => fetch(url, init), openBrowser: async () => undefined };
  const servers = createServers({
    explain: async (_profile, error) => error,
    backends: createDialectBackends({ ...ports, now: Date.now }, parley),
    doctor: {
      ...createNetworkPorts([]),
      http: createHttpClient({ fetch: ports.fetch, strange: notThisServer, limits: ticketLimits }),
      voiceFault: async () => null,
      now: () => performance.now(),
    },
    secrets: createSecretStore({ loadKeytar: async () => vault, log }),
    settings,
    newId: () => `${home}-${(ids += 1)}`,
    onTransport: () => undefined,
    udpForbidden: false,
    policy,
    startWith: () => undefined,
    random: () => 0,
    log,
  });
  return { ...servers, settings };
}
const address = () => `http://127.0.0.1:${config.port}`;
const parleyProfile = (over: Partial<DialectProfile> = {}): DialectProfile =>
  ({ id: 'new', dialect: 'parley', address: address(), login: 'ada', name: '', ...over }) as DialectProfile;
const ada = { kind: 'password', login: 'ada', password: 'pw' } as const;
const signIn = async (servers: ServersService): Promise<SessionView> =>
  valueOf(await servers.signIn(parleyProfile(), ada));
function valueOf<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value;
}
const sessionOf = (servers: ServersService, id: string): SessionView | undefined => servers.sessions()[id];
const channelsOf = (servers: ServersService, id: string): ChannelsView | undefined => servers.channels()[id];
const live = (servers: ServersService, id: string) =>
  vi.waitFor(() => expect(channelsOf(servers, id)).toMatchObject({ link: 'live', channels: [{ name: 'Lobby' }] }));

describe('one server', () => {
  it('signs in, lists channels, hands out tickets, and is continued by the next run', async () => {
    const vault = mapVault();
    const first = run('a', vault);
    expect(await signIn(first)).toMatchObject({
      kind: 'signedIn',
      serverName: 'Studio Nord',
      account: { name: 'Ada' },
      vault: { kind: 'vault' },
    });
    expect(first.settings.get()).toMatchObject({
      servers: [{ id: 'a-1', name: 'Studio Nord' }],
      activeServer: 'a-1',
      signedInServers: ['a-1'],
    });
    await live(first, 'a-1');
    const ticket = await first.join('a-1', channelsOf(first, 'a-1')?.channels[0]?.id ?? '');
    expect(ticket).toMatchObject({ ok: true, value: { url: livekit.url } });
    await first.dispose();

    const second = run('a', vault);
    await second.start();
    expect(sessionOf(second, 'a-1')).toMatchObject({ kind: 'signedIn', account: { login: 'ada' } });
    await live(second, 'a-1');
    second.signOut('a-1');
    expect(sessionOf(second, 'a-1')).toEqual({ kind: 'signedOut', error: null });
    await vi.waitFor(() => expect(vault.kept.size).toBe(0));
    expect(channelsOf(second, 'a-1')).toMatchObject({ link: 'offline', channels: [] });
    await second.dispose();

    const third = run('a', vault);
    await third.start();
    expect(sessionOf(third, 'a-1')).toEqual({ kind: 'signedOut', error: null });
    expect(await third.join('a-1', 'x')).toMatchObject({ ok: false, error: { code: 'unauthorised' } });
  });

  it('says what is wrong, and saves nothing: credentials, address, stranger, nobody there', async () => {
    const servers = run('b', mapVault());
    const tried = (over: Partial<DialectProfile>, password = 'pw') =>
      servers.signIn(parleyProfile(over), { ...ada, password });
    expect(await tried({}, 'no')).toMatchObject({ error: { reason: 'wrongCredentials' } });
    expect(await tried({ address: 'ftp://x' })).toMatchObject({ error: { reason: 'badAddress' } });
    expect(await tried({ address: livekit.httpUrl })).toMatchObject({ error: { reason: 'notParleyServer' } });
    const nobody = `http://127.0.0.1:${await freePort()}`;
    expect(await tried({ address: nobody })).toMatchObject({ error: { reason: 'serverUnreachable' } });
    expect(servers.settings.get().servers).toEqual([]);
    expect(servers.sessions()).toEqual({});
    for (const answer of [
      servers.signOut('x'),
      servers.remove('x'),
      servers.show('x'),
      servers.reorder(['x']),
      servers.save(parleyProfile({ id: 'x' })),
      await servers.retry('x'),
      await servers.join('x', 'y'),
    ]) {
      expect(answer).toMatchObject({ ok: false, error: { code: 'notFound' } });
    }
  });

  it('loses nothing while the server is away: the list comes back, and a start without it signs in later', async () => {
    const vault = mapVault();
    const servers = run('c', vault);
    await signIn(servers);
    await live(servers, 'c-1');
    await server.close();
    await vi.waitFor(() => expect(channelsOf(servers, 'c-1')?.link).toBe('connecting'));
    expect(sessionOf(servers, 'c-1')?.kind).toBe('signedIn');
    expect(channelsOf(servers, 'c-1')?.channels).toHaveLength(1);

    const offline = run('c', vault);
    await offline.start();
    expect(sessionOf(offline, 'c-1')).toMatchObject({ kind: 'signedOut', error: { reason: 'serverUnreachable' } });
    expect(vault.kept.size).toBe(1);
    await servers.dispose();
    server = await createServer(config);
    await vi.waitFor(() => expect(sessionOf(offline, 'c-1')?.kind).toBe('signedIn'), { timeout: 20_000 });
    await live(offline, 'c-1');
    await offline.dispose();
  });

  it('ends with one clear word when the server no longer accepts it', async () => {
    const vault = mapVault();
    const servers = run('d', vault);
    await signIn(servers);
    await servers.dispose();
    for (const account of vault.kept.keys()) vault.kept.set(account, 'no-longer.valid');
    const next = run('d', vault);
    await next.start();
    expect(sessionOf(next, 'd-1')).toMatchObject({ kind: 'signedOut', error: { reason: 'sessionExpired' } });
    await vi.waitFor(() => expect(vault.kept.size).toBe(0));
  });

  it('keeps no secret in the settings', () => {
    const settings = createSettingsFile(join(folder, 'a'), () => new Date()).read().settings;
    expect(Object.keys(settings).toSorted()).toEqual(Object.keys(defaultSettings).toSorted());
    expect(JSON.stringify(settings)).not.toMatch(/eyJ|token|"pw"/);
  });

  it('tells a server of a sign-out that it could not be told of, by a later start', async () => {
    const vault = mapVault();
    const servers = run('e', vault);
    await signIn(servers);
    await live(servers, 'e-1');
    await server.close();
    servers.signOut('e-1');
    // The old place is empty, the credential waits under a name of its own, and neither is in the settings.
    await vi.waitFor(() =>
      expect(servers.settings.get().sessionsToRevoke).toEqual([{ id: 'e-2', address: address() }]),
    );
    await vi.waitFor(() => expect([...vault.kept.keys()]).toEqual(['e-2']));
    await servers.dispose();
    const kept = vault.kept.get('e-2') ?? '';
    expect(JSON.stringify(servers.settings.get())).not.toContain(kept);

    server = await createServer(config);
    const next = run('e', vault);
    await next.start();
    await vi.waitFor(() => expect(next.settings.get().sessionsToRevoke).toEqual([]), { timeout: 5_000 });
    expect(vault.kept.size).toBe(0);
    const spent = await fetch(`${address()}/api/session/refresh`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ refreshToken: kept }),
    });
    expect(spent.status).toBe(401);
    await next.dispose();
  });
});

describe('several servers', () => {
  let seed: SeedServer;
  beforeAll(async () => {
    seed = await startWebchat(livekit, { 'channel-abc123': 'voice', 'channel-2': 'voice' });
    seed.bearers.set('good-bearer', { id: 'user-456', username: 'ada' });
  });
  afterAll(() => seed?.stop());
  const webchat = (over: Record<string, unknown> = {}): DialectProfile => ({
    dialect: 'webchat',
    id: 'new',
    address: `${seed.url}/`,
    login: '',
    name: 'Chat',
    bearer: { kind: 'pasted' },
    displayName: '',
    channels: [{ room: 'channel-abc123', name: 'General' }],
    ...dialectDefaults.webchat,
    ...over,
  });
  const bearer = { kind: 'bearer', bearer: 'good-bearer' } as const;

  it('are signed in side by side, each with its channels and tickets, and continued together', async () => {
    const vault = mapVault();
    const servers = run('f', vault);
    await signIn(servers);
    valueOf(await servers.signIn(webchat(), bearer));
    await live(servers, 'f-1');
    expect(servers.settings.get()).toMatchObject({
      servers: [{ id: 'f-1' }, { id: 'f-2', address: seed.url }],
      activeServer: 'f-2',
      signedInServers: ['f-1', 'f-2'],
    });
    expect(channelsOf(servers, 'f-2')).toMatchObject({ link: 'live', channels: [{ name: 'General' }] });
    expect(await servers.join('f-2', 'channel-abc123')).toMatchObject({ ok: true, value: { url: livekit.url } });
    valueOf(servers.show('f-1'));
    valueOf(servers.reorder(['f-2', 'f-1']));
    expect(servers.reorder(['f-2'])).toMatchObject({ ok: false });
    expect(servers.reorder(['f-2', 'f-2'])).toMatchObject({ ok: false });
    await servers.dispose();

    const next = run('f', vault);
    await next.start();
    expect(next.settings.get()).toMatchObject({ servers: [{ id: 'f-2' }, { id: 'f-1' }], activeServer: 'f-1' });
    expect(sessionOf(next, 'f-1')).toMatchObject({ kind: 'signedIn' });
    expect(sessionOf(next, 'f-2')).toMatchObject({ kind: 'signedIn', serverName: 'Chat' });
    next.signOut('f-1');
    expect(sessionOf(next, 'f-2')).toMatchObject({ kind: 'signedIn' });
    await next.dispose();
  });

  it('the same account of the same server is one profile, and a wrong password leaves it signed in', async () => {
    const vault = mapVault();
    const servers = run('g', vault);
    await signIn(servers);
    await signIn(servers);
    expect(servers.settings.get().servers).toHaveLength(1);
    expect(await servers.signIn(parleyProfile({ id: 'g-1' }), { ...ada, password: 'no' })).toMatchObject({ ok: false });
    expect(sessionOf(servers, 'g-1')).toMatchObject({ kind: 'signedIn' });
    await live(servers, 'g-1');
    await servers.dispose();
    const next = run('g', vault);
    await next.start();
    expect(sessionOf(next, 'g-1')).toMatchObject({ kind: 'signedIn' });
    await next.dispose();
  });

  it('an edit of channels and names keeps the session; one of what the credential belongs to ends it', async () => {
    const vault = mapVault();
    const servers = run('h', vault);
    valueOf(await servers.signIn(webchat(), bearer));
    const saved = { id: 'h-1', name: 'Renamed', channels: [{ room: 'channel-2', name: '' }] };
    valueOf(servers.save(webchat(saved)));
    expect(channelsOf(servers, 'h-1')).toMatchObject({ channels: [{ id: 'channel-2' }] });
    expect(sessionOf(servers, 'h-1')).toMatchObject({ kind: 'signedIn', serverName: 'Renamed' });
    expect(vault.kept.get('h-1')).toContain('good-bearer');
    valueOf(servers.save(webchat({ ...saved, address: 'http://127.0.0.1:1' })));
    expect(sessionOf(servers, 'h-1')).toEqual({ kind: 'signedOut', error: null });
    await vi.waitFor(() => expect(vault.kept.size).toBe(0));
    expect(await servers.join('h-1', 'channel-2')).toMatchObject({ ok: false, error: { code: 'unauthorised' } });
    await servers.dispose();
  });

  it('one that is removed leaves nothing behind, and another is shown', async () => {
    const vault = mapVault();
    const servers = run('i', vault);
    await signIn(servers);
    valueOf(await servers.signIn(webchat(), bearer));
    const heard: string[] = [];
    servers.onSession(({ server: id, view }) => heard.push(`${id} ${view.kind}`));
    valueOf(servers.remove('i-2'));
    expect(heard).toEqual(['i-2 signedOut']);
    expect(servers.settings.get()).toMatchObject({ servers: [{ id: 'i-1' }], activeServer: 'i-1' });
    expect(Object.keys(servers.sessions())).toEqual(['i-1']);
    await vi.waitFor(() => expect([...vault.kept.keys()]).toEqual(['i-1']));
    await servers.dispose();
  });

  it('are tested step by step without leaving anything, with the live session or with what is typed', async () => {
    const vault = mapVault();
    const servers = run('j', vault);
    const heard: string[] = [];
    const test = async (profile: DialectProfile, proof: Parameters<ServersService['test']>[1]) => {
      const reports = valueOf(await servers.test(profile, proof, ({ name }) => heard.push(name)));
      return Object.fromEntries(reports.map(({ name, verdict }) => [name, verdict]));
    };
    const fine = { address: 'ok', tls: 'skipped', http: 'ok', signIn: 'ok', ticket: 'ok', livekit: 'ok' };
    expect(await test(parleyProfile(), ada)).toEqual(fine);
    expect(heard).toEqual(Object.keys(fine));
    expect(await test(parleyProfile(), null)).toMatchObject({ signIn: 'failed', ticket: 'skipped' });
    expect(vault.kept.size).toBe(0);
    expect(servers.settings.get().servers).toEqual([]);
    valueOf(await servers.signIn(webchat(), bearer));
    expect(await test(webchat({ id: 'j-1' }), null)).toEqual(fine);
    expect(sessionOf(servers, 'j-1')).toMatchObject({ kind: 'signedIn' });
    // The token of one address is not tried at another.
    expect(await test(webchat({ id: 'j-1', address: address() }), null)).toMatchObject({ signIn: 'failed' });
    await servers.dispose();
  });

  describe('where the administrator names the servers', () => {
    const entry = (): DialectProfile => parleyProfile({ id: 'fixed', login: '' });
    it('they are in the list, no others are used, and they stay', async () => {
      const vault = mapVault();
      const before = run('k', vault);
      valueOf(await before.signIn(webchat(), bearer));
      await before.dispose();

      const servers = run('k', vault, { fixed: [entry()], othersForbidden: true });
      await servers.start();
      expect(servers.settings.get()).toMatchObject({
        servers: [{ id: 'k-1' }, { id: 'k-2', login: '' }],
        activeServer: 'k-2',
      });
      const forbidden = { ok: false, error: { code: 'forbidden', reason: 'serverForbidden' } };
      // The session of before is neither continued nor forgotten.
      expect(sessionOf(servers, 'k-1')).toEqual({ kind: 'signedOut', error: null });
      expect(vault.kept.has('k-1')).toBe(true);
      for (const refused of [
        await servers.retry('k-1'),
        await servers.signIn(webchat({ id: 'k-1' }), bearer),
        await servers.signIn(parleyProfile({ address: 'http://127.0.0.1:1' }), ada),
        await servers.test(webchat(), bearer, () => undefined),
        await servers.offer(webchat()),
        await servers.resetPassword(webchat(), { login: 'ada', code: 'x', password: 'y' } as never),
        servers.save(parleyProfile({ id: 'k-2', address: 'http://127.0.0.1:1' })),
        servers.remove('k-2'),
      ])
        expect(refused).toMatchObject(forbidden);
      expect(await servers.signIn(parleyProfile({ id: 'k-2' }), ada)).toMatchObject({ value: { kind: 'signedIn' } });
      expect(servers.settings.get().servers).toMatchObject([{ id: 'k-1' }, { id: 'k-2', login: 'ada' }]);
      await servers.dispose();

      // The policy is gone: everything is as it was.
      const after = run('k', vault);
      await after.start();
      expect([sessionOf(after, 'k-1'), sessionOf(after, 'k-2')]).toMatchObject([
        { kind: 'signedIn' },
        { kind: 'signedIn' },
      ]);
      expect(after.remove('k-2')).toMatchObject({ ok: true });
      await after.dispose();
    });

    it('where others are allowed nothing is refused', async () => {
      const servers = run('l', mapVault(), { fixed: [entry()], othersForbidden: false });
      await servers.start();
      expect(await servers.signIn(webchat(), bearer)).toMatchObject({ ok: true });
      await servers.dispose();
    });
  });
});
