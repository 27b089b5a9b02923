import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Room } from '@livekit/rtc-node';
import type { Channel, JoinTicket } from '@parley/shared/backends/channel';
import { errorBodySchema } from '@parley/shared/backends/parley/api';
import { type ServerEvent, type ServerNotice } from '@parley/shared/backends/parley/events';
import { type Session } from '@parley/shared/backends/parley/session';
import { AccessToken, RoomServiceClient } from 'livekit-server-sdk';
import { expect } from 'vitest';
import WebSocket from 'ws';
import { z } from 'zod';
// What tests share starts real servers, as in the tests themselves: the three that follow.
// oxlint-disable-next-line no-restricted-imports
import { layCluster } from '../../tests/fixtures/emptyCluster.ts';
// oxlint-disable-next-line no-restricted-imports
import { freePort } from '../../tests/fixtures/freePort.ts';
// oxlint-disable-next-line no-restricted-imports
import { startLiveKit, type LiveKitServer } from '../../tests/fixtures/livekit.ts';
import type { Config } from '../src/config.ts';
import { createServer, type ParleyServer } from '../src/createServer.ts';
import type { Route } from '../src/routes/route.ts';
import type { Seed } from '../src/seed.ts';

export interface Answer {
  readonly status: number;
  readonly body: unknown;
}

export interface Ear {
  readonly socket: WebSocket;
  readonly events: (ServerEvent | ServerNotice)[];
  /** The code of the close frame; 0 while open. */
  closed(): number;
}

/** A real LiveKit server, a real database on disk, real HTTP and WebSockets. */
export interface World {
  readonly livekit: LiveKitServer;
  /** LiveKit servers of their own for these two of Artist Space's instances; `livekit` unless they were asked for. */
  readonly meet: LiveKitServer;
  readonly chat: LiveKitServer;
  readonly config: Config;
  readonly rooms: RoomServiceClient;
  /** The server that runs now. */
  server(): ParleyServer;
  restart(): Promise<void>;
  /** Puts the server's clock ahead of the real one, ms. */
  setClock(offset: number): void;
  call(method: string, path: string, token?: string, body?: unknown): Promise<Answer>;
  signIn(login?: string, password?: string): Promise<Session>;
  channels(token: string): Promise<Channel[]>;
  channelNamed(token: string, name: string): Promise<Channel>;
  listen(accessToken: string): Promise<Ear>;
  ticket(token: string, channelId: string, device?: string): Promise<JoinTicket>;
  enter(ticket: { url: string; token: string }): Promise<Room>;
  /** Of somebody who did not come by a ticket of the server. */
  botTicket(room: string): Promise<{ url: string; token: string }>;
  close(): Promise<void>;
}

export async function createWorld(
  seed: Seed,
  extra: Partial<Config> = {},
  { instances = false }: { instances?: boolean } = {},
): Promise<World> {
  const folder = mkdtempSync(join(tmpdir(), 'parley-server-'));
  const port = await freePort();
  const start = () => startLiveKit({ webhookUrl: `http://127.0.0.1:${port}/api/livekit/webhook` });
  const livekit = await start();
  const [meet, chat] = instances ? [await start(), await start()] : [livekit, livekit];
  const addressOf = ({ url, httpUrl }: LiveKitServer) => ({ url, apiUrl: httpUrl });
  const seedFile = join(folder, 'seed.json');
  writeFileSync(seedFile, JSON.stringify(seed));
  const config: Config = {
    data: join(folder, 'data'),
    host: '127.0.0.1',
    port,
    name: 'Test',
    seedFile,
    reconcileInterval: 60_000,
    signInLimit: 3,
    requestLimit: 100_000,
    ticketLimit: 100_000,
    livekit: {
      ...addressOf(livekit),
      apiKey: livekit.apiKey,
      apiSecret: livekit.apiSecret,
      ...(instances ? { meet: addressOf(meet), chat: addressOf(chat) } : {}),
    },
    ...extra,
  };
  let offset = 0;
  const now = (): number => Date.now() + offset;
  if (config.databaseUrl === undefined && config.data !== ':memory:') await layCluster(config.data);
  let server = await createServer(config, now);

  const call: World['call'] = async (method, path, token, body) => {
    const response = await fetch(`${server.address}${path}`, {
      method,
      headers: {
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    const isText = response.headers.get('content-type')?.startsWith('text/plain') === true;
    const answer: Answer = {
      status: response.status,
      body: text === '' ? undefined : isText ? text : JSON.parse(text),
    };
    expectAsDeclared(server.services.routes, method, path, answer);
    return answer;
  };
  const channels: World['channels'] = async (token) =>
    ((await call('GET', '/api/channels', token)).body as { channels: Channel[] }).channels;
  return {
    livekit,
    meet,
    chat,
    config,
    rooms: new RoomServiceClient(livekit.httpUrl, livekit.apiKey, livekit.apiSecret),
    server: () => server,
    async restart() {
      await server.close();
      server = await createServer(config, now);
    },
    setClock: (ahead) => void (offset = ahead),
    call,
    async signIn(login = 'ada', password = `pw-${login}`) {
      const { status, body } = await call('POST', '/api/session', undefined, { login, password });
      expect(status).toBe(200);
      return body as Session;
    },
    channels,
    async channelNamed(token, name) {
      const found = (await channels(token)).find((channel) => channel.name === name);
      if (found === undefined) throw new Error(`no channel ${name}`);
      return found;
    },
    async listen(accessToken) {
      const socket = new WebSocket(`${server.address.replace('http', 'ws')}/api/events`);
      const events: (ServerEvent | ServerNotice)[] = [];
      let closed = 0;
      socket.on('message', (data: Buffer) => events.push(JSON.parse(data.toString()) as ServerEvent | ServerNotice));
      socket.on('close', (code) => (closed = code));
      await once(socket, 'open');
      socket.send(JSON.stringify({ type: 'authenticate', accessToken }));
      return { socket, events, closed: () => closed };
    },
    async ticket(token, channelId, device = 'desk') {
      const { status, body } = await call('POST', `/api/channels/${channelId}/join`, token, { device });
      expect(status).toBe(200);
      return body as JoinTicket;
    },
    async enter(ticket) {
      const room = new Room();
      await room.connect(ticket.url, ticket.token, { autoSubscribe: false, dynacast: false });
      return room;
    },
    async botTicket(room) {
      const token = new AccessToken(livekit.apiKey, livekit.apiSecret, { identity: 'bot', name: 'A bot' });
      token.addGrant({ room, roomJoin: true });
      return { url: livekit.url, token: await token.toJwt() };
    },
    async close() {
      await server.close();
      for (const one of new Set([livekit, meet, chat])) await one.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Every good answer that any test gets is as its route says, and every refusal as those of the route's system are. */
function expectAsDeclared(routes: readonly Route[], method: string, path: string, { status, body }: Answer): void {
  const isOf = (route: Route): boolean =>
    route.method === method && new RegExp(`^${route.url.replaceAll(/:\w+/g, '[^/]+')}$`).test(path.split('?')[0] ?? '');
  const route = routes.find(isOf);
  if (status >= 400 && (status !== 503 || route?.wording !== undefined)) {
    // What the router itself refuses belongs to no route.
    const schemas = z.union([route?.wording?.schema ?? errorBodySchema, errorBodySchema]);
    return expect(schemas.safeParse(body).error, path).toBeUndefined();
  }
  const answer = route?.answer;
  if (status < 300 && answer !== undefined) expect(answer.safeParse(body).error, path).toBeUndefined();
}
