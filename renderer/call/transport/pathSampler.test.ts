import { describe, expect, it } from 'vitest';
import type { PathView } from '../callView.ts';
import type { PathReading } from './pathOf.ts';
import { createPathSampler, nextPath } from './pathSampler.ts';
import { createManualClock } from '../testing/manualClock.ts';

const reading = (roundTrip: number | null, expected = 0, lost = 0): PathReading => ({
  kind: 'UDP',
  roundTrip,
  packets: { expected, lost },
  jitter: null,
});

describe('nextPath', () => {
  it('keeps the last thirty round trips, oldest first', () => {
    let path: PathView | null = null;
    for (let i = 1; i <= 40; i += 1) path = nextPath(path, [reading(i)], i, 'network');
    expect(path?.history).toHaveLength(30);
    expect(path?.history[0]).toBe(11);
    expect(path?.roundTrip).toBe(40);
  });

  it('keeps the known loss while no packets are due', () => {
    const path = nextPath(null, [reading(1, 100, 0), reading(1, 200, 10)], 0, 'network');
    expect(path?.loss).toBeCloseTo(0.1);
    expect(nextPath(path, [reading(1, 200, 10), reading(1, 200, 10)], 0, 'network')?.loss).toBeCloseTo(0.1);
  });
});

it('tells each path once, with when it began', () => {
  const kinds = ['UDP', 'UDP', 'TCP', 'TCP', 'UDP'] as const;
  const path = kinds.reduce<PathView | null>(
    (before, kind, index) => nextPath(before, [{ ...reading(1), kind }], index, index === 0 ? 'joined' : 'network'),
    null,
  );
  expect(path?.changes).toEqual([
    { kind: 'UDP', at: 0, cause: 'joined' },
    { kind: 'TCP', at: 2, cause: 'network' },
    { kind: 'UDP', at: 4, cause: 'network' },
  ]);
});

it('tells of another connection that goes the same way', () => {
  const before = nextPath(null, [reading(1)], 0, 'joined');
  expect(nextPath(before, [reading(1)], 7, 'pathLost')?.changes.at(-1)).toEqual({
    kind: 'UDP',
    at: 7,
    cause: 'pathLost',
  });
});

describe('createPathSampler', () => {
  const stats = new Map<string, object>([
    ['T', { type: 'transport', selectedCandidatePairId: 'P' }],
    ['P', { type: 'candidate-pair', localCandidateId: 'L', currentRoundTripTime: 0.01 }],
    ['L', { type: 'local-candidate', candidateType: 'host', protocol: 'udp' }],
  ]);

  it('reads at once, each second at first and each two seconds later', async () => {
    const clock = createManualClock();
    const seen: (PathView | null)[] = [];
    const sampler = createPathSampler({
      clock,
      epoch: () => 0,
      readStats: async () => stats,
      onPath: (path) => seen.push(path),
    });
    sampler.start('joined');
    await clock.settle();
    expect(seen).toHaveLength(1);
    for (let second = 0; second < 9; second += 1) await clock.advance(1000);
    expect(seen).toHaveLength(10);
    await clock.advance(1000);
    expect(seen).toHaveLength(10);
    await clock.advance(1000);
    expect(seen).toHaveLength(11);
  });

  it('says nothing after it was stopped, not even what was under way', async () => {
    const clock = createManualClock();
    const seen: (PathView | null)[] = [];
    const sampler = createPathSampler({
      clock,
      epoch: () => 0,
      readStats: async () => stats,
      onPath: (path) => seen.push(path),
    });
    sampler.start('joined');
    sampler.stop();
    await clock.advance(10_000);
    expect(seen).toEqual([]);
  });

  it('survives statistics that are refused', async () => {
    const clock = createManualClock();
    const seen: (PathView | null)[] = [];
    let refuse = true;
    const readStats = async (): Promise<typeof stats> => {
      if (refuse) throw new Error('closed');
      return stats;
    };
    createPathSampler({ clock, epoch: () => 0, readStats, onPath: (path) => seen.push(path) }).start('joined');
    await clock.settle();
    refuse = false;
    await clock.advance(200);
    expect(seen).toMatchObject([{ kind: 'UDP', roundTrip: 10 }]);
  });
});
