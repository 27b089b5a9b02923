import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ModerationAct } from '@parley/shared/backends/moderationAct';
import { dialectDefaults, type DialectProfile } from '@parley/shared/backends/dialects/profile';
import { notThisServer } from '@parley/shared/backends/dialects/refusal';
import type { Moderation } from '@parley/shared/ipc/contract';
import type { Result } from '@parley/shared/result';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { createServer, type ParleyServer } from '../../../../server/src/createServer.ts';
import { freePort } from '../../../../tests/fixtures/freePort.ts';
import { startLiveKit, type LiveKitServer } from '../../../../tests/fixtures/livekit.ts';
import { createDialectBackends } from '../backends/dialects/dialectBackends.ts';
import { ticketLimits } from '../backends/dialects/ticketBackend.ts';
import { createNetworkPorts } from '../backends/doctor/network.ts';
import { createHttpClient, type Fetch } from '../backends/httpClient.ts';
import { createParleyBackend } from '../backends/parley/parleyBackend.ts';
import type { Log } from '../log/log.ts';
import { createSecretStore } from '../secrets/secretStore.ts';
import { createSettings } from '../settings/settings.ts';
import { createSettingsFile } from '../settings/settingsFile.ts';
import { saveFile } from '../../windows/saveFile.ts';
import { anyServer } from '@parley/shared/policy/serverPolicy';
import { createServers, type ServersService } from './servers.ts';

// What a moderator and the holder of an account do, against a real Parley server and LiveKit.
let livekit: LiveKitServer;
let folder: string;
let address: string;
let server: ParleyServer;
const open: ServersService[] = [];
const log: Log = { info() {}, warn() {}, error() {}, background: (_what, work) => void work.catch(() => undefined) };

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'parley-parts-'));
  livekit = await startLiveKit();
  const seedFile = join(folder, 'seed.json');
  const accounts = ['root', 'ada', 'bo'].map((login) => ({
    login,
    name: login,
    password: `correct horse ${login}`,
    administrator: login === 'root',
  }));
  const channels = ['Lobby', 'Stage'].map((name, position) => ({ name, kind: 'voice', position }));
  writeFileSync(seedFile, JSON.stringify({ accounts, channels }));
  const port = await freePort();
  address = `http://127.0.0.1:${port}`;
  server = await createServer({
    data: join(folder, 'data'),
    host: '127.0.0.1',
    port,
    name: 'Studio Nord',
    seedFile,
    reconcileInterval: 60_000,
    signInLimit: 100,
    livekit: { url: livekit.url, apiUrl: livekit.httpUrl, apiKey: livekit.apiKey, apiSecret: livekit.apiSecret },
  });
});
afterAll(async () => {
  for (const servers of open) await servers.dispose();
  await server?.close();
  await livekit?.stop();
  rmSync(folder, { recursive: true, force: true });
});

const profile = (login: string): DialectProfile => ({ id: 'new', dialect: 'parley', address, login, name: '' });
function valueOf<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value;
}

/** A program of its own; `fetch` stands between it and the server. */
function program(fetchAs: Fetch = fetch): ServersService {
  const home = mkdtempSync(join(folder, 'home-'));
  const request: Fetch = (url, init) => fetchAs(url, init);
  const kept = new Map<string, string>();
  const servers = createServers({
    explain: async (_profile, error) => error,
    onTransport: () => undefined,
    udpForbidden: false,
    policy: anyServer,
    startWith: () => undefined,
    backends: createDialectBackends(
      { fetch: request, openBrowser: async () => undefined, now: Date.now },
      createParleyBackend({
        fetch: request,
        openBrowser: async () => undefined,
        openSocket: (url) => new WebSocket(url),
        explain: async (_address, error) => error,
        now: Date.now,
        random: () => 0,
        program: 'Parley (test)',
        log,
      }),
    ),
    doctor: {
      ...createNetworkPorts([]),
      http: createHttpClient({ fetch: request, strange: notThisServer, limits: ticketLimits }),
      voiceFault: async () => null,
      now: () => performance.now(),
    },
    secrets: createSecretStore({
      loadKeytar: async () => ({
        getPassword: async (_service, account) => kept.get(account) ?? null,
        setPassword: async (_service, account, secret) => void kept.set(account, secret),
        deletePassword: async (_service, account) => kept.delete(account),
      }),
      log,
    }),
    settings: createSettings(createSettingsFile(home, () => new Date())),
    newId: () => 'here',
    random: () => 0,
    log,
  });
  open.push(servers);
  return servers;
}
async function signedIn(login: string, fetchAs?: Fetch): Promise<ServersService> {
  const servers = program(fetchAs);
  valueOf(await servers.signIn(profile(login), { kind: 'password', login, password: `correct horse ${login}` }));
  await vi.waitFor(() => expect(servers.channels()['here']?.link).toBe('live'));
  return servers;
}
const accountId = (servers: ServersService): string => {
  const session = servers.sessions()['here'];
  return session?.kind === 'signedIn' ? session.account.id : '';
};
const channelId = (servers: ServersService, name: string): string =>
  servers.channels()['here']?.channels.find((channel) => channel.name === name)?.id ?? '';
const act = (servers: ServersService, deed: ModerationAct) =>
  servers.withPart('here', 'moderation', (part) => part.act(deed));

describe('moderation', () => {
  it('does what a moderator may, tells the person, lists what holds and lifts it', async () => {
    const [root, ada] = [await signedIn('root'), await signedIn('ada')];
    const heard: Moderation[] = [];
    ada.onModerated((moderation) => void heard.push(moderation));
    const lobby = channelId(root, 'Lobby');
    const person = { accountId: accountId(ada), channelId: lobby };
    valueOf(await act(root, { kind: 'ban', ...person, reason: 'Third\nwarning', seconds: 3600 }));
    await vi.waitFor(() => expect(heard).toMatchObject([{ action: 'ban', reason: 'Third warning', by: 'root' }]));
    const listed = valueOf(await root.withPart('here', 'moderation', (part) => part.restrictions(lobby)));
    expect(listed.restrictions).toMatchObject([{ kind: 'ban', accountName: 'ada', reason: 'Third warning' }]);
    await vi.waitFor(() =>
      expect(ada.channels()['here']?.channels.find(({ id }) => id === lobby)?.permissions).not.toContain('JOIN'),
    );
    valueOf(await act(root, { kind: 'unban', ...person, reason: '' }));
    expect(await act(root, { kind: 'unban', ...person, reason: '' })).toMatchObject({
      ok: false,
      error: { code: 'notFound', reason: 'nothingToLift' },
    });
    valueOf(await act(root, { kind: 'close', channelId: lobby, reason: 'Late' }));
    expect(root.channels()['here']?.permissions).toContain('MANAGE_ROLES');
  });

  it('says whose rank or permission does not reach, and who is gone', async () => {
    const [root, ada] = [await signedIn('root'), await signedIn('ada')];
    const lobby = channelId(root, 'Lobby');
    const mute = { kind: 'mute', channelId: lobby, reason: 'x', seconds: null } as const;
    const refusal = (code: string, reason: string) => ({ ok: false, error: { code, reason } });
    expect(await act(ada, { ...mute, accountId: accountId(root) })).toMatchObject(
      refusal('forbidden', 'moderationForbidden'),
    );
    expect(await act(root, { ...mute, accountId: accountId(root) })).toMatchObject(
      refusal('forbidden', 'moderationForbidden'),
    );
    expect(await act(root, { ...mute, accountId: 'nobody' })).toMatchObject(refusal('notFound', 'personGone'));
    const move = { kind: 'move', channelId: lobby, accountId: accountId(ada), reason: '' } as const;
    expect(await act(root, { ...move, toChannelId: 'nowhere' })).toMatchObject(refusal('notFound', 'personGone'));
    const stage = channelId(root, 'Stage');
    const ban = { accountId: accountId(ada), channelId: stage, reason: 'x' };
    valueOf(await act(root, { kind: 'ban', ...ban, seconds: null }));
    expect(await act(root, { ...move, toChannelId: stage })).toMatchObject(refusal('forbidden', 'moveForbidden'));
    valueOf(await act(root, { kind: 'unban', ...ban }));
  });

  it('renews an access token that the server no longer takes, and does it then', async () => {
    let refused = 0;
    const root = await signedIn('root', async (url, init) => {
      if (!url.endsWith('/restrictions') || refused > 0) return fetch(url, init);
      refused += 1;
      return fetch(url, { ...init, headers: { authorization: 'Bearer stale' } });
    });
    const listed = await root.withPart('here', 'moderation', (part) => part.restrictions(channelId(root, 'Lobby')));
    expect([listed.ok, refused]).toEqual([true, 1]);
  });

  it('is nothing that another dialect or a profile without a session has', async () => {
    const servers = program();
    expect(await act(servers, { kind: 'close', channelId: 'x', reason: 'x' })).toMatchObject({
      ok: false,
      error: { code: 'notFound' },
    });
    const kraken = { ...dialectDefaults.kraken, id: 'new', dialect: 'kraken', address } as DialectProfile;
    const reset = { code: 'x', newPassword: 'correct horse' };
    expect(await servers.resetPassword(kraken, reset)).toMatchObject({ ok: false, error: { code: 'invalid' } });
  });
});

describe('an account', () => {
  it('is renamed, lists and ends its sessions, and is written into a file', async () => {
    const [ada, elsewhere] = [await signedIn('ada'), await signedIn('ada')];
    valueOf(await ada.rename('here', 'Ada Okafor'));
    expect(ada.sessions()['here']).toMatchObject({ account: { name: 'Ada Okafor' } });
    const list = async () => valueOf(await ada.withPart('here', 'account', (part) => part.sessions())).sessions;
    const before = await list();
    expect(before.filter(({ current }) => current)).toMatchObject([{ program: 'Parley (test)' }]);
    for (const { id, current } of before) {
      if (!current) valueOf(await ada.withPart('here', 'account', (part) => part.endSession(id)));
    }
    expect(await list()).toHaveLength(1);
    await vi.waitFor(() => expect(elsewhere.sessions()['here']?.kind).toBe('signedOut'), { timeout: 20_000 });
    const ended = before.find(({ current }) => !current)?.id ?? '';
    expect(await ada.withPart('here', 'account', (part) => part.endSession(ended))).toMatchObject({
      ok: false,
      error: { reason: 'alreadyEnded' },
    });
    const text = valueOf(await ada.withPart('here', 'account', (part) => part.export()));
    const file = join(folder, 'account.json');
    const choose = (filePath: string) => ({ showSaveDialog: async () => ({ canceled: filePath === '', filePath }) });
    valueOf(await saveFile(choose(file), 'account.json', text));
    expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({ account: { login: 'ada', name: 'Ada Okafor' } });
    expect(statSync(file).mode & 0o077).toBe(0);
    expect(await saveFile(choose(''), 'account.json', text)).toMatchObject({ error: { code: 'cancelled' } });
    const nowhere = join(folder, 'no', 'such', 'folder.json');
    expect(await saveFile(choose(nowhere), 'a.json', text)).toMatchObject({ error: { reason: 'fileNotWritten' } });
    expect(existsSync(nowhere)).toBe(false);
  });

  it('changes its password only with the old one, which does not end the session', async () => {
    const bo = await signedIn('bo');
    const change = (password: string, newPassword: string) =>
      bo.withPart('here', 'account', (part) => part.changePassword({ password, newPassword }));
    expect(await change('wrong', 'battery staple')).toMatchObject({
      ok: false,
      error: { code: 'unauthorised', reason: 'wrongPassword' },
    });
    expect(bo.sessions()['here']?.kind).toBe('signedIn');
    valueOf(await change('correct horse bo', 'battery staple'));
    valueOf(await change('battery staple', 'correct horse bo'));
  });

  it('is not needed by a guest, who comes by a code into one channel and goes with it', async () => {
    const root = await signedIn('root');
    const lobby = root.channels()['here']?.channels.find(({ kind }) => kind === 'voice')?.id ?? '';
    const { id, code } = valueOf(
      await root.withPart('here', 'guestLinks', (part) => part.create(lobby, { uses: 1, seconds: 3600 })),
    );
    const gus = program();
    const guest = { kind: 'guest', code, name: 'Gus' } as const;
    expect(await gus.signIn(profile(''), { ...guest, code: 'wrong' })).toMatchObject({
      ok: false,
      error: { code: 'forbidden', reason: 'codeRefused' },
    });
    expect(valueOf(await gus.signIn(profile(''), guest))).toMatchObject({ account: { name: 'Gus', guest: true } });
    await vi.waitFor(() =>
      expect(gus.channels()['here']).toMatchObject({
        link: 'live',
        channels: [{ id: lobby }],
      }),
    );
    expect(await gus.join('here', lobby)).toMatchObject({ ok: true });
    // Spent.
    expect(await program().signIn(profile(''), guest)).toMatchObject({ error: { reason: 'codeRefused' } });
    const list = () => root.withPart('here', 'guestLinks', (part) => part.list(lobby));
    expect(valueOf(await list())).toMatchObject({ links: [{ id, usesLeft: 0, guests: 1 }] });
    expect(await gus.withPart('here', 'guestLinks', (part) => part.list(lobby))).toMatchObject({
      error: { code: 'forbidden' },
    });
    valueOf(await root.withPart('here', 'guestLinks', (part) => part.revoke(lobby, id)));
    await vi.waitFor(() =>
      expect(gus.sessions()['here']).toMatchObject({ kind: 'signedOut', error: { reason: 'sessionExpired' } }),
    );
    expect(await root.withPart('here', 'guestLinks', (part) => part.revoke(lobby, id))).toMatchObject({
      error: { reason: 'alreadyEnded' },
    });
  });

  it('is made by an invitation, gets a new password by a code, and is deleted with its password', async () => {
    const root = await signedIn('root');
    const { code } = valueOf(
      await root.withPart('here', 'invitations', (part) => part.create({ uses: 2, seconds: 3600, roleId: null })),
    );
    const signUp = {
      kind: 'invitation',
      invitation: code,
      login: 'cy',
      name: 'Cy',
      password: 'correct horse cy',
    } as const;
    const cy = program();
    expect(await cy.signIn(profile('cy'), { ...signUp, invitation: 'wrong' })).toMatchObject({
      ok: false,
      error: { code: 'forbidden', reason: 'codeRefused' },
    });
    expect(await cy.signIn(profile('ada'), { ...signUp, login: 'ada' })).toMatchObject({
      ok: false,
      error: { reason: 'loginTaken' },
    });
    expect(valueOf(await cy.signIn(profile('cy'), signUp))).toMatchObject({ account: { login: 'cy', name: 'Cy' } });

    const { invitations } = valueOf(await root.withPart('here', 'invitations', (part) => part.list()));
    expect(invitations).toMatchObject([{ usesLeft: 1 }]);
    const revoke = () => root.withPart('here', 'invitations', (part) => part.revoke(invitations[0]?.id ?? ''));
    valueOf(await revoke());
    expect(await revoke()).toMatchObject({ ok: false, error: { reason: 'alreadyEnded' } });
    // Who may not invite is refused.
    expect(await cy.withPart('here', 'invitations', (part) => part.list())).toMatchObject({
      ok: false,
      error: { code: 'forbidden' },
    });

    expect(await cy.resetPassword(profile('cy'), { code: 'wrong', newPassword: 'battery staple' })).toMatchObject({
      ok: false,
      error: { reason: 'codeRefused' },
    });
    expect(await cy.deleteAccount('here', 'wrong')).toMatchObject({ ok: false, error: { reason: 'wrongPassword' } });
    valueOf(await cy.deleteAccount('here', 'correct horse cy'));
    expect(cy.sessions()['here']).toEqual({ kind: 'signedOut', error: null });
    const password = { kind: 'password', login: 'cy', password: 'correct horse cy' } as const;
    expect(await cy.signIn(profile('cy'), password)).toMatchObject({ error: { reason: 'wrongCredentials' } });
    expect(await root.deleteAccount('here', 'correct horse root')).toMatchObject({
      ok: false,
      error: { reason: 'lastAdministrator' },
    });
  });

  it('takes a new password by the code that an administrator gave, and ends its sessions', async () => {
    const [root, bo] = [await signedIn('root'), await signedIn('bo')];
    const token = await fetch(`${address}/api/session`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ login: 'root', password: 'correct horse root' }),
    }).then((answer) => answer.json() as Promise<{ accessToken: string }>);
    const { code } = await fetch(`${address}/api/accounts/${accountId(bo)}/reset`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token.accessToken}` },
    }).then((answer) => answer.json() as Promise<{ code: string }>);
    valueOf(await root.resetPassword(profile('bo'), { code, newPassword: 'battery staple' }));
    expect(await root.resetPassword(profile('bo'), { code, newPassword: 'battery staple' })).toMatchObject({
      ok: false,
      error: { reason: 'codeRefused' },
    });
    await vi.waitFor(() => expect(bo.sessions()['here']?.kind).toBe('signedOut'), { timeout: 20_000 });
    const password = { kind: 'password', login: 'bo', password: 'battery staple' } as const;
    expect((await bo.signIn(profile('bo'), password)).ok).toBe(true);
  });
});
