import { Room } from '@livekit/rtc-node';
import { dialectDefaults, dialectProfileSchema, type ProfileOf } from '@parley/shared/backends/dialects/profile';
import type { ForeignDialect } from '@parley/shared/backends/dialects/profile';
import type { Proof } from '@parley/shared/backends/dialects/proof';
import { readLiveKitClaims } from '@parley/shared/backends/dialects/tokenClaims';
import type { JoinTicket } from '@parley/shared/backends/channel';
import type { ParleyError } from '@parley/shared/errors';
import type { Result } from '@parley/shared/result';
import { AccessToken, RoomServiceClient } from 'livekit-server-sdk';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { freePort } from '../../../../../tests/fixtures/freePort.ts';
import { startLiveKit, type LiveKitServer } from '../../../../../tests/fixtures/livekit.ts';
import { startArtistSpace } from '../../../../../tests/fixtures/seeds/artistSpace.ts';
import { startIceOverTcp } from '../../../../../tests/fixtures/seeds/iceOverTcp.ts';
import { startInspireLab } from '../../../../../tests/fixtures/seeds/inspireLab.ts';
import { startKraken } from '../../../../../tests/fixtures/seeds/kraken.ts';
import { startSeedServer, type SeedServer, type Trouble } from '../../../../../tests/fixtures/seeds/seedServer.ts';
import { startSignIn, type SignInServer } from '../../../../../tests/fixtures/seeds/signIn.ts';
import { startWebchat } from '../../../../../tests/fixtures/seeds/webchat.ts';
import type { Backend, BackendEvents, DialectBackends, DialectConnection, Opened } from '../backend.ts';
import { createDialectBackends } from './dialectBackends.ts';

// Each adapter against a server written from its seed's text alone, and with its ticket in a real LiveKit server.
const ada = { id: 'user-456', username: 'ada' };
const bob = { id: 'user-789', username: 'bob' };
let livekit: LiveKitServer;
let meet: LiveKitServer;
let chat: LiveKitServer;
let opened: Opened[] = [];
let servers: { stop(): Promise<void> }[] = [];
let rooms: Room[] = [];

beforeAll(async () => {
  [livekit, meet, chat] = await Promise.all([startLiveKit(), startLiveKit(), startLiveKit()]);
});
afterEach(async () => {
  for (const room of rooms) await room.disconnect();
  for (const { connection } of opened) await connection.dispose();
  for (const server of servers) await server.stop();
  rooms = [];
  opened = [];
  servers = [];
});
afterAll(async () => {
  for (const server of [livekit, meet, chat]) await server?.stop();
});

let visit: (url: string) => Promise<unknown> = async () => undefined;
const parleyAbsent: Backend = {
  signIn: () => Promise.reject(new Error('not here')),
  resume: () => Promise.reject(new Error('not here')),
  signUp: () => Promise.reject(new Error('not here')),
  becomeGuest: () => Promise.reject(new Error('not here')),
  offer: () => Promise.reject(new Error('not here')),
  signInByBrowser: () => Promise.reject(new Error('not here')),
  resetPassword: () => Promise.reject(new Error('not here')),
};
const backendsWithin = (time: number) =>
  createDialectBackends(
    {
      fetch: (url, init) => fetch(url, init),
      openBrowser: (url) => visit(url),
      now: Date.now,
      limits: { time, size: 65_536 },
    },
    parleyAbsent,
  );
const backends = backendsWithin(10_000);
/** For servers that never answer: what has to succeed is not asked of these. */
const hurried = backendsWithin(300);

function createEvents() {
  const credentials: string[] = [];
  const expiries: ParleyError[] = [];
  const events: BackendEvents = {
    credentialChanged: (credential) => void credentials.push(credential),
    expired: (error) => void expiries.push(error),
    moderated: () => undefined,
  };
  return { events, credentials, expiries };
}
const running = async <S extends SeedServer>(starting: Promise<S>): Promise<S> => {
  const server = await starting;
  servers.push(server);
  server.bearers.set('good-bearer', ada);
  return server;
};
const common = (server: { url: string }) => ({
  id: 'profile-1',
  address: server.url,
  login: '',
  name: '',
  bearer: { kind: 'pasted' as const },
  displayName: '',
});
const never = new AbortController().signal;
const pasted: Proof = { kind: 'bearer', bearer: 'good-bearer' };
const enter = async (signingIn: Promise<Result<Opened>>): Promise<DialectConnection> => {
  const answer = await signingIn;
  if (!answer.ok) throw new Error(JSON.stringify(answer.error));
  opened.push(answer.value);
  return answer.value.connection;
};
const ticketOf = async (joining: ReturnType<DialectConnection['join']>): Promise<JoinTicket> => {
  const answer = await joining;
  if (!answer.ok) throw new Error(JSON.stringify(answer.error));
  return answer.value;
};
/** Joins for real and says who LiveKit then has in the room. */
const joinForReal = async (server: LiveKitServer, ticket: JoinTicket): Promise<string[]> => {
  const room = new Room();
  rooms.push(room);
  await room.connect(ticket.url, ticket.token, { autoSubscribe: false, dynacast: false });
  const service = new RoomServiceClient(server.httpUrl, server.apiKey, server.apiSecret);
  return (await service.listParticipants(ticket.room)).map(({ identity }) => identity);
};
const lifeOf = ({ token }: JoinTicket): number => {
  const claims = readLiveKitClaims(token);
  return claims === null ? 0 : claims.exp - (claims.nbf ?? 0);
};

const voice = [{ room: 'channel-abc123', name: 'General Voice' }];
const webchatProfile = (server: SeedServer): ProfileOf<'webchat'> => ({
  dialect: 'webchat',
  ...common(server),
  ...dialectDefaults.webchat,
  channels: [...voice],
});
const krakenProfile = (server: SeedServer): ProfileOf<'kraken'> => ({
  dialect: 'kraken',
  ...common(server),
  ...dialectDefaults.kraken,
  channels: [...voice],
});
const tokenProfile = (server: SeedServer): ProfileOf<'token'> => ({
  dialect: 'token',
  ...common(server),
  ...dialectDefaults.token,
  livekitUrl: livekit.url,
  channels: [...voice],
});
const artistProfile = (server: SeedServer): ProfileOf<'artist-space'> => ({
  dialect: 'artist-space',
  ...common(server),
  ...dialectDefaults['artist-space'],
  channels: [{ instance: 'main', room: 'lobby', name: '' }],
  displayName: 'John Doe',
});
const startArtists = (tiers: Record<string, string>) => running(startArtistSpace({ main: livekit, meet, chat }, tiers));

describe('webchat', () => {
  const start = () => running(startWebchat(livekit, { 'channel-abc123': 'voice', notes: 'text' }));

  it('joins LiveKit by the ticket of its channel', async () => {
    const server = await start();
    const connection = await enter(
      backends.webchat.signIn(webchatProfile(server), pasted, createEvents().events, never),
    );
    expect(connection.channels.get()).toMatchObject({ link: 'live', channels: [{ name: 'General Voice' }] });
    const ticket = await ticketOf(connection.join('channel-abc123', 'device'));
    expect(ticket).toMatchObject({ url: livekit.url, room: 'channel-abc123', identity: 'user-456' });
    expect(ticket.expiresIn).toBeGreaterThan(3590);
    expect(ticket.expiresIn).toBeLessThanOrEqual(3601);
    expect(await joinForReal(livekit, ticket)).toEqual(['user-456']);
  });

  it('says that a channel is gone, or a text channel', async () => {
    const connection = await enter(
      backends.webchat.signIn(webchatProfile(await start()), pasted, createEvents().events, never),
    );
    expect(await connection.join('other', 'd')).toMatchObject({
      error: { code: 'notFound', reason: 'channelNotFound' },
    });
    expect(await connection.join('notes', 'd')).toMatchObject({
      error: { code: 'invalid', reason: 'notVoiceChannel' },
    });
  });
});

describe('kraken', () => {
  const start = (options?: Parameters<typeof startKraken>[2]) =>
    running(startKraken(livekit, ['channel-abc123'], options));

  it('joins LiveKit by the token for its channel', async () => {
    const profile = { ...krakenProfile(await start()), displayName: 'Alice' };
    const connection = await enter(backends.kraken.signIn(profile, pasted, createEvents().events, never));
    const ticket = await ticketOf(connection.join('channel-abc123', 'device'));
    expect(ticket).toMatchObject({ url: livekit.url, room: 'channel-abc123', identity: 'user-456' });
    expect(lifeOf(ticket)).toBe(3600);
    expect(await joinForReal(livekit, ticket)).toEqual(['user-456']);
    expect(rooms[0]?.localParticipant?.name).toBe('Alice');
  });

  it('works without the /api prefix, and asks where LiveKit is when the token comes alone', async () => {
    const profile = { ...krakenProfile(await start({ prefix: '', withUrl: false })), basePath: '' };
    const connection = await enter(backends.kraken.signIn(profile, pasted, createEvents().events, never));
    expect(await ticketOf(connection.join('channel-abc123', 'device'))).toMatchObject({ url: livekit.url });
  });

  it('tells a person without JOIN_CHANNEL so, and a backend without credentials', async () => {
    const server = await start();
    const connection = await enter(backends.kraken.signIn(krakenProfile(server), pasted, createEvents().events, never));
    expect(await connection.join('secret', 'd')).toMatchObject({ error: { code: 'forbidden' } });
    server.trouble('noCredentials');
    expect(await connection.join('channel-abc123', 'd')).toMatchObject({ error: { reason: 'voiceNotConfigured' } });
    await enter(backends.kraken.signIn(krakenProfile(server), pasted, createEvents().events, never));
  });
});

describe('token', () => {
  it('of ICE over TCP joins LiveKit for ten minutes', async () => {
    const profile = tokenProfile(await running(startIceOverTcp(livekit)));
    const connection = await enter(backends.token.signIn(profile, pasted, createEvents().events, never));
    const ticket = await ticketOf(connection.join('my-room', 'device'));
    expect(ticket).toMatchObject({ url: livekit.url, room: 'my-room', identity: 'ada' });
    expect(lifeOf(ticket)).toBe(600);
    expect(await joinForReal(livekit, ticket)).toEqual(['ada']);
  });

  it('of INSPIRE-LAB joins LiveKit for one hour, from the path that the profile says', async () => {
    const server = await running(startInspireLab(livekit, '/api/video/get-token'));
    const profile = { ...tokenProfile(server), tokenPath: '/api/video/get-token' };
    const connection = await enter(backends.token.signIn(profile, pasted, createEvents().events, never));
    const ticket = await ticketOf(connection.join('my-lab', 'device'));
    expect(lifeOf(ticket)).toBe(3600);
    expect(await joinForReal(livekit, ticket)).toEqual(['user-456']);
    expect(await backends.token.signIn(tokenProfile(server), pasted, createEvents().events, never)).toMatchObject({
      error: { reason: 'notThisServer' },
    });
  });
});

describe('artist-space', () => {
  it('joins main, meet and chat at once, each independently', async () => {
    const profile = artistProfile(await startArtists({ 'user-456': 'artist_premium' }));
    const connection = await enter(backends['artist-space'].signIn(profile, pasted, createEvents().events, never));
    expect(backends['artist-space'].capabilities.instances).toEqual(['main', 'meet', 'chat']);
    const tickets = await Promise.all(
      ['main/lobby', 'meet/lobby', 'chat/lobby'].map((id) => ticketOf(connection.join(id, 'device'))),
    );
    expect(tickets.map(({ url }) => url)).toEqual([livekit.url, meet.url, chat.url]);
    expect(tickets.map(lifeOf)).toEqual([21_600, 21_600, 21_600]);
    for (const [index, server] of [livekit, meet, chat].entries()) {
      const ticket = tickets[index];
      if (ticket !== undefined) expect(await joinForReal(server, ticket)).toEqual(['user-456']);
    }
    expect(rooms.map((room) => [room.isConnected, room.localParticipant?.name])).toEqual(
      rooms.map(() => [true, 'John Doe']),
    );
  });

  it('explains a tier that does not include meet, and offers the chat instance, which works', async () => {
    const profile = artistProfile(await startArtists({}));
    const connection = await enter(backends['artist-space'].signIn(profile, pasted, createEvents().events, never));
    const refused = await connection.join('meet/my-video-call', 'device');
    expect(refused).toMatchObject({
      error: { code: 'forbidden', reason: 'subscriptionRequired', instead: 'chat/my-video-call' },
    });
    const ticket = await ticketOf(connection.join(refused.ok ? '' : (refused.error.instead ?? ''), 'device'));
    expect(ticket).toMatchObject({ url: chat.url, room: 'my-video-call' });
  });

  it('creates a room with its limits', async () => {
    const profile = artistProfile(await startArtists({ 'user-456': 'studio' }));
    const connection = await enter(backends['artist-space'].signIn(profile, pasted, createEvents().events, never));
    const limits = { maxParticipants: 10, emptyTimeout: 300 };
    expect(await connection.createRoom?.('meet/my-meeting', limits)).toEqual({ ok: true, value: undefined });
    const service = new RoomServiceClient(meet.httpUrl, meet.apiKey, meet.apiSecret);
    expect(await service.listRooms(['my-meeting'])).toMatchObject([limits]);
    expect(await connection.createRoom?.('nowhere', limits)).toMatchObject({ error: { reason: 'channelNotFound' } });
    expect(await connection.join('nowhere/x', 'd')).toMatchObject({ error: { reason: 'channelNotFound' } });
  });
});

describe('direct', () => {
  const profile = (): ProfileOf<'direct'> => ({
    dialect: 'direct',
    id: 'profile-1',
    address: livekit.url,
    login: '',
    name: '',
  });
  const mint = async (apiSecret: string): Promise<string> => {
    const token = new AccessToken(livekit.apiKey, apiSecret, { identity: 'guest', name: 'Guest', ttl: 600 });
    token.addGrant({ room: 'try-out', roomJoin: true });
    return token.toJwt();
  };

  it('joins LiveKit by the token that was pasted', async () => {
    const bearer = `  ${await mint(livekit.apiSecret)}\n`;
    const signingIn = backends.direct.signIn(profile(), { kind: 'bearer', bearer }, createEvents().events, never);
    const connection = await enter(signingIn);
    expect(opened[0]?.account).toMatchObject({ id: 'guest', name: 'Guest' });
    expect(connection.channels.get().channels).toMatchObject([{ id: 'try-out' }]);
    const ticket = await ticketOf(connection.join('try-out', 'device'));
    expect(await joinForReal(livekit, ticket)).toEqual(['guest']);
    expect(await connection.join('other', 'd')).toMatchObject({ error: { reason: 'channelNotFound' } });
    const again = await backends.direct.resume(profile(), opened[0]?.credential ?? '', createEvents().events);
    expect(again).toMatchObject({ ok: true, value: { account: { id: 'guest' } } });
  });

  it('says what is wrong with a token or an address', async () => {
    const signIn = (bearer: string, address = livekit.url) =>
      backends.direct.signIn({ ...profile(), address }, { kind: 'bearer', bearer }, createEvents().events, never);
    const forged = await mint('another-secret-of-more-than-32-characters');
    const good = await mint(livekit.apiSecret);
    const stranger = await running(startIceOverTcp(livekit));
    const nobody = `ws://127.0.0.1:${await freePort()}`;
    expect(await signIn('no token')).toMatchObject({ error: { reason: 'tokenUnreadable' } });
    expect(await signIn('opaque')).toMatchObject({ error: { reason: 'tokenUnreadable' } });
    expect(await signIn(forged)).toMatchObject({ error: { code: 'unauthorised', reason: 'tokenExpired' } });
    expect(await signIn(good, stranger.url.replace('http', 'ws'))).toMatchObject({
      error: { reason: 'notThisServer' },
    });
    expect(await signIn(good, nobody)).toMatchObject({ error: { reason: 'voiceServerDown' } });
  });
});

// ---- What is the same for the dialects with a bearer ------------------------------------------------------------------

interface Case {
  readonly dialect: ForeignDialect;
  readonly channel: string;
  readonly start: () => Promise<SeedServer>;
  readonly signIn: (server: SeedServer, events: BackendEvents, through?: DialectBackends) => Promise<Result<Opened>>;
}
const cases: readonly Case[] = [
  {
    dialect: 'webchat',
    channel: 'channel-abc123',
    start: () => running(startWebchat(livekit, { 'channel-abc123': 'voice' })),
    signIn: (server, events, through = backends) =>
      through.webchat.signIn(webchatProfile(server), pasted, events, never),
  },
  {
    dialect: 'kraken',
    channel: 'channel-abc123',
    start: () => running(startKraken(livekit, ['channel-abc123'])),
    signIn: (server, events, through = backends) => through.kraken.signIn(krakenProfile(server), pasted, events, never),
  },
  {
    dialect: 'token',
    channel: 'my-room',
    start: () => running(startIceOverTcp(livekit)),
    signIn: (server, events, through = backends) => through.token.signIn(tokenProfile(server), pasted, events, never),
  },
  {
    dialect: 'artist-space',
    channel: 'chat/my-room',
    start: () => startArtists({}),
    signIn: (server, events, through = backends) =>
      through['artist-space'].signIn(artistProfile(server), pasted, events, never),
  },
];

describe.each(cases)('$dialect in trouble', ({ dialect, channel, start, signIn }) => {
  const troubles: [Trouble, Partial<ParleyError>][] = [
    ['forbidden', { code: 'forbidden' }],
    [
      'noCredentials',
      dialect === 'kraken' || dialect === 'artist-space'
        ? { code: 'unavailable', reason: 'voiceNotConfigured' }
        : { code: 'unavailable', reason: 'serverUnreachable' },
    ],
    ['wrongContentType', { code: 'unavailable', reason: 'notThisServer' }],
    ['huge', { code: 'unavailable', reason: 'notThisServer' }],
    ['wrongTypes', { code: 'unavailable', reason: 'notThisServer' }],
    ['redirect', { code: 'unavailable', reason: 'notThisServer' }],
  ];
  it('gives each trouble its error, and works again afterwards', async () => {
    const server = await start();
    const { events, expiries } = createEvents();
    const connection = await enter(signIn(server, events));
    for (const [trouble, error] of troubles) {
      server.trouble(trouble);
      const answer = await connection.join(channel, 'device');
      expect(answer, trouble).toMatchObject({ ok: false, error });
      expect(JSON.stringify(answer), trouble).not.toMatch(/good-bearer|hostile|eyJ/);
      server.trouble('none');
      expect(await connection.join(channel, 'device'), `after ${trouble}`).toMatchObject({ ok: true });
    }
    expect(expiries).toEqual([]);
  });

  it('does not wait for ever', async () => {
    const server = await start();
    server.trouble('slow');
    const answer = await signIn(server, createEvents().events, hurried);
    expect(answer).toMatchObject({ error: { code: 'unavailable', reason: 'serverUnreachable' } });
    expect(server.seen).toHaveLength(1);
  });

  it('asks the person when the token has expired, once', async () => {
    const server = await start();
    const { events, expiries } = createEvents();
    const connection = await enter(signIn(server, events));
    server.trouble('expired');
    const refused = { ok: false, error: { code: 'unauthorised', reason: 'tokenExpired' } };
    expect(await connection.join(channel, 'device')).toMatchObject(refused);
    expect(await connection.join(channel, 'device')).toMatchObject(refused);
    expect(expiries).toMatchObject([{ reason: 'tokenExpired' }]);
  });

  it('refuses a wrong token, an answer of another server and an address where nobody is at the sign-in', async () => {
    const server = await start();
    const { events, expiries } = createEvents();
    server.bearers.clear();
    expect(await signIn(server, events)).toMatchObject({ error: { code: 'unauthorised', reason: 'tokenExpired' } });
    const page = await running(startSeedServer(() => ({ status: 200, text: '<!DOCTYPE html>' })));
    expect(await signIn(page, events)).toMatchObject({ error: { reason: 'notThisServer' } });
    expect(await signIn({ ...server, url: `http://127.0.0.1:${await freePort()}` }, events)).toMatchObject({
      error: { reason: 'serverUnreachable' },
    });
    expect(expiries).toEqual([]);
  });

  it('sends the bearer in its header and nowhere else, and continues from the vault without asking', async () => {
    const server = await start();
    await enter(signIn(server, createEvents().events));
    expect(server.seen.length).toBeGreaterThan(0);
    for (const { path, body, headers } of server.seen) {
      expect(headers['authorization']).toBe('Bearer good-bearer');
      expect(`${path} ${body}`).not.toContain('good-bearer');
    }
    expect(opened[0]?.credential).toBe('{"bearer":"good-bearer"}');
  });
});

describe('a ticket that is not what was asked for', () => {
  const minted = async (room: string): Promise<string> => {
    const token = new AccessToken(livekit.apiKey, livekit.apiSecret, { identity: 'ada', ttl: 600 });
    token.addGrant({ room, roomJoin: true });
    return token.toJwt();
  };
  const answering = (json: object) => running(startSeedServer(() => ({ status: 200, json })));
  const strange = { error: { code: 'unavailable', reason: 'notThisServer' } };
  const artist = { roomName: 'a', participantName: 'b', e2eeSupported: true, e2eeEnabled: false, instance: 'chat' };

  it.each([
    ['leads to no LiveKit address', async () => ({ url: 'javascript:alert(1)', token: await minted('a'), room: 'a' })],
    ['has a password in its address', async () => ({ url: 'wss://a:b@c', token: await minted('a'), room: 'a' })],
    ['is no LiveKit token', async () => ({ url: livekit.url, token: 'opaque', room: 'a' })],
    ['is for no room', async () => ({ url: livekit.url, token: await minted(''), room: 'a' })],
  ])('is refused when it %s', async (_what, json) => {
    const server = await answering(await json());
    const answer = await backends.webchat.signIn(webchatProfile(server), pasted, createEvents().events, never);
    expect(answer).toMatchObject(strange);
  });

  it('is refused when it is for another instance, or in the clear where encryption was asked for', async () => {
    const server = await answering({ ...artist, url: chat.url, token: await minted('a') });
    const { events } = createEvents();
    const profile = { ...artistProfile(server), channels: [] };
    const connection = await enter(backends['artist-space'].signIn(profile, pasted, events, never));
    expect(await connection.join('chat/a', 'd')).toMatchObject({ ok: true });
    expect(await connection.join('meet/a', 'd')).toMatchObject(strange);
    const encrypted = await enter(
      backends['artist-space'].signIn({ ...profile, encrypted: true }, pasted, events, never),
    );
    expect(await encrypted.join('chat/a', 'd')).toMatchObject({ ok: false, error: { code: 'unavailable' } });
  });

  it('cannot be used when nobody says where LiveKit is (kraken: both addresses are optional)', async () => {
    const server = await answering({
      token: await minted('a'),
      identity: 'u',
      roomId: 'a',
      status: 'healthy',
      configured: true,
    });
    const connection = await enter(backends.kraken.signIn(krakenProfile(server), pasted, createEvents().events, never));
    expect(await connection.join('a', 'd')).toMatchObject({ error: { reason: 'voiceNotConfigured' } });
  });
});

describe('signing in by a configured request', () => {
  let seed: SeedServer;
  let signIn: SignInServer;
  const profile = (): ProfileOf<'kraken'> => ({
    ...krakenProfile(seed),
    bearer: {
      kind: 'request',
      url: `${signIn.url}/auth/login`,
      fields: [
        { name: 'email', from: 'login' },
        { name: 'pass', from: 'password' },
      ],
      answer: { token: 'data.jwt', refreshToken: 'data.refresh', expiry: { path: 'data.lives', unit: 'seconds' } },
      refresh: { url: `${signIn.url}/auth/refresh`, fields: [{ name: 'refresh', from: 'refreshToken' }] },
    },
  });
  const start = async () => {
    seed = await running(startKraken(livekit, ['channel-abc123']));
    signIn = await startSignIn(seed, ada, 'pw');
    servers.push(signIn);
    expect(dialectProfileSchema.safeParse(profile()).success).toBe(true);
  };
  const password: Proof = { kind: 'password', login: 'ada', password: 'pw' };

  it('renews a bearer that has expired, once for all who wait, and keeps the new refresh token', async () => {
    await start();
    const { events, credentials, expiries } = createEvents();
    const connection = await enter(backends.kraken.signIn(profile(), password, events, never));
    expect(opened[0]?.credential).toBe('{"refreshToken":"refresh-1"}');
    seed.bearers.clear();
    const joins = await Promise.all(Array.from({ length: 5 }, () => connection.join('channel-abc123', 'device')));
    expect(joins.every(({ ok }) => ok)).toBe(true);
    expect(signIn.asked.get('/auth/refresh')).toBe(1);
    expect(credentials).toEqual(['{"refreshToken":"refresh-2"}']);
    expect(expiries).toEqual([]);
  });

  it('asks the person when the refresh token is over, too, or the fresh bearer is refused', async () => {
    await start();
    const { events, expiries } = createEvents();
    const connection = await enter(backends.kraken.signIn(profile(), password, events, never));
    seed.bearers.clear();
    signIn.revoke();
    expect(await connection.join('channel-abc123', 'd')).toMatchObject({
      error: { code: 'unauthorised', reason: 'sessionExpired' },
    });
    expect(expiries).toHaveLength(1);

    const other = await enter(backends.kraken.signIn(profile(), password, events, never));
    seed.trouble('expired');
    signIn.asked.clear();
    expect(await other.join('channel-abc123', 'd')).toMatchObject({ error: { reason: 'sessionExpired' } });
    expect(signIn.asked.get('/auth/refresh')).toBe(1);
    expect(expiries).toHaveLength(2);
  });

  it('keeps the session while only the sign-in server is away', async () => {
    await start();
    const { events, expiries } = createEvents();
    const connection = await enter(backends.kraken.signIn(profile(), password, events, never));
    seed.bearers.clear();
    await signIn.stop();
    expect(await connection.join('channel-abc123', 'd')).toMatchObject({ error: { reason: 'serverUnreachable' } });
    expect(expiries).toEqual([]);
  });

  it('is continued by the next run with the refresh token alone', async () => {
    await start();
    await enter(backends.kraken.signIn(profile(), password, createEvents().events, never));
    const resumed = backends.kraken.resume(profile(), opened[0]?.credential ?? '', createEvents().events);
    const connection = await enter(resumed);
    expect(opened[1]?.credential).toBe('{"refreshToken":"refresh-2"}');
    expect(await connection.join('channel-abc123', 'd')).toMatchObject({ ok: true });
    for (const credential of ['', '{}', 'refresh-1', '{"refreshToken":"refresh-1"}', '{"bearer":"a b"}']) {
      expect(await backends.kraken.resume(profile(), credential, createEvents().events)).toMatchObject({
        error: { code: 'unauthorised', reason: 'sessionExpired' },
      });
    }
  });

  it('says that login or password is wrong, that the answer holds no token, and that another proof is needed', async () => {
    await start();
    const { events } = createEvents();
    const wrong: Proof = { kind: 'password', login: 'ada', password: 'no' };
    expect(await backends.kraken.signIn(profile(), wrong, events, never)).toMatchObject({
      error: { code: 'unauthorised', reason: 'wrongCredentials' },
    });
    const { bearer, ...rest } = profile();
    if (bearer.kind !== 'request') throw new Error('unexpected');
    const elsewhere = { ...rest, bearer: { ...bearer, answer: { ...bearer.answer, token: 'token' } } };
    expect(await backends.kraken.signIn(elsewhere, password, events, never)).toMatchObject({
      error: { reason: 'tokenNotInAnswer' },
    });
    expect(await backends.kraken.signIn(profile(), pasted, events, never)).toMatchObject({
      error: { code: 'invalid' },
    });
  });
});

describe('signing in by the system browser', () => {
  let seed: SeedServer;
  let signIn: SignInServer;
  const profile = (): ProfileOf<'webchat'> => ({
    ...webchatProfile(seed),
    bearer: {
      kind: 'browser',
      authorizeUrl: `${signIn.url}/authorize`,
      tokenUrl: `${signIn.url}/token`,
      clientId: 'parley',
      scope: 'voice',
    },
  });
  const start = async () => {
    seed = await running(startWebchat(livekit, { 'channel-abc123': 'voice' }));
    signIn = await startSignIn(seed, bob, 'pw');
    servers.push(signIn);
  };

  it('takes the code from the loopback address, and renews what it got', async () => {
    await start();
    let page = '';
    visit = async (url) => {
      const { searchParams } = new URL(url);
      expect(searchParams.get('code_challenge_method')).toBe('S256');
      // Somebody on this machine who guesses the port but not the state is not listened to.
      const guess = await fetch(`${searchParams.get('redirect_uri')}?code=forged&state=guess`);
      expect(guess.status).toBe(404);
      page = await (await fetch(url)).text();
    };
    const { events, credentials } = createEvents();
    const connection = await enter(backends.webchat.signIn(profile(), { kind: 'browser' }, events, never));
    expect(page).toContain('close this page');
    expect(await connection.join('channel-abc123', 'd')).toMatchObject({ ok: true, value: { identity: bob.id } });
    seed.bearers.clear();
    expect(await connection.join('channel-abc123', 'd')).toMatchObject({ ok: true });
    expect(credentials).toEqual(['{"refreshToken":"refresh-2"}']);
  });

  it('says so when the person refuses there, gives up, or there is no browser', async () => {
    await start();
    const { events } = createEvents();
    signIn.decide('no');
    visit = (url) => fetch(url);
    expect(await backends.webchat.signIn(profile(), { kind: 'browser' }, events, never)).toMatchObject({
      error: { code: 'unauthorised', reason: 'wrongCredentials' },
    });
    const opening = vi.fn(async () => undefined);
    visit = opening;
    const cancel = new AbortController();
    const waiting = backends.webchat.signIn(profile(), { kind: 'browser' }, events, cancel.signal);
    await vi.waitFor(() => expect(opening).toHaveBeenCalledOnce());
    cancel.abort();
    expect(await waiting).toMatchObject({ error: { code: 'cancelled' } });
    visit = () => Promise.reject(new Error('no browser'));
    expect(await backends.webchat.signIn(profile(), { kind: 'browser' }, events, never)).toMatchObject({
      error: { code: 'unavailable' },
    });
  });
});
