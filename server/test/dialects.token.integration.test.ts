import type { Session } from '@parley/shared/backends/parley/session';
import { decodeJwt, type JWTPayload } from 'jose';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { createServer } from '../src/createServer.ts';
import { defaultDialects } from '../src/config.ts';
import { loadRoutes } from '../src/routes/registerRoutes.ts';
import { createWorld, type World } from './world.ts';

// shared/seeds/ice-over-tcp.txt and shared/seeds/inspire-lab.txt, requirement by requirement, against a real LiveKit server.
let world: World;
let ada: Session;
let root: Session;
const id = { lobby: '', den: '' };
const tokenPath = '/api/video/get-token';
const shared = '/api/livekit/token';

beforeAll(async () => {
  world = await createWorld(
    {
      accounts: [
        { login: 'ada', name: 'Ada', password: 'pw-ada' },
        { login: 'root', name: 'Root', password: 'pw-root', administrator: true },
      ],
      channels: [
        { name: 'my-room', kind: 'voice' },
        { name: 'den', kind: 'voice' },
        { name: 'notes', kind: 'text' },
      ],
    },
    { dialects: { ...defaultDialects, tokenPath } },
  );
  [ada, root] = [await world.signIn('ada'), await world.signIn('root')];
  // A second one of the same name: the seed makes one only.
  await world.call('POST', '/api/channels', root.accessToken, { name: 'den', kind: 'voice', position: 1 });
  id.lobby = (await world.channelNamed(ada.accessToken, 'my-room')).id;
  id.den = (await world.channelNamed(ada.accessToken, 'den')).id;
});
afterAll(() => world?.close());

const ask = (path: string, body: object, bearer: string = ada.accessToken) => world.call('POST', path, bearer, body);
const claimsOf = async (path: string, roomName: string): Promise<JWTPayload & { life: number }> => {
  const answer = await ask(path, { roomName });
  expect(answer).toEqual({ status: 200, body: { token: expect.any(String) as unknown } });
  const claims: JWTPayload = decodeJwt((answer.body as { token: string }).token);
  return { ...claims, life: (claims.exp ?? 0) - (claims.nbf ?? 0) };
};
const deny = async (channelId: string, permissions: readonly string[]) => {
  const overrides = [{ subject: 'account', id: ada.account.id, allow: [], deny: permissions }];
  await world.call('PUT', `/api/channels/${channelId}/overrides`, root.accessToken, { overrides });
};
const refusal = (status: number, message: string) => ({
  status,
  body: { statusCode: status, message, error: message },
});

type Requirement = [section: string, requirement: string, check: () => Promise<void>];

describe('ICE over TCP', () => {
  it.each<Requirement>([
    [
      'Step 2 "Token Generation Endpoint"',
      '{ roomName } is answered by { token } and nothing else',
      async () => expect((await claimsOf(shared, 'my-room')).iss).toBe(world.livekit.apiKey),
    ],
    [
      "Step 2 (`ttl: '10m'`)",
      'the token is for ten minutes',
      async () => expect((await claimsOf(shared, 'my-room')).life).toBe(600),
    ],
    [
      'Step 2 (`addGrant`)',
      'one may join, publish, subscribe and send data',
      async () =>
        expect((await claimsOf(shared, 'my-room'))['video']).toMatchObject({
          roomJoin: true,
          canPublish: true,
          canSubscribe: true,
          canPublishData: true,
        }),
    ],
    [
      'Step 2 ("Your existing auth middleware")',
      'a bearer is needed',
      async () => expect(await ask(shared, { roomName: 'my-room' }, 'x')).toEqual(refusal(401, 'Unauthorized')),
    ],
    [
      'deviation from Step 2 (`room: roomName`)',
      'a room is a channel, by its name or its id, and the token is for the id',
      async () => {
        for (const roomName of ['my-room', id.lobby]) {
          expect((await claimsOf(shared, roomName))['video']).toMatchObject({ room: id.lobby });
        }
        expect(await ask(shared, { roomName: 'made-up' })).toEqual(refusal(404, 'Channel not found'));
        expect(await ask(shared, { roomName: 'notes' })).toEqual(refusal(400, 'Not a voice channel'));
      },
    ],
    [
      'deviation from Step 2 (`room: roomName`)',
      'a name that two channels have is 409 and says what to do; the id is not ambiguous',
      async () => {
        expect(await ask(shared, { roomName: 'den' })).toMatchObject({
          status: 409,
          body: { error: expect.stringContaining('by its id') as unknown },
        });
        expect((await claimsOf(shared, id.den))['video']).toMatchObject({ room: id.den });
        // Whoever sees one of them alone means that one.
        await deny(id.den, ['VIEW']);
        expect((await claimsOf(shared, 'den'))['video']).not.toMatchObject({ room: id.den });
        await deny(id.den, []);
      },
    ],
    [
      'deviation from Step 2 (`identity: username`)',
      'the identity is the account\u2019s id, and the name the one that people see',
      async () => expect(await claimsOf(shared, 'my-room')).toMatchObject({ sub: ada.account.id, name: 'Ada' }),
    ],
    [
      'deviation from Step 2 (`addGrant`)',
      'the grants are no wider than the role, and without JOIN there are none',
      async () => {
        await deny(id.lobby, ['SPEAK', 'SEND']);
        expect((await claimsOf(shared, 'my-room'))['video']).toMatchObject({
          canPublishSources: ['camera', 'screen_share'],
          canPublishData: false,
        });
        await deny(id.lobby, ['JOIN']);
        expect(await ask(shared, { roomName: 'my-room' })).toEqual(refusal(403, 'Forbidden resource'));
        await deny(id.lobby, []);
      },
    ],
  ])('%s: %s', (_section, _requirement, check) => check());

  it('joins for real: occupants know the account, and who is disabled leaves', async () => {
    const { token } = (await ask(shared, { roomName: 'my-room' })).body as { token: string };
    const room = await world.enter({ url: world.livekit.url, token });
    const gone = vi.fn();
    room.on('disconnected', gone);
    await vi.waitFor(async () =>
      expect((await world.channelNamed(root.accessToken, 'my-room')).occupants).toMatchObject([
        { identity: ada.account.id, accountId: ada.account.id, name: 'Ada' },
      ]),
    );
    const disable = (disabled: boolean) =>
      world.call('PATCH', `/api/accounts/${ada.account.id}`, root.accessToken, { disabled, reason: 'x' });
    await disable(true);
    await vi.waitFor(() => expect(gone).toHaveBeenCalled());
    await disable(false);
    ada = await world.signIn('ada');
  });
});

describe('INSPIRE-LAB', () => {
  it.each<Requirement>([
    [
      '"Token Generation" (`ttl: 3600`)',
      'the token is for one hour',
      async () => expect((await claimsOf(tokenPath, 'my-room')).life).toBe(3600),
    ],
    [
      '"Token Generation" (`identity: userId, name: userName`)',
      'it names the account and the person',
      async () => expect(await claimsOf(tokenPath, 'my-room')).toMatchObject({ sub: ada.account.id, name: 'Ada' }),
    ],
    [
      '"Token Generation" (`addGrant`)',
      'one may join, publish and subscribe',
      async () =>
        expect((await claimsOf(tokenPath, 'my-room'))['video']).toMatchObject({
          room: id.lobby,
          roomJoin: true,
          canPublish: true,
          canSubscribe: true,
        }),
    ],
    [
      '"Architecture" 1 ("Request token from Next.js API")',
      'the path is the one of the configuration, and no other',
      async () => {
        const answer = await world.call('POST', defaultDialects.tokenPath, ada.accessToken, { roomName: 'my-room' });
        expect(answer.status).toBe(404);
      },
    ],
    [
      '"Architecture" 1',
      'it may be the path that the others use: then tokens are for an hour there',
      async () => {
        const { address, close } = await createServer({
          ...world.config,
          data: ':memory:',
          port: 0,
          dialects: { ...defaultDialects, tokenPath: shared },
        });
        const post = async (path: string, body: object, bearer = '') => {
          const headers = { 'content-type': 'application/json', authorization: `Bearer ${bearer}` };
          const answer = await fetch(`${address}${path}`, { method: 'POST', headers, body: JSON.stringify(body) });
          return (await answer.json()) as { accessToken: string; token: string };
        };
        const { accessToken } = await post('/api/session', { login: 'ada', password: 'pw-ada' });
        const claims = decodeJwt((await post(shared, { roomName: 'my-room' }, accessToken)).token);
        expect((claims.exp ?? 0) - (claims.nbf ?? 0)).toBe(3600);
        await close();
      },
    ],
    [
      '"Architecture" 1',
      'a path that the server needs itself is refused at the start',
      async () => {
        const loading = loadRoutes({ ...defaultDialects, tokenPath: '/api/session' });
        await expect(loading).rejects.toThrow('PARLEY_TOKEN_PATH is taken: the server has POST /api/session already.');
      },
    ],
  ])('%s: %s', (_section, _requirement, check) => check());
});
