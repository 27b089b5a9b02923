import { expect, it } from 'vitest';
import { createRepairPolicy } from './repairPolicy.ts';

it('lets the signalling be taken up again, and nothing else', () => {
  let may = true;
  let severed = 0;
  const policy = createRepairPolicy({ mayRepair: () => may, onSevered: () => (severed += 1), random: () => 0.5 });
  const delays = [0, 1, 2, 3, 24, 25, 500].map((retryCount) => policy.nextRetryDelayInMs({ retryCount, elapsedMs: 0 }));
  expect(delays).toEqual([250, 300, 1_200, 2_500, 2_500, 7_000, 7_000]);
  expect(severed).toBe(0);
  may = false;
  // What a timer can hold: a longer one fires at once.
  expect(policy.nextRetryDelayInMs({ retryCount: 0, elapsedMs: 0 })).toBeLessThan(2 ** 31);
  expect(policy.nextRetryDelayInMs({ retryCount: 0, elapsedMs: 0 })).toBeGreaterThan(3_600_000);
  expect(severed).toBe(2);
});
