import { randomUUID } from 'node:crypto';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { PGlite } from '@electric-sql/pglite';
import { permissions } from '@parley/shared/backends/permissions';
import { refreshGrace, type Session } from '@parley/shared/backends/parley/session';
import type { Channel, JoinTicket } from '@parley/shared/backends/channel';
import { eq } from 'drizzle-orm';
import { drizzle } from 'drizzle-orm/pglite';
import { migrate } from 'drizzle-orm/pglite/migrator';
import { decodeJwt } from 'jose';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { accessLife } from '../src/accounts/accessTokens.ts';
import { createServer } from '../src/createServer.ts';
import { openDatabase } from '../src/database/openDatabase.ts';
import { loggable } from '../src/database/queryFailure.ts';
import * as schema from '../src/database/schema.ts';
import { createDirectory } from '../src/directory.ts';
import { createWorld, type World } from './world.ts';

// Started once: PGlite's first start takes seconds.
let world: World;
const day = 24 * 3_600_000;

beforeAll(async () => {
  world = await createWorld(
    {
      accounts: [
        { login: 'Ada', name: 'Ada', password: 'pw-ada' },
        { login: 'mistyper', name: 'Grace', password: 'pw-mistyper' },
        { login: 'Zoe\u0308', name: 'Zo\u00eb', password: 'pw-zoe' },
        { login: 'root', name: 'Root', password: 'pw-root', administrator: true },
      ],
      channels: [
        { name: 'Lobby', kind: 'voice' },
        { name: 'Notes', kind: 'text', position: 1 },
      ],
    },
    { metricsToken: 'a token for metrics' },
  );
});
afterEach(() => world.setClock(0));
afterAll(() => world?.close());

const call: World['call'] = (...request) => world.call(...request);
const signIn: World['signIn'] = (...who) => world.signIn(...who);
const lobby = (token: string): Promise<Channel> => world.channelNamed(token, 'Lobby');
const refresh = ({ refreshToken }: Session) => call('POST', '/api/session/refresh', undefined, { refreshToken });
const refreshed = async (session: Session): Promise<Session> => {
  const { status, body } = await refresh(session);
  expect(status).toBe(200);
  return body as Session;
};

describe('accounts', () => {
  it('signs in by login in any case, and says who it is', async () => {
    const session = await signIn('ada');
    expect(session.account).toMatchObject({ login: 'ada', name: 'Ada', administrator: false });
    expect((await call('GET', '/api/me', session.accessToken)).body).toEqual(session.account);
  });

  it('takes a bearer however the scheme is written, and a login however its accents are', async () => {
    const { accessToken } = await signIn('zoe\u0308', 'pw-zoe');
    expect((await signIn('ZO\u00cb', 'pw-zoe')).account.login).toBe('zo\u00eb');
    const headers = { authorization: `bearer ${accessToken}` };
    expect((await fetch(`${world.server().address}/api/me`, { headers })).status).toBe(200);
  });

  it('answers a wrong password and an unknown login alike, and limits the tries', async () => {
    const wrong = {
      status: 401,
      body: { error: { code: 'wrongCredentials', message: 'Login or password is wrong.' } },
    };
    for (const login of ['nobody', 'nobody', 'nobody']) {
      expect(await call('POST', '/api/session', undefined, { login, password: 'x' })).toEqual(wrong);
    }
    expect(await call('POST', '/api/session', undefined, { login: 'nobody', password: 'x' })).toMatchObject({
      status: 429,
    });
    expect(await call('POST', '/api/session', undefined, { login: 'ada', password: 'x' })).toEqual(wrong);
    await signIn('ada');
  });

  it('limits the tries for one login however it is written', async () => {
    const tries: number[] = [];
    for (const login of ['padded', ' padded', 'padded\t', ' PADDED ', '\u00a0padded']) {
      tries.push((await call('POST', '/api/session', undefined, { login, password: 'x' })).status);
    }
    expect(tries).toEqual([401, 401, 401, 429, 429]);
  });

  it('limits tries that come at the same time', async () => {
    const tries = await Promise.all(
      Array.from({ length: 12 }, () => call('POST', '/api/session', undefined, { login: 'parallel', password: 'x' })),
    );
    expect(tries.filter(({ status }) => status === 401)).toHaveLength(3);
    expect(tries.filter(({ status }) => status === 429)).toHaveLength(9);
  });

  it('counts tries by the caller behind a proxy, whatever callers say of themselves', async () => {
    const tries = async (proxies: readonly string[] | undefined, forwarded: readonly string[]): Promise<number[]> => {
      const server = await createServer({ ...world.config, data: ':memory:', port: 0, proxies });
      const statuses: number[] = [];
      for (const addresses of forwarded) {
        const answer = await fetch(`${server.address}/api/session`, {
          method: 'POST',
          headers: { 'content-type': 'application/json', 'x-forwarded-for': addresses },
          body: JSON.stringify({ login: 'ada', password: 'x' }),
        });
        statuses.push(answer.status);
      }
      await server.close();
      return statuses;
    };
    const attacker = ['192.0.2.1', '192.0.2.7, 192.0.2.1', '203.0.113.5, 192.0.2.1', '127.0.0.1, 192.0.2.1'];
    expect(await tries(['127.0.0.1'], [...attacker, '192.0.2.2'])).toEqual([401, 401, 401, 429, 401]);
    expect(await tries(undefined, ['192.0.2.1', '192.0.2.2', '192.0.2.3', '192.0.2.4'])).toEqual([401, 401, 401, 429]);
  });

  it('does not count a success as a try', async () => {
    const wrong = () => call('POST', '/api/session', undefined, { login: 'mistyper', password: 'x' });
    for (let time = 0; time < 5; time += 1) await signIn(' Mistyper ', 'pw-mistyper');
    expect(await wrong()).toMatchObject({ status: 401 });
    expect(await wrong()).toMatchObject({ status: 401 });
    await signIn('mistyper');
    expect(await wrong()).toMatchObject({ status: 401 });
    expect(await wrong()).toMatchObject({ status: 429 });
  });

  it('signs out', async () => {
    const session = await signIn();
    expect(await call('DELETE', '/api/session', session.accessToken)).toEqual({ status: 204, body: undefined });
    expect(await refresh(session)).toMatchObject({ status: 401 });
  });
});

describe('refresh tokens', () => {
  it('are rotated', async () => {
    const first = await signIn();
    const second = await refreshed(first);
    expect(second.refreshToken).not.toBe(first.refreshToken);
    expect(second.account).toEqual(first.account);
    await refreshed(await refreshed(second));
  });

  it('outlive a lost answer, which is void from then on', async () => {
    const first = await signIn();
    const lost = await refreshed(first);
    world.setClock(refreshGrace - 5_000);
    const second = await refreshed(first);
    const third = await refreshed(second);
    expect(await refresh(lost)).toMatchObject({ status: 401 });
    expect(await refresh(third)).toMatchObject({ status: 401 });
  });

  it('end the session when one is shown a third time', async () => {
    const first = await signIn();
    await refreshed(first);
    const second = await refreshed(first);
    expect(await refresh(first)).toMatchObject({ status: 401, body: { error: { code: 'unauthorised' } } });
    expect(await refresh(second)).toMatchObject({ status: 401 });
  });

  it('end the session when a spent one is shown after a minute', async () => {
    const first = await signIn();
    const second = await refreshed(first);
    world.setClock(refreshGrace + 1);
    expect(await refresh(first)).toMatchObject({ status: 401 });
    expect(await refresh(second)).toMatchObject({ status: 401 });
  });

  it('end the session when an older one than the last is shown', async () => {
    const first = await signIn();
    const third = await refreshed(await refreshed(first));
    expect(await refresh(first)).toMatchObject({ status: 401 });
    expect(await refresh(third)).toMatchObject({ status: 401 });
  });

  it('expire with a session that nobody used for sixty days, for ever; use prolongs it', async () => {
    const idle = await signIn();
    const used = await signIn();
    world.setClock(59 * day);
    const prolonged = await refreshed(used);
    world.setClock(61 * day);
    expect(await refresh(idle)).toMatchObject({ status: 401, body: { error: { code: 'unauthorised' } } });
    await refreshed(prolonged);
    world.setClock(0);
    expect(await refresh(idle)).toMatchObject({ status: 401 });
  });

  it('come with the life of the access token in seconds, as tickets do', async () => {
    const session = await signIn();
    for (const { expiresIn } of [session, await refreshed(session)]) {
      expect(expiresIn).toBeGreaterThanOrEqual(accessLife / 1000 - 1);
      expect(expiresIn).toBeLessThanOrEqual(accessLife / 1000);
    }
    const { id } = await lobby(session.accessToken);
    const ticket = (await call('POST', `/api/channels/${id}/join`, session.accessToken, {})).body as JoinTicket;
    const { exp = 0, nbf = 0 } = decodeJwt(ticket.token);
    expect(ticket.expiresIn).toBe(exp - nbf);
  });
});

describe('malformed input', () => {
  it('is refused before it reaches the database', async () => {
    const { accessToken } = await signIn('root');
    const { id } = await lobby(accessToken);
    const channel = { name: 'x', kind: 'voice' };
    const requests: readonly [method: string, path: string, body?: unknown][] = [
      ['POST', '/api/session', { login: 'a\0b', password: 'x' }],
      ['POST', '/api/session', { login: '\0', password: 'x' }],
      ['POST', '/api/session', { login: '   ', password: 'x' }],
      ['POST', '/api/session/refresh', { refreshToken: 'a\0.b' }],
      ['POST', '/api/channels', { ...channel, name: 'x\0' }],
      ['POST', '/api/channels', { ...channel, topic: '\0' }],
      ['POST', '/api/channels', { ...channel, category: '\0' }],
      ['POST', '/api/channels', { ...channel, position: 2 ** 40 }],
      ['POST', '/api/channels', { ...channel, position: 2 ** 31 }],
      ['POST', '/api/channels', { ...channel, position: -(2 ** 31) - 1 }],
      ['PATCH', `/api/channels/${id}`, { name: '\0' }],
      ['PATCH', `/api/channels/${id}`, { topic: '\0' }],
      ['PATCH', `/api/channels/${id}`, { category: '\0' }],
      ['PATCH', `/api/channels/${id}`, { position: 2 ** 40 }],
      ['PATCH', '/api/channels/%00', { name: 'x' }],
      ['PATCH', '/api/channels/%00', {}],
      ['DELETE', '/api/channels/a%00b'],
      ['POST', '/api/channels/%00/join', {}],
    ];
    for (const [method, path, body] of requests) {
      expect(await call(method, path, accessToken, body), `${method} ${path} ${JSON.stringify(body)}`).toMatchObject({
        status: 400,
        body: { error: { code: 'invalid' } },
      });
    }
  });

  it('does not concern the largest and the smallest position', async () => {
    const { accessToken } = await signIn('root');
    for (const position of [2 ** 31 - 1, -(2 ** 31)]) {
      const made = await call('POST', '/api/channels', accessToken, { name: 'edge', kind: 'text', position });
      expect(made).toMatchObject({ status: 201, body: { position } });
      await call('DELETE', `/api/channels/${(made.body as Channel).id}`, accessToken);
    }
  });

  it('that fails in the database all the same is logged without the parameters', async () => {
    const opened = await openDatabase(':memory:');
    try {
      const query = opened.database.select().from(schema.accounts).where(eq(schema.accounts.login, 'somebody\0'));
      const error = await query.then(
        () => null,
        (thrown: unknown) => thrown,
      );
      expect(String(error)).toContain('somebody');
      expect(loggable(error)).toMatchObject({
        query: expect.stringContaining('"login" = $1') as string,
        sqlState: '22021',
      });
      expect(JSON.stringify(loggable(error))).not.toContain('somebody');
    } finally {
      await opened.close();
    }
  });
});

describe('channels', () => {
  it('lists the seeded ones, and lets administrators change them before everybody\u2019s eyes', async () => {
    const root = await signIn('root');
    const ada = await world.listen((await signIn()).accessToken);
    await vi.waitFor(() => expect(ada.events[0]).toMatchObject({ type: 'snapshot' }));
    const made = await call('POST', '/api/channels', root.accessToken, { name: ' New ', kind: 'voice' });
    expect(made).toMatchObject({ status: 201, body: { name: 'New', occupants: [] } });
    const { id } = made.body as Channel;
    expect(await call('PATCH', `/api/channels/${id}`, root.accessToken, { topic: 'x' })).toMatchObject({
      body: { topic: 'x' },
    });
    expect(await call('DELETE', `/api/channels/${id}`, root.accessToken)).toMatchObject({ status: 204 });
    expect(await call('DELETE', `/api/channels/${id}`, root.accessToken)).toMatchObject({ status: 404 });
    await vi.waitFor(() =>
      expect(ada.events.map(({ type }) => type)).toEqual([
        'snapshot',
        'self',
        'channelCreated',
        'channelUpdated',
        'channelDeleted',
      ]),
    );
    ada.socket.close();
  });

  it('refuses what is malformed, unknown or no voice channel', async () => {
    const { accessToken } = await signIn('root');
    expect(await call('POST', '/api/channels', accessToken, { name: '', kind: 'voice' })).toMatchObject({
      status: 400,
    });
    expect(await call('POST', '/api/channels', accessToken, { name: 'x', kind: 'smell' })).toMatchObject({
      status: 400,
    });
    expect(await call('POST', '/api/channels/none/join', accessToken, {})).toMatchObject({ status: 404 });
    const notes = (await world.channels(accessToken)).find(({ kind }) => kind === 'text');
    expect(await call('POST', `/api/channels/${notes?.id}/join`, accessToken, {})).toMatchObject({
      status: 400,
      body: { error: { code: 'notVoiceChannel' } },
    });
    expect(await call('GET', '/nothing')).toMatchObject({ status: 404, body: { error: { code: 'notFound' } } });
  });
});

describe('occupants', () => {
  it('follow a join and a leave within a second', async () => {
    const session = await signIn();
    const ear = await world.listen(session.accessToken);
    const { id } = await lobby(session.accessToken);
    const answer = await call('POST', `/api/channels/${id}/join`, session.accessToken, { device: 'desk' });
    const ticket = answer.body as JoinTicket;
    expect(ticket).toMatchObject({ url: world.livekit.url, room: id, identity: `${session.account.id}.desk` });
    const room = await world.enter(ticket);
    const occupantsNow = () => ear.events.findLast((event) => event.type === 'occupants' && event.channelId === id);
    await vi.waitFor(
      () =>
        expect(occupantsNow()).toMatchObject({
          occupants: [{ identity: ticket.identity, accountId: session.account.id, name: 'Ada' }],
        }),
      { timeout: 1_000 },
    );
    await room.disconnect();
    await vi.waitFor(() => expect(occupantsNow()).toMatchObject({ occupants: [] }), { timeout: 1_000 });
    ear.socket.close();
  });

  it('are repaired after webhooks were lost', async () => {
    const { accessToken } = await signIn();
    const { id } = await lobby(accessToken);
    await world.server().close();
    const room = await world.enter(await world.botTicket(id));
    await world.restart();
    const again = await signIn();
    expect((await lobby(again.accessToken)).occupants).toMatchObject([
      { identity: 'bot', accountId: '', name: 'A bot' },
    ]);
    await room.disconnect();
    await vi.waitFor(async () => {
      await world.server().services.occupants.reconcile();
      expect((await lobby(again.accessToken)).occupants).toEqual([]);
    });
  });

  it('are sent out of the room of a channel that is gone, and of no room of others', async () => {
    const gone = randomUUID();
    const closed = vi.fn<() => void>();
    const others = vi.fn<() => void>();
    const left = (await world.enter(await world.botTicket(gone))).on('disconnected', closed);
    const standup = (await world.enter(await world.botTicket('standup'))).on('disconnected', others);
    const { accessToken } = await signIn();
    const { id } = await lobby(accessToken);
    const inLobby = (await world.enter(await world.botTicket(id))).on('disconnected', others);
    await world.server().services.occupants.reconcile();
    await vi.waitFor(() => expect(closed).toHaveBeenCalled());
    const rooms = await world.rooms.listRooms();
    expect(rooms.map(({ name }) => name)).toEqual(expect.arrayContaining(['standup', id]));
    expect(rooms.map(({ name }) => name)).not.toContain(gone);
    expect(others).not.toHaveBeenCalled();
    await Promise.all([left, standup, inLobby].map((room) => room.disconnect()));
  });

  it('do not believe a webhook that LiveKit did not sign', async () => {
    const response = await fetch(`${world.server().address}/api/livekit/webhook`, {
      method: 'POST',
      headers: { 'content-type': 'application/webhook+json', authorization: 'x' },
      body: JSON.stringify({ event: 'participant_joined', room: { name: 'r' }, participant: { identity: 'ghost' } }),
    });
    expect(response.status).toBe(401);
  });

  it('leave a channel that is deleted', async () => {
    const root = await signIn('root');
    const made = (await call('POST', '/api/channels', root.accessToken, { name: 'Doomed', kind: 'voice' }))
      .body as Channel;
    const ticket = (await call('POST', `/api/channels/${made.id}/join`, root.accessToken, {})).body as JoinTicket;
    const room = await world.enter(ticket);
    const gone = vi.fn<() => void>();
    room.on('disconnected', gone);
    await call('DELETE', `/api/channels/${made.id}`, root.accessToken);
    await vi.waitFor(() => expect(gone).toHaveBeenCalled());
  });
});

describe('the event stream', () => {
  it('closes with 4401 for a wrong token, and when the token expires', async () => {
    const wrong = await world.listen('garbage');
    await vi.waitFor(() => expect(wrong.closed()).toBe(4401));
    const good = await world.listen((await signIn()).accessToken);
    // Whoever left in the test before may still be told.
    await vi.waitFor(() => expect(good.events.length).toBeGreaterThanOrEqual(2));
    world.setClock(accessLife + 1000);
    await vi.waitFor(() => expect(good.closed()).toBe(4401), { timeout: 15_000, interval: 250 });
    world.setClock(0);
  });
});

describe('the server', () => {
  it('keeps accounts and channels over a restart, and seeding twice changes nothing', async () => {
    const before = await world.channels((await signIn()).accessToken);
    await world.restart();
    expect(await world.channels((await signIn()).accessToken)).toEqual(before);
  });

  it('takes the database of the version before roles: everybody may what they could, administrators everything', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'parley-migrations-'));
    cpSync(new URL('../drizzle', import.meta.url), folder, { recursive: true });
    const journalFile = join(folder, 'meta/_journal.json');
    const journal = JSON.parse(readFileSync(journalFile, 'utf8')) as { entries: unknown[] };
    writeFileSync(journalFile, JSON.stringify({ ...journal, entries: journal.entries.slice(0, 2) }));
    const client = new PGlite();
    const database = drizzle(client, { schema });
    try {
      await migrate(database, { migrationsFolder: folder });
      await client.exec(`insert into accounts values ('a', 'ada', 'Ada', 'x', false, 1), ('r', 'root', 'Root', 'x', true, 1),
          ('z', 'zoe\u0308', 'Z', 'x', false, 1), ('e', 'rene\u0301', 'R', 'x', false, 1), ('f', 'ren\u00e9', 'R', 'x', false, 1);
        insert into channels (id, name, kind) values ('c', 'Lobby', 'voice')`);
      await migrate(database, { migrationsFolder: fileURLToPath(new URL('../drizzle', import.meta.url)) });
      const directory = await createDirectory(database, Date.now);
      expect([...directory.permissions('a', 'c')]).toEqual(['VIEW', 'JOIN', 'SPEAK', 'CAMERA', 'SCREEN', 'SEND']);
      expect([...directory.permissions('r', 'c')]).toEqual(permissions);
      // Logins are composed, but for one that somebody else has already.
      const { rows } = await client.query('select login from accounts order by id');
      const logins = (rows as { login: string }[]).map(({ login }) => login);
      expect(logins).toEqual(['ada', 'rene\u0301', 'ren\u00e9', 'root', 'zo\u00eb']);
    } finally {
      await client.close();
      rmSync(folder, { recursive: true, force: true });
    }
  });

  it('refuses a data folder that another server has', async () => {
    await expect(createServer({ ...world.config, port: 0 })).rejects.toThrow(/Another Parley server/);
  });

  it('signs with a new key: tokens of before are void, and sessions go on', async () => {
    const [root, ada] = [await signIn('root'), await signIn()];
    const ear = await world.listen(ada.accessToken);
    await vi.waitFor(() => expect(ear.events).toHaveLength(2));
    expect(await call('POST', '/api/signing-key', root.accessToken)).toMatchObject({ status: 204 });
    for (const { accessToken } of [root, ada]) {
      expect(await call('GET', '/api/me', accessToken)).toMatchObject({ status: 401 });
    }
    await vi.waitFor(() => expect(ear.closed()).toBe(4401));
    const renewed = await refreshed(ada);
    expect(await call('GET', '/api/me', renewed.accessToken)).toMatchObject({ status: 200 });
    await world.restart();
    expect(await call('GET', '/api/me', renewed.accessToken)).toMatchObject({ status: 200 });
  });

  it('refuses a program that says it speaks another version, and tells which one it speaks itself', async () => {
    const ask = async (path: string, version?: string) => {
      const headers = new Headers(version === undefined ? [] : [['parley-api-version', version]]);
      const answer = await fetch(`${world.server().address}${path}`, { headers });
      return { status: answer.status, body: await answer.json() };
    };
    for (const wrong of ['2', '0', '', '1, 2', 'x'.repeat(1000)]) {
      expect(await ask('/api/channels', wrong), wrong).toEqual({
        status: 400,
        body: {
          error: {
            code: 'versionMismatch',
            message: 'This server speaks version 1 of the protocol, this program another one.',
          },
        },
      });
      expect(await ask('/api/server', wrong)).toMatchObject({ status: 200, body: { apiVersion: 1 } });
    }
    expect(await ask('/api/channels', '1')).toMatchObject({ status: 401 });
    expect(await ask('/api/channels')).toMatchObject({ status: 401 });
  });

  it('tells its metrics to whoever has the token for them', async () => {
    await signIn();
    await call('GET', '/healthz');
    const metrics = (token?: string) =>
      fetch(`${world.server().address}/metrics`, {
        headers: token === undefined ? {} : { authorization: `Bearer ${token}` },
      });
    expect((await metrics()).status).toBe(401);
    expect((await metrics('wrong')).status).toBe(401);
    const answer = await metrics('a token for metrics');
    expect(answer.headers.get('content-type')).toContain('text/plain; version=0.0.4');
    const text = await answer.text();
    expect(text).toMatch(/^parley_channels 2$/m);
    expect(text).toMatch(/^parley_http_requests_total\{method="POST",route="\/api\/session",status="200"\} [1-9]/m);
    expect(text).toMatch(/^parley_http_requests_total\{method="GET",route="\/healthz",status="200"\} 1$/m);
    expect(text).not.toMatch(/[0-9a-f]{8}-[0-9a-f]{4}/);
  });

  it('says that LiveKit is down, to health and to whoever joins', async () => {
    const { accessToken } = await signIn();
    const { id } = await lobby(accessToken);
    expect(await call('GET', '/api/health')).toEqual({ status: 200, body: { database: true, livekit: true } });
    await world.livekit.kill();
    expect(await call('GET', '/api/health')).toEqual({ status: 503, body: { database: true, livekit: false } });
    expect(await call('POST', `/api/channels/${id}/join`, accessToken, {})).toMatchObject({
      status: 503,
      body: { error: { code: 'unavailable' } },
    });
    await world.livekit.restart();
  });
});
