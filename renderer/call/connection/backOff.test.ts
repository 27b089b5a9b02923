import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { joinDelay, rejoinDelay } from './backOff.ts';

it.each([
  [joinDelay, 1, 0, 100],
  [joinDelay, 1, 0.999, 200],
  [joinDelay, 3, 0.5, 600],
  [joinDelay, 30, 0, 500],
  [rejoinDelay, 1, 0, 100],
  [rejoinDelay, 3, 0.5, 600],
  [rejoinDelay, 20, 0.999, 2499],
  [rejoinDelay, 21, 0.999, 9995],
  [rejoinDelay, 5000, 0, 5000],
])('%o after attempt %i with random %d waits %i ms', (delay, attempt, random, expected) => {
  expect(delay(attempt, random)).toBe(expected);
});

describe('rejoinDelay', () => {
  it('is never shorter than 0.1 s nor longer than 10 s', () => {
    const unit = fc.double({ min: 0, max: 0.999_999, noNaN: true });
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 10_000 }), unit, (attempt, random) => {
        const delay = rejoinDelay(attempt, random);
        return delay >= 100 && delay <= 10_000;
      }),
    );
  });

  it('is over fast: a minute of eager attempts takes no more than a minute', () => {
    const eager = Array.from({ length: 20 }, (_, index) => rejoinDelay(index + 1, 0.999));
    expect(eager.reduce((sum, delay) => sum + delay, 0)).toBeLessThan(60_000);
  });
});
