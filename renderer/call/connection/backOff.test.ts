import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { backOffDelay } from './backOff.ts';

describe('backOffDelay', () => {
  it.each([
    [1, 0, 200],
    [1, 0.999, 400],
    [2, 0, 400],
    [3, 0.5, 1200],
    [6, 0, 5000],
    [30, 0.999, 9995],
  ])('after attempt %i with random %d waits %i ms', (attempt, random, delay) => {
    expect(backOffDelay(attempt, random)).toBe(delay);
  });

  it('is never shorter than 0.2 s nor longer than 10 s', () => {
    const unit = fc.double({ min: 0, max: 0.999_999, noNaN: true });
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 10_000 }), unit, (attempt, random) => {
        const delay = backOffDelay(attempt, random);
        return delay >= 200 && delay <= 10_000;
      }),
    );
  });
});
