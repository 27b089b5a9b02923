import type { TransportMode } from '@parley/shared/backends/transportMode';
import { describe, expect, it } from 'vitest';
import type { PathKind } from '../callView.ts';
import { createManualClock } from '../testing/manualClock.ts';
import { createClimber } from './climber.ts';

const minute = 60_000;

function createWorld() {
  const clock = createManualClock();
  const world = {
    mode: 'automatic' as TransportMode,
    path: 'TURN-TLS' as PathKind | null,
    answer: { udp: false, tcp: false },
    quiet: true,
    probes: 0,
    climbs: [] as string[],
  };
  const climber = createClimber({
    clock,
    random: () => 0,
    mode: () => world.mode,
    readPath: async () => world.path,
    async probe() {
      world.probes += 1;
      return world.answer;
    },
    mayInterrupt: () => world.quiet,
    climb: (way) => void world.climbs.push(way),
  });
  return { clock, world, climber };
}

describe('a climber', () => {
  it('asks for the best way that answers, five seconds into the call', async () => {
    const { clock, world, climber } = createWorld();
    world.answer = { udp: true, tcp: true };
    climber.start();
    await clock.advance(4_900);
    expect(world.probes).toBe(0);
    await clock.advance(200);
    expect(world.climbs).toEqual(['udp']);
  });

  it('looks again, less and less often, while nothing answers', async () => {
    const { clock, world, climber } = createWorld();
    climber.start();
    for (let passed = 0; passed < 60; passed += 1) await clock.advance(minute);
    expect(world.climbs).toEqual([]);
    expect(world.probes).toBeGreaterThan(6);
    expect(world.probes).toBeLessThan(12);
  });

  it.each<[string, Partial<ReturnType<typeof createWorld>['world']>]>([
    ['where it is on UDP', { path: 'UDP' }],
    ['where TCP only is wanted', { mode: 'tcp' }],
    ['where a relay only is wanted', { mode: 'relay' }],
  ])('does nothing at all %s', async (_, given) => {
    const { clock, world, climber } = createWorld();
    Object.assign(world, given, { answer: { udp: true, tcp: true } });
    climber.start();
    for (let passed = 0; passed < 60; passed += 1) await clock.advance(minute);
    expect(world).toMatchObject({ probes: 0, climbs: [] });
  });

  it('waits for a moment without speech, and not for ever', async () => {
    const { clock, world, climber } = createWorld();
    world.answer = { udp: true, tcp: true };
    world.quiet = false;
    climber.start();
    await clock.advance(10_000);
    expect(world.climbs).toEqual([]);
    world.quiet = true;
    await clock.advance(300);
    expect(world.climbs).toEqual(['udp']);
    climber.climbed(false);
    world.quiet = false;
    for (let passed = 0; passed < 4; passed += 1) await clock.advance(minute);
    expect(world.climbs).toEqual(['udp', 'udp']);
  });

  it('does not interrupt speech for TCP, however long it waits', async () => {
    const { clock, world, climber } = createWorld();
    Object.assign(world, { answer: { udp: false, tcp: true }, quiet: false });
    climber.start();
    for (let passed = 0; passed < 30; passed += 1) await clock.advance(minute);
    expect(world.climbs).toEqual([]);
    expect(world.probes).toBeLessThan(12);
    world.quiet = true;
    for (let passed = 0; passed < 15; passed += 1) await clock.advance(minute);
    expect(world.climbs[0]).toBe('tcp');
  });

  it('rests after a climb whose path died soon, longer each time; not after one that held', async () => {
    const { clock, world, climber } = createWorld();
    world.answer = { udp: true, tcp: true };
    climber.start();
    const times: number[] = [];
    for (let round = 0; round < 4; round += 1) {
      const from = clock.now();
      while (world.climbs.length === round) await clock.advance(1_000);
      times.push(clock.now() - from);
      climber.climbed(true);
      await clock.advance(1_000);
      climber.stop();
      climber.start();
    }
    expect(times.map((time) => Math.round(time / minute))).toEqual([0, 2, 4, 8]);
    while (world.climbs.length === 4) await clock.advance(1_000);
    climber.climbed(true);
    world.path = 'UDP';
    await clock.advance(2 * minute);
    climber.stop();
    world.path = 'TCP';
    climber.start();
    await clock.advance(8 * minute + 1_000);
    expect(world.climbs).toHaveLength(6);
  });

  it('does nothing more once it is stopped, also with an answer on its way', async () => {
    const { clock, world, climber } = createWorld();
    world.answer = { udp: true, tcp: true };
    climber.start();
    climber.stop();
    await clock.advance(minute);
    climber.start();
    const late = clock.advance(5_001);
    climber.stop();
    await late;
    await clock.advance(minute);
    expect(world.climbs).toEqual([]);
  });
});
