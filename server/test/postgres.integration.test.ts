import { once } from 'node:events';
import type { Channel } from '@parley/shared/backends/channel';
import type { ServerEvent, ServerNotice } from '@parley/shared/backends/parley/events';
import type { RoleInfo } from '@parley/shared/backends/parley/roles';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import WebSocket from 'ws';
import { createServer, type ParleyServer } from '../src/createServer.ts';
import { connectDatabase, openDatabase } from '../src/database/openDatabase.ts';
import { startPostgres, type PostgresServer } from './postgresServer.ts';
import { createWorld, type World } from './world.ts';

// Two servers on one PostgreSQL and one LiveKit, whose webhooks reach the first alone.
let postgres: PostgresServer;
let url: string;
let world: World;
let second: ParleyServer;
let root: string;
let ada: { accessToken: string; refreshToken: string; account: { id: string } };
const sockets: WebSocket[] = [];
const signingSecret = 'a secret of tests, the same for both of the servers';

beforeAll(async () => {
  postgres = await startPostgres();
  url = await postgres.createDatabase();
  const seed = {
    accounts: [
      { login: 'root', name: 'Root', password: 'pw-root', administrator: true },
      { login: 'ada', name: 'Ada', password: 'pw-ada' },
    ],
    channels: [{ name: 'Lobby', kind: 'voice' as const }],
  };
  world = await createWorld(seed, { databaseUrl: url, signingSecret, signInLimit: 8 });
  second = await createServer({ ...world.config, port: 0 });
  root = (await world.signIn('root')).accessToken;
  ada = await world.signIn('ada');
});
afterEach(() => {
  for (const socket of sockets.splice(0)) socket.close();
});
afterAll(async () => {
  await second?.close();
  await world?.close();
  await postgres?.stop();
});

/** What a program hears that is connected to the second server. */
async function listen(accessToken: string) {
  const socket = new WebSocket(`${second.address.replace('http', 'ws')}/api/events`);
  sockets.push(socket);
  const events: (ServerEvent | ServerNotice)[] = [];
  let closed = 0;
  socket.on('message', (data: Buffer) => events.push(JSON.parse(data.toString()) as ServerEvent | ServerNotice));
  socket.on('close', (code) => (closed = code));
  await once(socket, 'open');
  socket.send(JSON.stringify({ type: 'authenticate', accessToken }));
  await vi.waitFor(() => expect(events.map(({ type }) => type)).toContain('self'));
  return { events, closed: () => closed };
}
const viaSecond = (method: string, path: string, token: string, body?: unknown) =>
  fetch(`${second.address}${path}`, {
    method,
    headers: {
      authorization: `Bearer ${token}`,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
async function ok(method: string, path: string, body?: unknown): Promise<unknown> {
  const answer = await world.call(method, path, root, body);
  expect(answer.status, `${method} ${path} ${JSON.stringify(answer.body)}`).toBeLessThan(300);
  return answer.body;
}

describe('two servers on one PostgreSQL', () => {
  it('count failed sign-ins together', async () => {
    const wrong = { login: 'nobody', password: 'guess' };
    const first = async () => (await world.call('POST', '/api/session', undefined, wrong)).status;
    const other = async () => {
      const headers = { 'content-type': 'application/json' };
      const answer = await fetch(`${second.address}/api/session`, {
        method: 'POST',
        headers,
        body: JSON.stringify(wrong),
      });
      return answer.status;
    };
    for (let time = 0; time < 4; time += 1) expect(await first()).toBe(401);
    await vi.waitFor(async () => expect(await other()).toBe(429));
    await vi.waitFor(async () => expect(await first()).toBe(429));
    const { body } = await world.call('GET', '/api/security?limit=200', root);
    const failed = (body as { entries: { kind: string }[] }).entries.filter(({ kind }) => kind === 'signInFailed');
    // Without a word between them it would be sixteen.
    expect(failed.length).toBeLessThan(13);
  });

  it('know each other\u2019s access tokens, and of a new signing key', async () => {
    expect((await viaSecond('GET', '/api/me', ada.accessToken)).status).toBe(200);
    const listening = await listen(ada.accessToken);
    await ok('POST', '/api/signing-key');
    await vi.waitFor(() => expect(listening.closed()).toBe(4401));
    expect((await viaSecond('GET', '/api/me', ada.accessToken)).status).toBe(401);
    root = (await world.signIn('root')).accessToken;
    ada = await world.signIn('ada');
    expect((await viaSecond('GET', '/api/me', ada.accessToken)).status).toBe(200);
  });

  it('tell changes of channels, roles and members to programs of the other', async () => {
    const { events } = await listen(ada.accessToken);
    const told = (type: string) => events.findLast((event) => event.type === type);
    const made = (await ok('POST', '/api/channels', { name: 'New', kind: 'text' })) as Channel;
    await vi.waitFor(() => expect(told('channelCreated')).toMatchObject({ channel: { id: made.id, name: 'New' } }));
    await ok('PATCH', `/api/channels/${made.id}`, { topic: 'x' });
    await vi.waitFor(() => expect(told('channelUpdated')).toMatchObject({ channel: { topic: 'x' } }));
    await ok('DELETE', `/api/channels/${made.id}`);
    await vi.waitFor(() => expect(told('channelDeleted')).toMatchObject({ channelId: made.id }));
    const role = (await ok('POST', '/api/roles', {
      name: 'Keepers',
      position: 5,
      permissions: ['MANAGE_CHANNELS'],
    })) as RoleInfo;
    await ok('PUT', `/api/accounts/${ada.account.id}/roles`, { roles: [role.id] });
    await vi.waitFor(() => expect(told('self')).toMatchObject({ roles: ['everyone', role.id] }));
    expect((await viaSecond('POST', '/api/channels', ada.accessToken, { name: 'x', kind: 'text' })).status).toBe(201);
  });

  it('tell who is where, what moderators do, and to whom', async () => {
    const lobby = await world.channelNamed(root, 'Lobby');
    const { events } = await listen(ada.accessToken);
    const room = await world.enter(await world.ticket(ada.accessToken, lobby.id));
    const here = () => events.findLast((event) => event.type === 'occupants');
    await vi.waitFor(() => expect(here()).toMatchObject({ occupants: [{ name: 'Ada' }] }), { timeout: 2_000 });
    await ok('POST', `/api/channels/${lobby.id}/mute`, { accountId: ada.account.id, reason: 'noise', seconds: null });
    await vi.waitFor(() => {
      expect(events.find(({ type }) => type === 'moderation')).toMatchObject({ action: 'mute', reason: 'noise' });
      expect(here()).toMatchObject({ occupants: [{ hardMuted: true }] });
    });
    await room.disconnect();
    await vi.waitFor(() => expect(here()).toMatchObject({ occupants: [] }), { timeout: 2_000 });
  });

  it('end a session for both', async () => {
    const session = await world.signIn('ada');
    const listening = await listen(session.accessToken);
    expect(await world.call('DELETE', '/api/session', session.accessToken)).toMatchObject({ status: 204 });
    await vi.waitFor(() => expect(listening.closed()).toBe(4401));
    expect((await viaSecond('GET', '/api/me', session.accessToken)).status).toBe(401);
  });

  it('start at the same time on an empty database, and seed it once', async () => {
    const empty = await postgres.createDatabase();
    const config = { ...world.config, databaseUrl: empty, port: 0 };
    const servers = await Promise.all([createServer(config), createServer(config), createServer(config)]);
    try {
      expect(servers.map(({ services }) => services.directory.channels().map(({ name }) => name))).toEqual(
        Array.from({ length: 3 }, () => ['Lobby']),
      );
    } finally {
      await Promise.all(servers.map((server) => server.close()));
    }
  });
});

describe('without PostgreSQL', () => {
  it(
    'requests get a clear answer, nothing ends, and afterwards everything is as the database says',
    { timeout: 120_000 },
    async () => {
      const gone = await world.signIn('ada');
      const [stays, ends] = [await listen(ada.accessToken), await listen(gone.accessToken)];
      await postgres.kill();
      const answer = await viaSecond('GET', '/api/me', ada.accessToken);
      expect(answer.status).toBe(503);
      expect(await answer.json()).toEqual({ error: { code: 'unavailable', message: 'The database does not answer.' } });
      const health = { status: 503, body: { database: false, livekit: true } };
      expect(await world.call('GET', '/healthz')).toEqual(health);
      await new Promise((resolve) => setTimeout(resolve, 1_500));
      expect(stays.closed()).toBe(0);
      await postgres.start();
      // What nobody tells of, as if its announcement had been lost with the connection.
      await postgres.run(
        url,
        `insert into channels (id, name, kind) values ('meanwhile', 'Meanwhile', 'text');
       delete from sessions where id = '${gone.refreshToken.split('.')[0]}'`,
      );
      await vi.waitFor(
        () => {
          expect(stays.events.findLast(({ type }) => type === 'channelCreated')).toMatchObject({
            channel: { name: 'Meanwhile' },
          });
          expect(ends.closed()).toBe(4401);
        },
        // Who read everything just before these statements reads it again within a minute.
        { timeout: 75_000 },
      );
      expect(stays.closed()).toBe(0);
      expect((await viaSecond('GET', '/api/me', ada.accessToken)).status).toBe(200);
      const made = (await ok('POST', '/api/channels', { name: 'After', kind: 'text' })) as Channel;
      await vi.waitFor(() =>
        expect(stays.events.findLast(({ type }) => type === 'channelCreated')).toMatchObject({
          channel: { id: made.id },
        }),
      );
    },
  );

  it('a server does not start, and says why', async () => {
    await postgres.kill();
    await expect(openDatabase('', url)).rejects.toMatchObject({ code: 'ECONNREFUSED' });
    await postgres.start();
    await (await connectDatabase('', url)).close();
  });
});
