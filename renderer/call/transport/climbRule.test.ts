import { transportModes } from '@parley/shared/backends/transportMode';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { PathKind } from '../callView.ts';
import {
  betterThan,
  chooseWay,
  climbPause,
  freshClimb,
  mayClimb,
  nextClimb,
  trialTime,
  type ClimbMemory,
  type ClimbWay,
} from './climbRule.ts';

const kinds: readonly PathKind[] = ['UDP', 'TCP', 'TURN-UDP', 'TURN-TCP', 'TURN-TLS'];
const anyMemory = fc.record({ closed: fc.nat(60), falls: fc.nat(60) });
const anyRandom = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });

it.each<[PathKind, boolean, boolean, ClimbWay | null]>([
  ['TURN-TLS', true, true, 'udp'],
  ['TURN-TLS', false, true, 'tcp'],
  ['TURN-TLS', true, false, 'udp'],
  ['TURN-TLS', false, false, null],
  ['TURN-TCP', false, true, 'tcp'],
  ['TURN-UDP', false, true, null],
  ['TURN-UDP', true, true, 'udp'],
  ['TCP', true, true, 'udp'],
  ['TCP', false, true, null],
  ['UDP', true, true, null],
])('from %s, with an answer by UDP: %s, by TCP: %s, to %s', (kind, udp, tcp, way) =>
  expect(chooseWay(kind, { udp, tcp })).toBe(way),
);

describe('a call', () => {
  it('climbs only where nobody chose the ways, and never from UDP', () => {
    for (const mode of transportModes)
      for (const kind of kinds) expect(mayClimb(mode, kind)).toBe(mode === 'automatic' && kind !== 'UDP');
  });

  it('never climbs to what it left, nor in a circle', () => {
    const rank = (kind: PathKind): number => kinds.indexOf(kind);
    for (const kind of kinds)
      for (const way of betterThan(kind)) expect(rank(way === 'udp' ? 'UDP' : 'TCP')).toBeLessThan(rank(kind));
  });
});

describe('climbPause', () => {
  it('grows with each look in vain, and with each fall; both have an end', () => {
    fc.assert(
      fc.property(anyMemory, anyRandom, (memory, random) => {
        const pause = climbPause(memory, random);
        expect(pause).toBeGreaterThanOrEqual(5_000);
        expect(pause).toBeLessThanOrEqual(75 * 60_000);
        for (const event of ['closed', 'fell'] as const) {
          if (event === 'fell' && memory.closed > 0) continue;
          expect(climbPause(nextClimb(memory, event), random)).toBeGreaterThanOrEqual(pause);
        }
      }),
    );
  });

  it('is short again in another network', () => {
    fc.assert(
      fc.property(anyMemory, (memory) => {
        expect(climbPause(nextClimb(memory, 'network'), 0)).toBe(5_000);
      }),
    );
  });

  it('lets a call go up and fall down only a few times an hour, whatever happens', () => {
    fc.assert(
      fc.property(
        fc.array(fc.record({ holds: fc.integer({ min: 0, max: trialTime - 1 }), random: anyRandom }), {
          minLength: 60,
        }),
        (falls) => {
          let memory: ClimbMemory = freshClimb;
          let time = 0;
          let climbs = 0;
          for (const { holds, random } of falls) {
            time += climbPause(memory, random);
            if (time > 60 * 60_000) break;
            climbs += 1;
            time += holds;
            memory = nextClimb(memory, 'fell');
          }
          expect(climbs).toBeLessThanOrEqual(6);
        },
      ),
    );
  });
});
