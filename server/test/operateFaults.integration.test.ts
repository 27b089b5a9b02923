import { execFileSync } from 'node:child_process';
import { createHash, randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Channel } from '@parley/shared/backends/channel';
import { AccessToken } from 'livekit-server-sdk';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { createServer, type ParleyServer } from '../src/createServer.ts';
import { startPostgres, type PostgresServer } from './postgresServer.ts';
import { createWorld, type World } from './world.ts';

let postgres: PostgresServer;
let url: string;
let world: World;
let root: string;
const minute = 60_000;
const signingSecret = 'a secret of tests, of more than 32 characters';

beforeAll(async () => {
  postgres = await startPostgres();
  url = await postgres.createDatabase();
  world = await createWorld(
    {
      accounts: [{ login: 'root', name: 'Root', password: 'pw-root', administrator: true }],
      channels: [{ name: 'Lobby', kind: 'voice' }],
    },
    { databaseUrl: url, signingSecret, signInLimit: 50 },
  );
  root = (await world.signIn('root')).accessToken;
});
afterEach(() => {
  vi.useRealTimers();
  world.setClock(0);
});
afterAll(async () => {
  await world?.close();
  await postgres?.stop();
});

const create = (name: string) => world.call('POST', '/api/channels', root, { name, kind: 'voice' });
const occupants = async (channelId: string) =>
  (await world.channels(root)).find(({ id }) => id === channelId)?.occupants.map(({ identity }) => identity);
/** Asks LiveKit until it is so: an answer that a webhook overtook does not count, and one who left may still be told. */
const reconciled = (channelId: string, expected: readonly string[]) =>
  vi.waitFor(
    async () => {
      await world.server().services.occupants.reconcile();
      expect(await occupants(channelId)).toEqual(expected);
    },
    { timeout: 10_000, interval: 200 },
  );
/** A webhook as LiveKit signs it; `at`: by its clock, ms. */
async function webhook(event: object, at = Date.now()) {
  const { livekit } = world;
  const body = JSON.stringify({ id: randomUUID(), createdAt: String(Math.floor(at / 1000)), ...event });
  const token = new AccessToken(livekit.apiKey, livekit.apiSecret, { ttl: 300 });
  token.sha256 = createHash('sha256').update(body).digest('base64');
  if (at !== Date.now()) vi.useFakeTimers({ toFake: ['Date'], now: at });
  const authorization = await token.toJwt();
  vi.useRealTimers();
  return () =>
    fetch(`${world.server().address}/api/livekit/webhook`, {
      method: 'POST',
      headers: { authorization, 'content-type': 'application/webhook+json' },
      body,
    }).then(({ status }) => status);
}

describe('a database that takes no changes', () => {
  it('is said to be so; reading goes on, and writing when it does again', async () => {
    const name = new URL(url).pathname.slice(1);
    // From another database, which is not read-only.
    const setReadOnly = async (on: boolean): Promise<void> => {
      const from = url.replace(name, 'postgres');
      await postgres.run(from, `alter database ${name} set default_transaction_read_only = ${on}`);
      await postgres.run(from, `select pg_terminate_backend(pid) from pg_stat_activity where datname = '${name}'`);
    };
    await setReadOnly(true);
    await vi.waitFor(async () =>
      expect(await create('x')).toEqual({
        status: 503,
        body: {
          error: {
            code: 'unavailable',
            message: 'The database takes no changes: it is read-only, or its disk is nearly full.',
          },
        },
      }),
    );
    expect((await world.channels(root)).map((channel) => channel.name)).toEqual(['Lobby']);
    await setReadOnly(false);
    await vi.waitFor(async () => expect((await create('y')).status).toBe(201));
    const made = (await world.channels(root)).find((channel) => channel.name === 'y');
    await world.call('DELETE', `/api/channels/${made?.id}`, root);
  });

  const canMount = process.platform === 'linux' && process.getuid?.() === 0;
  it.runIf(canMount)(
    'because its disk is full (a small one, PGlite): a clear answer, then all is well',
    { timeout: 180_000 },
    async () => {
      const disk = mkdtempSync(join(tmpdir(), 'parley-disk-'));
      execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=220m', 'tmpfs', disk]);
      let server: ParleyServer | null = null;
      try {
        const { databaseUrl: _, signingSecret: __, ...config } = world.config;
        server = await createServer({ ...config, data: join(disk, 'data'), port: 0 });
        const { address } = server;
        const post = (path: string, token: string | null, body: object) =>
          fetch(`${address}${path}`, {
            method: 'POST',
            headers: {
              'content-type': 'application/json',
              ...(token === null ? {} : { authorization: `Bearer ${token}` }),
            },
            body: JSON.stringify(body),
          });
        const signedIn = await post('/api/session', null, { login: 'root', password: 'pw-root' });
        const { accessToken } = (await signedIn.json()) as { accessToken: string };
        const { bavail, bsize } = statfsSync(disk);
        writeFileSync(join(disk, 'fill'), Buffer.alloc(bavail * bsize - 30_000_000));
        const createHere = () => post('/api/channels', accessToken, { name: 'full', kind: 'text' });
        await vi.waitFor(async () => expect((await createHere()).status).toBe(503), { timeout: 10_000 });
        const seen = await fetch(`${address}/api/channels`, { headers: { authorization: `Bearer ${accessToken}` } });
        expect(seen.status).toBe(200);
        const { channels } = (await seen.json()) as { channels: Channel[] };
        rmSync(join(disk, 'fill'));
        await vi.waitFor(async () => expect((await createHere()).status).toBe(201), { timeout: 10_000 });
        expect(server.services.directory.channels()).toHaveLength(channels.length + 1);
      } finally {
        await server?.close();
        execFileSync('umount', [disk]);
        rmSync(disk, { recursive: true });
      }
    },
  );
});

describe('LiveKit', () => {
  it('whose clock is a minute off: its webhooks count, and tickets of ours are good', async () => {
    const { id } = await world.channelNamed(root, 'Lobby');
    for (const skew of [-minute, minute - 2_000]) {
      const joined = {
        event: 'participant_joined',
        room: { name: id },
        participant: { identity: 'bot', sid: `PA_${skew}` },
      };
      expect(await (await webhook(joined, Date.now() + skew))(), `webhook ${skew}`).toBe(200);
      vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + skew });
      const ticket = await world.ticket(root, id);
      vi.useRealTimers();
      await (await world.enter(ticket)).disconnect();
    }
    await reconciled(id, []);
  });

  it('whose webhook is shown again, or by somebody else, makes no ghost that stays', async () => {
    const { id } = await world.channelNamed(root, 'Lobby');
    const joined = { event: 'participant_joined', room: { name: id }, participant: { identity: 'bot', sid: 'PA_1' } };
    const left = { ...joined, event: 'participant_left' };
    const [sendJoined, sendLeft] = [await webhook(joined), await webhook(left)];
    expect([await sendJoined(), await sendLeft()]).toEqual([200, 200]);
    expect(await occupants(id)).toEqual([]);
    await sendJoined();
    await reconciled(id, []);
    expect(await (await webhook(joined, Date.now() - 7 * minute))()).toBe(401);
    expect(await occupants(id)).toEqual([]);
  });
});

describe('a channel that is deleted during a join', () => {
  it('is not there for a ticket, and the ticket of before leads nowhere that stays', async () => {
    const { id } = (await create('Short')).body as Channel;
    const ticket = await world.ticket(root, id);
    await world.call('DELETE', `/api/channels/${id}`, root);
    expect(await world.call('POST', `/api/channels/${id}/join`, root, {})).toMatchObject({
      status: 404,
      body: { error: { code: 'notFound' } },
    });
    const room = await world.enter(ticket);
    const gone = vi.fn<() => void>();
    room.on('disconnected', gone);
    await world.server().services.occupants.reconcile();
    await vi.waitFor(() => expect(gone).toHaveBeenCalled());
    await room.disconnect();
  });
});

describe('two servers whose clocks are a minute apart', () => {
  it('take each other\u2019s access tokens and refresh tokens', async () => {
    const ahead = await createServer({ ...world.config, port: 0 }, () => Date.now() + minute);
    try {
      const at = (method: string, path: string, token?: string, body?: object) =>
        fetch(`${ahead.address}${path}`, {
          method,
          headers: {
            ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
            ...(body === undefined ? {} : { 'content-type': 'application/json' }),
          },
          ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        });
      const here = await world.signIn('root');
      expect((await at('GET', '/api/me', here.accessToken)).status).toBe(200);
      const renewedThere = await at('POST', '/api/session/refresh', undefined, { refreshToken: here.refreshToken });
      const there = (await renewedThere.json()) as typeof here;
      expect((await world.call('GET', '/api/me', there.accessToken)).status).toBe(200);
      const again = await world.call('POST', '/api/session/refresh', undefined, { refreshToken: there.refreshToken });
      expect(again.status).toBe(200);
    } finally {
      await ahead.close();
    }
  });
});
