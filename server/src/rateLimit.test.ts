import { expect, it } from 'vitest';
import { createRateLimit } from './rateLimit.ts';

it('lets through the limit at once, then evenly, for each key alone', () => {
  let now = 0;
  const { take } = createRateLimit(3, () => now);
  expect([1, 2, 3].map(() => take('ada'))).toEqual([0, 0, 0]);
  expect(take('ada')).toBe(20_000);
  expect(take('bob')).toBe(0);
  now = 15_000;
  expect(take('ada')).toBe(5_000);
  now = 20_000;
  expect([take('ada'), take('ada')]).toEqual([0, 20_000]);
  now = 600_000;
  expect([1, 2, 3, 4].map(() => take('ada') === 0)).toEqual([true, true, true, false]);
});

it('gives nothing for a clock that goes back', () => {
  let now = 60_000;
  const { take } = createRateLimit(1, () => now);
  take('ada');
  now = 0;
  expect(take('ada')).toBe(60_000);
});

it('remembers no more keys than it may', () => {
  const { take } = createRateLimit(1, () => 0);
  for (let key = 0; key < 10_001; key += 1) take(`made up ${key}`);
  expect([take('made up 10000'), take('made up 0')]).toEqual([60_000, 0]);
});
