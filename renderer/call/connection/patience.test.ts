import { expect, it } from 'vitest';
import { createManualClock } from '../testing/manualClock.ts';
import { createPatience } from './patience.ts';

it('is over ten seconds after a repair began, whatever its attempts, and begins anew with the next one', async () => {
  const clock = createManualClock();
  let told = 0;
  const patience = createPatience(clock, () => (told += 1));
  patience.follow(false);
  patience.follow(true);
  await clock.advance(9_000);
  patience.follow(true);
  expect([patience.isOver(), told]).toEqual([false, 0]);
  await clock.advance(1_000);
  expect([patience.isOver(), told]).toEqual([true, 1]);
  patience.follow(false);
  expect(patience.isOver()).toBe(false);
  patience.follow(true);
  await clock.advance(9_999);
  expect([patience.isOver(), told]).toEqual([false, 1]);
  patience.follow(false);
  await clock.advance(60_000);
  expect(told).toBe(1);
});
