import { dialectDefaults, type DialectProfile } from '@parley/shared/backends/dialects/profile';
import { notThisServer } from '@parley/shared/backends/dialects/refusal';
import type { DoctorTickets } from '@parley/shared/ipc/contract';
import { AccessToken, RoomServiceClient } from 'livekit-server-sdk';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { startLiveKit, type LiveKitServer } from '../../../../tests/fixtures/livekit.ts';
import { startArtistSpace } from '../../../../tests/fixtures/seeds/artistSpace.ts';
import { startIceOverTcp } from '../../../../tests/fixtures/seeds/iceOverTcp.ts';
import { startInspireLab } from '../../../../tests/fixtures/seeds/inspireLab.ts';
import { startKraken } from '../../../../tests/fixtures/seeds/kraken.ts';
import type { SeedServer } from '../../../../tests/fixtures/seeds/seedServer.ts';
import { startWebchat } from '../../../../tests/fixtures/seeds/webchat.ts';
import type { DialectBackend, DialectConnection, Opened } from '../backends/backend.ts';
import { artistSpace } from '../backends/dialects/artistSpace.ts';
import { createDirectBackend } from '../backends/dialects/direct.ts';
import { kraken } from '../backends/dialects/kraken.ts';
import { createTicketBackend } from '../backends/dialects/ticketBackend.ts';
import { token } from '../backends/dialects/token.ts';
import { webchat } from '../backends/dialects/webchat.ts';
import { createHttpClient } from '../backends/httpClient.ts';
import { createVoiceCheck, foreignTickets } from './checkTickets.ts';

// The adapters, the seeds' servers and LiveKit are real. What the check does with its tickets: tests/e2e/doctor.spec.ts.
let livekit: LiveKitServer;
let ends: (() => unknown)[] = [];
beforeAll(async () => {
  livekit = await startLiveKit();
});
afterEach(async () => {
  for (const end of ends.toReversed()) await end();
  ends = [];
});
afterAll(() => livekit?.stop());

const ports = {
  fetch: (url: string, init?: RequestInit) => fetch(url, init),
  openBrowser: async () => undefined,
  now: Date.now,
};
const http = createHttpClient({ ...ports, strange: notThisServer, limits: { time: 2_000, size: 65_536 } });
const check = createVoiceCheck(http, async () => null);
const unheard = { credentialChanged: () => undefined, expired: () => undefined, moderated: () => undefined };
const never = new AbortController().signal;

const running = async (starting: Promise<SeedServer>): Promise<SeedServer> => {
  const server = await starting;
  ends.push(() => server.stop());
  server.bearers.set('good', { id: 'user-456', username: 'ada' });
  return server;
};
async function open<P extends DialectProfile>(
  backend: Pick<DialectBackend<P['dialect']>, 'signIn'>,
  profile: P,
  bearer = 'good',
): Promise<DialectConnection> {
  const answer = await backend.signIn(profile as never, { kind: 'bearer', bearer }, unheard, never);
  if (!answer.ok) throw new Error(JSON.stringify(answer.error));
  const { connection }: Opened = answer.value;
  ends.push(() => connection.dispose());
  return connection;
}
const common = (address: string) => ({
  id: 'p',
  address,
  login: '',
  name: '',
  bearer: { kind: 'pasted' as const },
  displayName: '',
});
const channels = [{ room: 'lounge', name: '' }];
const tokenOf = ({ url }: SeedServer, tokenPath: string = dialectDefaults.token.tokenPath) => {
  const profile = { dialect: 'token' as const, ...common(url), ...dialectDefaults.token, tokenPath };
  return open(createTicketBackend(ports, token), { ...profile, livekitUrl: livekit.url, channels });
};
const webchatOf = ({ url }: SeedServer) =>
  open(createTicketBackend(ports, webchat), {
    dialect: 'webchat',
    ...common(url),
    ...dialectDefaults.webchat,
    channels,
  });
const krakenOf = ({ url }: SeedServer) =>
  open(createTicketBackend(ports, kraken), { dialect: 'kraken', ...common(url), ...dialectDefaults.kraken, channels });

const roomsOf = (tickets: DoctorTickets): string[] =>
  tickets.kind === 'tickets' ? tickets.ends.map(([{ room }]) => room) : [];
const present = async (): Promise<string[]> => {
  const rooms = await new RoomServiceClient(livekit.httpUrl, livekit.apiKey, livekit.apiSecret).listRooms();
  return rooms.map(({ name }) => name);
};
const closed = { kind: 'closed', cause: 'noOwnRoom', finding: { verdict: 'ok' } };

describe('where a room is made by its name', () => {
  it.each([
    ['ice-over-tcp', async () => tokenOf(await running(startIceOverTcp(livekit)))],
    ['inspire-lab', async () => tokenOf(await running(startInspireLab(livekit, '/api/token')), '/api/token')],
    [
      'artist-space, in the instance whose channels are used',
      async () => {
        const nowhere = { ...livekit, url: 'ws://127.0.0.1:9' };
        const { url } = await running(startArtistSpace({ main: nowhere, meet: nowhere, chat: livekit }, {}));
        const profile = { dialect: 'artist-space' as const, ...common(url), ...dialectDefaults['artist-space'] };
        const chat = [{ instance: 'chat' as const, room: 'lounge', name: '' }];
        return open(createTicketBackend(ports, artistSpace), { ...profile, displayName: 'Ada', channels: chat });
      },
    ],
  ])('%s: each attempt has one of its own', async (_, start) => {
    const tickets = await foreignTickets(check, await start());
    const rooms = roomsOf(tickets);
    expect(new Set(rooms).size).toBe(6);
    for (const room of rooms) expect(room).toMatch(/^parley-check-[\da-f-]{36}-\d$/);
    expect(tickets.kind === 'tickets' && tickets.ends[0]).toMatchObject([{ url: livekit.url }]);
  });
});

describe('where rooms are channels', () => {
  it.each([
    ['webchat', async () => webchatOf(await running(startWebchat(livekit, { lounge: 'voice' })))],
    ['kraken', async () => krakenOf(await running(startKraken(livekit, ['lounge'])))],
    [
      'direct',
      async () => {
        const pasted = new AccessToken(livekit.apiKey, livekit.apiSecret, { identity: 'ada', ttl: 60 });
        pasted.addGrant({ room: 'lounge', roomJoin: true });
        const profile = { dialect: 'direct' as const, id: 'p', address: livekit.url, login: '', name: '' };
        return open(createDirectBackend(ports), profile, await pasted.toJwt());
      },
    ],
  ])('%s: LiveKit is asked about a ticket, and nobody enters', async (_, start) => {
    expect(await foreignTickets(check, await start())).toMatchObject(closed);
    expect(await present()).toEqual([]);
  });

  it('a server that leads everybody to one room is none with rooms of their own', async () => {
    const connection = await tokenOf(await running(startIceOverTcp(livekit)));
    const always = { ...connection, join: () => connection.join('lounge', 'check') };
    expect(await foreignTickets(check, always)).toMatchObject(closed);
  });
});

describe('without a ticket it says why', () => {
  const causeOf = (tickets: DoctorTickets) =>
    tickets.kind === 'failed' ? [tickets.finding.verdict, tickets.finding.facts?.cause] : [];

  it('nobody is signed in, or no channel is known', async () => {
    expect(causeOf(await foreignTickets(check, null))).toEqual(['skipped', 'notSignedIn']);
    const connection = await webchatOf(await running(startWebchat(livekit, { lounge: 'voice' })));
    connection.adopt({ dialect: 'webchat', ...common(''), ...dialectDefaults.webchat, channels: [] });
    expect(causeOf(await foreignTickets(check, connection))).toEqual(['skipped', 'noOwnRoom']);
  });

  it('the bearer lapsed, LiveKit is away, or it refuses the ticket', async () => {
    const seed = await running(startIceOverTcp(livekit));
    const connection = await tokenOf(seed);
    seed.trouble('expired');
    expect(causeOf(await foreignTickets(check, connection))).toEqual(['failed', 'notSignedIn']);
    const away = await running(startWebchat({ ...livekit, url: 'ws://127.0.0.1:9' }, { lounge: 'voice' }));
    expect(causeOf(await foreignTickets(check, await webchatOf(away)))).toEqual(['failed', 'voiceServerDown']);
    const stranger = await running(startWebchat({ ...livekit, apiSecret: 'x'.repeat(40) }, { lounge: 'voice' }));
    expect(causeOf(await foreignTickets(check, await webchatOf(stranger)))).toEqual(['failed', 'ticketRefused']);
  });
});
