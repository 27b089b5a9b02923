import type { ParleyError } from '@parley/shared/errors';
import type { WayFault } from '@parley/shared/ipc/contract';
import { expect, it } from 'vitest';
import { createManualClock, type ManualClock } from '../testing/manualClock.ts';
import { createRepairTrouble, type Repair, type RepairTrouble } from './repairTrouble.ts';

const voice = 'wss://rtc.example.org:7443';
const stripped: WayFault = {
  cause: 'upgradeStripped',
  detail: 'HTTP status 403 in place of a WebSocket.',
  endpoints: [],
};
const down: ParleyError = { code: 'unavailable', reason: 'voiceServerDown', message: 'LiveKit did not answer.' };
const signalling: Repair = { error: null, signalling: true, voice };

interface World {
  readonly trouble: RepairTrouble;
  readonly clock: ManualClock;
  readonly asked: (string | null)[];
  fault: WayFault | null;
  changes: number;
}
function createWorld(): World {
  const clock = createManualClock();
  const asked: (string | null)[] = [];
  const world: World = {
    clock,
    asked,
    fault: stripped,
    changes: 0,
    trouble: createRepairTrouble({
      clock,
      async findFault(about) {
        asked.push(about);
        return world.fault;
      },
      onChange: () => (world.changes += 1),
    }),
  };
  return world;
}

it('of the signalling names after ten seconds what stands in its way, although no attempt failed that we made', async () => {
  const { trouble, clock, asked } = createWorld();
  trouble.follow(signalling);
  await clock.advance(9_999);
  expect([trouble.told(), asked]).toEqual([null, []]);
  await clock.advance(1);
  expect(trouble.told()).toMatchObject({ reason: 'upgradeStripped', voiceServer: 'rtc.example.org:7443' });
  expect(asked).toEqual([voice]);
});

it('of the signalling tells that it does not come about where nothing stands in its way', async () => {
  const world = createWorld();
  world.fault = null;
  world.trouble.follow(signalling);
  await world.clock.advance(10_000);
  expect(world.trouble.told()).toMatchObject({ reason: 'voiceServerDown' });
});

it('looks again while the repair goes on, and tells the change', async () => {
  const world = createWorld();
  world.trouble.follow(signalling);
  await world.clock.advance(10_000);
  world.fault = { ...stripped, cause: 'loginPage' };
  const before = world.changes;
  await world.clock.advance(20_000);
  expect(world.trouble.told()).toMatchObject({ reason: 'loginPage' });
  expect(world.changes).toBeGreaterThan(before);
});

it.each<[string, ParleyError, string | null]>([
  ['the voice server', down, voice],
  ['the server', { ...down, reason: 'serverUnreachable' }, null],
  ['the server', { ...down, reason: 'notParleyServer' }, null],
])('asks about %s where that is what does not answer', async (_who, error, about) => {
  const { trouble, clock, asked } = createWorld();
  trouble.follow({ error, signalling: false, voice });
  await clock.advance(10_000);
  expect(asked).toEqual([about]);
  expect(trouble.told()?.voiceServer).toBe(about === null ? undefined : 'rtc.example.org:7443');
  expect(trouble.told()).toMatchObject({ reason: 'upgradeStripped' });
});

it('asks nobody where an attempt has told the cause, and tells that', async () => {
  const { trouble, clock, asked } = createWorld();
  const error: ParleyError = { code: 'unavailable', reason: 'mediaBlocked', message: 'No media.' };
  trouble.follow({ error, signalling: false, voice });
  await clock.advance(15_000);
  expect([trouble.told(), asked]).toEqual([error, []]);
});

it('says nothing of one server that was found out about another', async () => {
  const { trouble, clock } = createWorld();
  trouble.follow({ error: down, signalling: false, voice });
  await clock.advance(10_000);
  const ticket: ParleyError = { ...down, reason: 'serverUnreachable' };
  trouble.follow({ error: ticket, signalling: false, voice });
  expect(trouble.told()).toEqual(ticket);
});

it('of an attempt that is still under way tells only what is found', async () => {
  const world = createWorld();
  world.fault = null;
  world.trouble.follow({ error: null, signalling: false, voice });
  await world.clock.advance(10_000);
  expect(world.trouble.told()).toBeNull();
  world.fault = stripped;
  await world.clock.advance(20_000);
  expect(world.trouble.told()).toMatchObject({ reason: 'upgradeStripped' });
});

it('is silent once the call is repaired, and knows nothing of it the next time', async () => {
  const world = createWorld();
  world.trouble.follow(signalling);
  await world.clock.advance(10_000);
  world.trouble.follow(null);
  expect(world.trouble.told()).toBeNull();
  const { length } = world.asked;
  await world.clock.advance(120_000);
  expect(world.asked).toHaveLength(length);
  world.fault = null;
  world.trouble.follow(signalling);
  await world.clock.advance(10_000);
  expect(world.trouble.told()).toMatchObject({ reason: 'voiceServerDown' });
});
