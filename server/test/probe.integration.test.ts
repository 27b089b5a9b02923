import type { Probe } from '@parley/shared/backends/parley/api';
import { RoomEvent } from '@livekit/rtc-node';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createWorld, type World } from './world.ts';

// What somebody without an account may do to check the way to the voice server, and what not.
let world: World;
const limit = 3;
beforeAll(async () => {
  world = await createWorld(
    { accounts: [{ login: 'ada', name: 'Ada', password: 'pw-ada' }], channels: [{ name: 'Lobby', kind: 'voice' }] },
    { probeLimit: limit, reconcileInterval: 200 },
  );
});
afterAll(() => world?.close());

const rooms = async (): Promise<string[]> => (await world.rooms.listRooms()).map(({ name }) => name);
const claimsOf = (token: string): unknown =>
  JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()) as unknown;

describe('a check of the network', () => {
  it('has a room of its own, in which only data goes, for two minutes', async () => {
    const { status, body } = await world.call('POST', '/api/probe');
    expect(status).toBe(201);
    const { pairs } = body as Probe;
    const tickets = pairs.flat();
    const other = (await world.call('POST', '/api/probe')).body as Probe;
    expect(new Set(tickets.map(({ room }) => room)).size).toBe(1);
    expect(new Set(tickets.map(({ identity }) => identity)).size).toBe(12);
    expect(tickets[0]?.room).not.toBe(other.pairs[0]?.[0].room);
    for (const { token, room, expiresIn } of tickets) {
      expect(expiresIn).toBe(120);
      expect(claimsOf(token)).toMatchObject({
        video: { room, roomJoin: true, canPublish: false, canPublishSources: [], canPublishData: true },
        roomConfig: { maxParticipants: 4 },
      });
    }
    const [first, second] = tickets;
    if (first === undefined || second === undefined) throw new Error('no tickets');
    const near = await world.enter(first);
    const far = await world.enter(second);
    const heard = new Promise<string>((resolve) => {
      far.on(RoomEvent.DataReceived, (data: Uint8Array) => resolve(new TextDecoder().decode(data)));
    });
    await near.localParticipant?.publishData(new TextEncoder().encode('there'), { reliable: true });
    expect(await heard).toBe('there');
    // No channel, and nobody is told of anybody.
    expect(
      [...world.server().services.occupants.all().keys()].filter((room) => !room.startsWith('parley-probe-')),
    ).toEqual([]);
    // Whatever the two ends do, it is over after two minutes.
    world.setClock(121_000);
    await expect.poll(rooms, { timeout: 10_000 }).not.toContain(first.room);
    await near.disconnect();
    await far.disconnect();
    world.setClock(0);
  });

  it('is limited by address, and the answer says how long to wait', async () => {
    world.setClock(240_000);
    const statuses: number[] = [];
    for (let time = 0; time <= limit; time += 1) statuses.push((await world.call('POST', '/api/probe')).status);
    expect(statuses).toEqual([201, 201, 201, 429]);
    const answer = await fetch(`${world.server().address}/api/probe`, { method: 'POST' });
    expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(Number(answer.headers.get('retry-after'))).toBeLessThanOrEqual(60 / limit);
    world.setClock(0);
  });

  it('is refused while the voice server is down', async () => {
    await world.livekit.kill();
    let clock = 480_000;
    const asked = async (): Promise<number> => {
      world.setClock((clock += 60_000));
      return (await world.call('POST', '/api/probe')).status;
    };
    await expect.poll(asked, { timeout: 5_000 }).toBe(503);
    world.setClock(0);
    await world.livekit.restart();
  });
});
