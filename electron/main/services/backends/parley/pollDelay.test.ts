import fc from 'fast-check';
import { expect, it } from 'vitest';
import { firstPoll, nextPoll } from './pollDelay.ts';

const unit = fc.double({ min: 0, max: 1, noNaN: true });

it.each([
  [0, 0, 7_500],
  [0, 1, 12_500],
  [1, 0.5, 20_000],
  [2, 0.5, 40_000],
  [3, 0, 45_000],
  [1_000, 1, 75_000],
])('after %i failures in a row, random %d: %i ms', (failures, random, expected) => {
  expect(nextPoll(failures, random)).toBe(expected);
});

it('asks at once where nothing is shown, and within four seconds where a stream was lost', () => {
  expect(firstPoll(false, 0.9)).toBe(0);
  fc.assert(fc.property(unit, (random) => firstPoll(true, random) >= 500 && firstPoll(true, random) <= 4_000));
});

it('waits no shorter after a failure more, whatever the spread of either', () => {
  fc.assert(
    fc.property(fc.nat(20), unit, (failures, random) => nextPoll(failures + 1, random) >= nextPoll(failures, random)),
  );
});

/** When each of many programs that lose their streams at 0 asks, ms; the server answers from `back` on. */
function asked(seeds: readonly number[], back: number, until: number): readonly number[] {
  return seeds.flatMap((seed) => {
    // One of the simple generators (Park and Miller), one for each program.
    let state = seed + 1;
    const random = (): number => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
    const times: number[] = [];
    let failures = 0;
    for (let at = firstPoll(true, random()); at < until; at += nextPoll(failures, random())) {
      times.push(at);
      failures = at < back ? failures + 1 : 0;
    }
    return times;
  });
}

it('a thousand programs never come together, neither after the loss nor after the return', () => {
  const many = fc.uniqueArray(fc.integer({ min: 1, max: 2_000_000_000 }), { minLength: 1_000, maxLength: 1_000 });
  fc.assert(
    fc.property(many, fc.integer({ min: 0, max: 90_000 }), (seeds, back) => {
      const times = asked(seeds, back, 180_000);
      const seconds = new Map<number, number>();
      for (const at of times) seconds.set(Math.floor(at / 1_000), (seconds.get(Math.floor(at / 1_000)) ?? 0) + 1);
      // Evenly spread over three and a half seconds it would be 286 in each of them.
      expect(Math.max(...seconds.values())).toBeLessThan(400);
      // And later at most as many as ten seconds' worth of one question each lets come, with room for chance.
      expect(Math.max(...[...seconds].filter(([second]) => second > 60).map(([, count]) => count))).toBeLessThan(200);
    }),
    { numRuns: 15 },
  );
});
