import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { ghostLife } from '../src/occupants/occupants.ts';
import { startPostgres, type PostgresServer } from './postgresServer.ts';
import { createWorld, type Answer, type World } from './world.ts';

// What the server stands on is gone for a whole minute, in real time: `npm run test:long`.
let postgres: PostgresServer;
let url: string;
let world: World;
let root: string;
const outage = 60_000;
/** Nobody waits longer for a refusal, ms. */
const patience = 6_000;

beforeAll(async () => {
  postgres = await startPostgres();
  url = await postgres.createDatabase();
  world = await createWorld(
    {
      accounts: [{ login: 'root', name: 'Root', password: 'pw-root', administrator: true }],
      channels: [{ name: 'Lobby', kind: 'voice' }],
    },
    { databaseUrl: url, signingSecret: 'a secret of tests, of more than 32 characters', reconcileInterval: 2_000 },
  );
  root = (await world.signIn('root')).accessToken;
});
afterAll(async () => {
  await world?.close();
  await postgres?.stop();
});

/** Asks again and again for a minute; each answer has to come soon. */
async function throughout(ask: () => Promise<Answer>, check: (answer: Answer) => void): Promise<number> {
  const end = Date.now() + outage;
  let asked = 0;
  while (Date.now() < end) {
    const from = Date.now();
    check(await ask());
    expect(Date.now() - from).toBeLessThan(patience);
    asked += 1;
    await new Promise((resolve) => setTimeout(resolve, 1_000));
  }
  return asked;
}

it('PostgreSQL gone for a minute: each request is refused and says why, calls and programs stay, and all is as written', async () => {
  const { id } = await world.channelNamed(root, 'Lobby');
  const room = await world.enter(await world.botTicket(id));
  const left = vi.fn();
  room.on('disconnected', left);
  const ear = await world.listen(root);
  const before = { name: 'Before', kind: 'voice' };
  expect((await world.call('POST', '/api/channels', root, before)).status).toBe(201);
  await postgres.kill();
  const create = () => world.call('POST', '/api/channels', root, { name: 'During', kind: 'voice' });
  const asked = await throughout(create, (answer) => {
    expect(answer).toMatchObject({
      status: 503,
      body: { error: { code: 'unavailable', message: 'The database does not answer.' } },
    });
  });
  expect(asked).toBeGreaterThan(8);
  expect(await world.call('GET', '/healthz')).toMatchObject({ status: 503, body: { database: false, livekit: true } });
  expect(ear.closed()).toBe(0);
  expect(left).not.toHaveBeenCalled();
  await postgres.start();
  await postgres.run(url, `insert into channels (id, name, kind) values ('meanwhile', 'Meanwhile', 'text')`);
  await vi.waitFor(() => expect(JSON.stringify(ear.events)).toContain('Meanwhile'), { timeout: 15_000 });
  await vi.waitFor(async () => expect((await world.call('GET', '/healthz')).status).toBe(200), { timeout: 10_000 });
  expect((await world.channels(root)).map(({ name }) => name).toSorted()).toEqual(['Before', 'Lobby', 'Meanwhile']);
  expect((await create()).status).toBe(201);
  await room.disconnect();
});

it('LiveKit gone for a minute: tickets are refused, the rest goes on, and nobody is a ghost for ten seconds', async () => {
  const { id } = await world.channelNamed(root, 'Lobby');
  const room = await world.enter(await world.botTicket(id));
  const inside = async () => (await world.channelNamed(root, 'Lobby')).occupants.map(({ identity }) => identity);
  await vi.waitFor(async () => expect(await inside()).toEqual(['bot']));
  await world.livekit.kill();
  const killed = Date.now();
  const gone = vi
    .waitFor(async () => expect(await inside()).toEqual([]), { timeout: 2 * ghostLife })
    .then(() => Date.now() - killed);
  const join = () => world.call('POST', `/api/channels/${id}/join`, root, {});
  // What was asked in the last half second is remembered.
  await vi.waitFor(async () => expect((await join()).status).toBe(503), { timeout: patience });
  await throughout(join, (answer) => {
    expect(answer).toMatchObject({
      status: 503,
      body: { error: { code: 'unavailable', message: 'The voice server does not answer.' } },
    });
  });
  // The last answer was up to one comparison before the end.
  expect(await gone).toBeLessThan(ghostLife + 500);
  expect(await inside()).toEqual([]);
  expect((await world.call('PATCH', `/api/channels/${id}`, root, { topic: 'still here' })).status).toBe(200);
  await room.disconnect();
  await world.livekit.restart();
  await vi.waitFor(async () => expect(await inside()).toEqual([]), { timeout: 10_000 });
  await (await world.enter(await world.ticket(root, id))).disconnect();
});
