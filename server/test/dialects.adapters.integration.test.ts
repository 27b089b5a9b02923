import type { Room } from '@livekit/rtc-node';
import type { BearerSource } from '@parley/shared/backends/dialects/bearerSource';
import { dialectDefaults, type ForeignDialect, type ProfileOf } from '@parley/shared/backends/dialects/profile';
import type { Proof } from '@parley/shared/backends/dialects/proof';
import type { JoinTicket } from '@parley/shared/backends/channel';
import type { Session } from '@parley/shared/backends/parley/session';
import type { Result } from '@parley/shared/result';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
// The client's adapters are what is pointed at the server here.
// oxlint-disable-next-line no-restricted-imports
import type { BackendEvents, DialectBackend, Opened } from '../../electron/main/services/backends/backend.ts';
// oxlint-disable-next-line no-restricted-imports
import { createDialectBackends } from '../../electron/main/services/backends/dialects/dialectBackends.ts';
// oxlint-disable-next-line no-restricted-imports
import { createHttpClient, type Fetch } from '../../electron/main/services/backends/httpClient.ts';
// oxlint-disable-next-line no-restricted-imports
import { createParleyBackend } from '../../electron/main/services/backends/parley/parleyBackend.ts';
// oxlint-disable-next-line no-restricted-imports
import { createVoiceCheck, foreignTickets } from '../../electron/main/services/network/checkTickets.ts';
// oxlint-disable-next-line no-restricted-imports
import type { Log } from '../../electron/main/services/log/log.ts';
import { createWorld, type World } from './world.ts';

// Each adapter of the client against the Parley server that answers its dialect: signs in with login and password by the
// server's own sign-in as a configured request, joins a real LiveKit, renews its bearer, and is told why it may not.
let world: World;
let root: Session;
let ada: Session;
const id = { lobby: '', notes: '' };
let opened: Opened[] = [];
let rooms: Room[] = [];

beforeAll(async () => {
  world = await createWorld(
    {
      accounts: [
        { login: 'ada', name: 'Ada', password: 'pw-ada' },
        { login: 'root', name: 'Root', password: 'pw-root', administrator: true },
      ],
      channels: [
        { name: 'Lobby', kind: 'voice' },
        { name: 'Notes', kind: 'text' },
      ],
    },
    { turn: { secret: 'a secret of sixteen letters', urls: ['turn:turn.example.org?transport=tcp'], ttl: 600 } },
    { instances: true },
  );
  [root, ada] = [await world.signIn('root'), await world.signIn('ada')];
  id.lobby = (await world.channelNamed(root.accessToken, 'Lobby')).id;
  id.notes = (await world.channelNamed(root.accessToken, 'Notes')).id;
});
afterEach(async () => {
  world.setClock(0);
  for (const room of rooms) await room.disconnect();
  for (const { connection } of opened) await connection.dispose();
  [rooms, opened] = [[], []];
  await deny([]);
});
afterAll(() => world?.close());

const http: Fetch = (url, init) => fetch(url, init);
const nothing = (): void => undefined;
const log: Log = {
  info: nothing,
  warn: nothing,
  error: nothing,
  background: (_what, work) => void work.catch(nothing),
};
const backends = createDialectBackends(
  { fetch: http, openBrowser: async () => undefined, now: Date.now },
  createParleyBackend({
    openBrowser: async () => undefined,
    fetch: http,
    openSocket: (url) => new WebSocket(url),
    explain: async (_address, error) => error,
    now: Date.now,
    random: () => 0,
    program: 'Parley (test)',
    log,
  }),
);
/** Parley's own sign-in, as a person writes it into the profile of a foreign server. */
const bearer: BearerSource = {
  kind: 'request',
  url: '/api/session',
  fields: [
    { name: 'login', from: 'login' },
    { name: 'password', from: 'password' },
  ],
  answer: {
    token: 'accessToken',
    refreshToken: 'refreshToken',
    expiry: { path: 'expiresIn', unit: 'seconds' },
  },
  refresh: { url: '/api/session/refresh', fields: [{ name: 'refreshToken', from: 'refreshToken' }] },
};
const common = () => ({
  id: 'profile-1',
  address: world.server().address,
  login: 'ada',
  name: '',
  bearer,
  displayName: 'Ada from afar',
});
const voice = () => [{ room: id.lobby, name: 'Lobby' }];
const profiles: { readonly [D in ForeignDialect]: () => ProfileOf<D> } = {
  webchat: () => ({ dialect: 'webchat', ...common(), ...dialectDefaults.webchat, channels: voice() }),
  kraken: () => ({ dialect: 'kraken', ...common(), ...dialectDefaults.kraken, channels: voice() }),
  token: () => ({
    dialect: 'token',
    ...common(),
    ...dialectDefaults.token,
    livekitUrl: world.livekit.url,
    channels: voice(),
  }),
  'artist-space': () => ({
    dialect: 'artist-space',
    ...common(),
    ...dialectDefaults['artist-space'],
    channels: [{ instance: 'main', room: 'Lobby', name: '' }],
  }),
};
const password: Proof = { kind: 'password', login: 'ada', password: 'pw-ada' };
const never = new AbortController().signal;
const quiet: BackendEvents = {
  credentialChanged: () => undefined,
  expired: () => undefined,
  moderated: () => undefined,
};

function signIn<D extends ForeignDialect>(
  dialect: D,
  change: (profile: ProfileOf<D>) => ProfileOf<D> = (profile) => profile,
  proof: Proof = password,
  events = quiet,
): Promise<Result<Opened>> {
  const backend: DialectBackend<D> = backends[dialect];
  return backend.signIn(change(profiles[dialect]()), proof, events, never);
}
async function enter(signingIn: Promise<Result<Opened>>): Promise<Opened> {
  const answer = await signingIn;
  if (!answer.ok) throw new Error(JSON.stringify(answer.error));
  opened.push(answer.value);
  return answer.value;
}
async function ticketOf({ connection }: Opened, channelId: string): Promise<JoinTicket> {
  const answer = await connection.join(channelId, 'device');
  if (!answer.ok) throw new Error(JSON.stringify(answer.error));
  return answer.value;
}
const deny = (permissions: readonly string[]) =>
  world.call('PUT', `/api/channels/${id.lobby}/overrides`, root.accessToken, {
    overrides: [{ subject: 'account', id: ada.account.id, allow: [], deny: permissions }],
  });

const cases: readonly { dialect: ForeignDialect; channel: () => string; name: string }[] = [
  { dialect: 'webchat', channel: () => id.lobby, name: 'Ada' },
  { dialect: 'kraken', channel: () => id.lobby, name: 'Ada from afar' },
  { dialect: 'token', channel: () => 'Lobby', name: 'Ada' },
  { dialect: 'artist-space', channel: () => 'main/Lobby', name: 'Ada from afar' },
];

describe.each(cases)('the adapter $dialect', ({ dialect, channel, name }) => {
  it('signs in, and joins LiveKit as the account', async () => {
    const ticket = await ticketOf(await enter(signIn(dialect)), channel());
    expect(ticket).toMatchObject({ url: world.livekit.url, room: id.lobby });
    rooms.push(await world.enter(ticket));
    await vi.waitFor(async () => {
      const { occupants } = await world.channelNamed(root.accessToken, 'Lobby');
      expect(occupants).toMatchObject([{ accountId: ada.account.id, name }]);
    });
    await rooms[0]?.disconnect();
    await vi.waitFor(async () => expect((await world.channelNamed(root.accessToken, 'Lobby')).occupants).toEqual([]));
  });

  it('gets no ticket for a room of its own: the network doctor enters none of the channels', async () => {
    const { connection } = await enter(signIn(dialect));
    const limits = { time: 5_000, size: 65_536 };
    const asks = createHttpClient({ fetch: http, strange: { code: 'unavailable', message: '' }, limits });
    expect(
      await foreignTickets(
        createVoiceCheck(asks, async () => null),
        connection,
      ),
    ).toMatchObject({ kind: 'closed', cause: 'noOwnRoom' });
    expect((await world.channelNamed(root.accessToken, 'Lobby')).occupants).toEqual([]);
  });

  it('renews a bearer that the server no longer takes, without asking', async () => {
    const credentials: string[] = [];
    const events = { ...quiet, credentialChanged: (credential: string) => void credentials.push(credential) };
    const session = await enter(signIn(dialect, undefined, password, events));
    // Over by the server's clock, where the client's knows nothing of it.
    world.setClock(20 * 60_000);
    await ticketOf(session, channel());
    expect(credentials).toHaveLength(1);
  });

  it('takes a pasted bearer too, and tells a wrong one', async () => {
    const pasted = <P extends ProfileOf<ForeignDialect>>(profile: P): P => ({ ...profile, bearer: { kind: 'pasted' } });
    const { accessToken } = await world.signIn('ada');
    const session = await enter(signIn(dialect, pasted, { kind: 'bearer', bearer: accessToken }));
    await ticketOf(session, channel());
    expect(await signIn(dialect, pasted, { kind: 'bearer', bearer: 'eyJ.x.y' })).toMatchObject({
      error: { code: 'unauthorised', reason: 'tokenExpired' },
    });
  });

  it('is told that it may not join, and what is no voice channel', async () => {
    const { connection } = await enter(signIn(dialect));
    const text = { webchat: id.notes, kraken: id.notes, token: 'Notes', 'artist-space': 'main/Notes' }[dialect];
    expect(await connection.join(text, 'd')).toMatchObject({ error: { reason: 'notVoiceChannel' } });
    await deny(['JOIN']);
    expect(await connection.join(channel(), 'd')).toMatchObject({ error: { code: 'forbidden' } });
    const gone = { webchat: 'gone', kraken: 'gone', token: 'gone', 'artist-space': 'main/gone' }[dialect];
    expect(await connection.join(gone, 'd')).toMatchObject(
      dialect === 'kraken' ? { error: { code: 'forbidden' } } : { error: { reason: 'channelNotFound' } },
    );
  });
});

describe('the adapter kraken', () => {
  it('works without the prefix', async () => {
    const session = await enter(signIn('kraken', (profile) => ({ ...profile, basePath: '' })));
    await ticketOf(session, id.lobby);
  });
});

describe('the adapter token', () => {
  it('asks at INSPIRE-LAB\u2019s path, too', async () => {
    const session = await enter(signIn('token', (profile) => ({ ...profile, tokenPath: '/api/token' })));
    expect((await ticketOf(session, 'Lobby')).expiresIn).toBeGreaterThan(3590);
  });

  it('hands the server\u2019s TURN credentials on with the ticket', async () => {
    const session = await enter(signIn('token'));
    expect((await ticketOf(session, id.lobby)).iceServers).toEqual([
      {
        urls: ['turn:turn.example.org?transport=tcp'],
        username: expect.stringMatching(new RegExp(`^\\d+:${ada.account.id}$`)) as string,
        credential: expect.stringMatching(/^[\w+/]+=*$/) as string,
      },
    ]);
  });
});

describe('the adapter artist-space', () => {
  const become = (tier: string, accountId = ada.account.id) =>
    world.call('PUT', `/api/accounts/${accountId}/tier`, root.accessToken, { tier });

  it('joins main, meet and chat at once', async () => {
    await become('artist_premium');
    const session = await enter(signIn('artist-space'));
    const tickets = await Promise.all(['main/Lobby', 'meet/Lobby', 'chat/Lobby'].map((one) => ticketOf(session, one)));
    expect(tickets.map(({ url }) => url)).toEqual([world.livekit.url, world.meet.url, world.chat.url]);
    rooms = await Promise.all(tickets.map((ticket) => world.enter(ticket)));
    await vi.waitFor(async () => {
      const { occupants } = await world.channelNamed(root.accessToken, 'Lobby');
      expect(occupants.map(({ accountId }) => accountId)).toEqual(Array.from({ length: 3 }, () => ada.account.id));
    });
    expect(rooms.every(({ isConnected }) => isConnected)).toBe(true);
  });

  it('explains a tier without meet, offers chat, and asks for encrypted calls', async () => {
    await become('free');
    const { connection } = await enter(signIn('artist-space', (profile) => ({ ...profile, encrypted: true })));
    const refused = await connection.join('meet/Lobby', 'd');
    expect(refused).toMatchObject({ error: { reason: 'subscriptionRequired', instead: 'chat/Lobby' } });
    expect(await connection.join('chat/Lobby', 'd')).toMatchObject({ ok: true });
  });

  it('creates a room with its limits, where it may', async () => {
    const limits = { maxParticipants: 10, emptyTimeout: 300 };
    const { connection } = await enter(signIn('artist-space'));
    expect(await connection.createRoom?.('chat/Lobby', limits)).toMatchObject({ error: { code: 'forbidden' } });
    const asRoot: Proof = { kind: 'password', login: 'root', password: 'pw-root' };
    const chief = await enter(signIn('artist-space', undefined, asRoot));
    expect(await chief.connection.createRoom?.('chat/Lobby', limits)).toEqual({ ok: true, value: undefined });
  });
});

describe('the adapter parley', () => {
  it('lists the channels, and joins under an identity of its device', async () => {
    const profile = { dialect: 'parley', id: 'p', address: world.server().address, login: 'ada', name: '' } as const;
    const session = await enter(backends.parley.signIn(profile, password, quiet, never));
    await vi.waitFor(() =>
      expect(session.connection.channels.get()).toMatchObject({
        link: 'live',
        channels: [{ id: id.lobby }, { id: id.notes }],
      }),
    );
    rooms.push(await world.enter(await ticketOf(session, id.lobby)));
    expect(rooms[0]?.localParticipant?.identity).toBe(`${ada.account.id}.device`);
  });
});

describe('the adapter direct', () => {
  it('joins by a ticket of the server that somebody pasted', async () => {
    const { url, token } = await world.ticket(ada.accessToken, id.lobby);
    const profile = { dialect: 'direct', id: 'profile-1', address: url, login: '', name: '' } as const;
    const session = await enter(backends.direct.signIn(profile, { kind: 'bearer', bearer: token }, quiet, never));
    rooms.push(await world.enter(await ticketOf(session, id.lobby)));
    expect(rooms[0]?.localParticipant?.identity).toBe(`${ada.account.id}.desk`);
  });
});
