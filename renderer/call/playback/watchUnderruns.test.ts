import { describe, expect, it } from 'vitest';
import { createManualClock } from '../testing/manualClock.ts';
import { countGaps, playoutOf, watchUnderruns, type Latency, type Playout } from './watchUnderruns.ts';

const report = ({ total, synthesized }: Playout) =>
  new Map([
    ['T', { type: 'transport' }],
    ['P', { type: 'media-playout', totalSamplesDuration: total, synthesizedSamplesDuration: synthesized }],
  ]);

describe('countGaps', () => {
  const from = { total: 100, synthesized: 1 };
  it.each([
    ['a window without gaps begins anew', 2, { total: 110, synthesized: 1 }, 0],
    ['one with audible gaps counts', 2, { total: 110, synthesized: 1.2 }, 3],
    ['one in which nothing was played says nothing', 2, { total: 100, synthesized: 1 }, 2],
    ['another connection begins anew', 2, { total: 3, synthesized: 0 }, 0],
  ])('%s', (_, before, to, after) => {
    expect(countGaps(before, from, to)).toBe(after);
  });
});

describe('watchUnderruns', () => {
  async function run(latency: Latency, gaps: readonly boolean[]): Promise<readonly Latency[]> {
    const clock = createManualClock();
    let playout: Playout = { total: 0, synthesized: 0 };
    const proposed: Latency[] = [];
    const watch = watchUnderruns({
      clock,
      readStats: async () => report(playout),
      latency: () => latency,
      onGaps: (instead) => proposed.push(instead),
    });
    watch.setActive(true);
    await clock.advance(10_000);
    for (const gap of gaps) {
      playout = { total: playout.total + 10, synthesized: playout.synthesized + (gap ? 0.3 : 0) };
      await clock.advance(10_000);
    }
    watch.setActive(false);
    await clock.advance(60_000);
    return proposed;
  }

  it('goes one step back after half a minute of gaps, once', async () => {
    expect(await run('lowest', [true, true])).toEqual([]);
    expect(await run('lowest', [true, true, true, true, true])).toEqual(['balanced']);
    expect(await run('balanced', [true, true, true])).toEqual(['safe']);
  });

  it('lets single gaps pass, and cannot go further back than safe', async () => {
    expect(await run('lowest', [true, true, false, true, true, false])).toEqual([]);
    expect(await run('safe', [true, true, true, true])).toEqual([]);
  });

  it('says nothing where the browser does not tell', () => {
    expect(playoutOf(new Map([['T', { type: 'transport' }]]))).toBeNull();
  });
});
