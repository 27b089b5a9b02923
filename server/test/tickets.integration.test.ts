import type { Session } from '@parley/shared/backends/parley/session';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createWorld, type World } from './world.ts';

// How many tickets an account may ask for, by whatever route.
let world: World;
let ada: Session;
let bob: Session;
let lobby: string;
const limit = 6;

beforeAll(async () => {
  world = await createWorld(
    {
      accounts: [
        { login: 'ada', name: 'Ada', password: 'pw-ada' },
        { login: 'bob', name: 'Bob', password: 'pw-bob' },
      ],
      channels: [{ name: 'Lobby', kind: 'voice' }],
    },
    { ticketLimit: limit },
  );
  [ada, bob] = [await world.signIn('ada'), await world.signIn('bob')];
  lobby = (await world.channelNamed(ada.accessToken, 'Lobby')).id;
});
afterAll(() => world?.close());

/** Every way to a ticket that there is. */
const ways = (): readonly [path: string, body: object | undefined][] => [
  [`/api/channels/${lobby}/join`, {}],
  [`/channels/${lobby}/voice/join`, undefined],
  ['/api/livekit/token', { roomId: lobby }],
  ['/livekit/token', { roomName: 'Lobby' }],
  ['/api/livekit/token', { instance: 'chat', roomName: 'Lobby' }],
  ['/api/token', { roomName: 'Lobby' }],
];

describe('tickets', () => {
  it('of one account are limited, all routes together, and the answer says how long to wait', async () => {
    for (const [path, body] of ways()) {
      expect((await world.call('POST', path, ada.accessToken, body)).status, path).toBeLessThan(300);
    }
    for (const [path, body] of ways()) {
      const answer = await fetch(`${world.server().address}${path}`, {
        method: 'POST',
        headers: { authorization: `Bearer ${ada.accessToken}`, 'content-type': 'application/json' },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      expect(answer.status, path).toBe(429);
      expect(Number(answer.headers.get('retry-after')), path).toBeGreaterThan(0);
      expect(Number(answer.headers.get('retry-after')), path).toBeLessThanOrEqual(60 / limit);
      expect(await answer.text()).toContain('This account asked for too many tickets. Try again in');
    }
    expect((await world.call('POST', `/api/channels/${lobby}/join`, bob.accessToken, {})).status).toBe(200);
    expect((await world.call('GET', '/api/me', ada.accessToken)).status).toBe(200);
  });

  it('are given again after the time that was told, and not before', async () => {
    world.setClock(60_000 / limit + 500);
    expect((await world.call('POST', `/api/channels/${lobby}/join`, ada.accessToken, {})).status).toBe(200);
    expect((await world.call('POST', `/api/channels/${lobby}/join`, ada.accessToken, {})).status).toBe(429);
    world.setClock(0);
  });

  it('that are refused count too: nobody tries out channels without end', async () => {
    const statuses: number[] = [];
    for (let time = 0; time < limit; time += 1) {
      statuses.push((await world.call('POST', '/api/livekit/token', bob.accessToken, { roomId: 'guess' })).status);
    }
    expect(statuses.slice(0, limit - 1)).toEqual(Array.from({ length: limit - 1 }, () => 403));
    expect(statuses.at(-1)).toBe(429);
  });
});
