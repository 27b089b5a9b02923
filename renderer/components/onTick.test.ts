import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { onTick } from './onTick.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

it('shares one timer, keeps everybody’s pace, and ends with the last listener', () => {
  const each = vi.fn<() => void>();
  const fourth = vi.fn<() => void>();
  const stopEach = onTick(1, each);
  const stopFourth = onTick(4, fourth);
  expect(vi.getTimerCount()).toBe(1);
  vi.advanceTimersByTime(8_000);
  expect([each.mock.calls.length, fourth.mock.calls.length]).toEqual([8, 2]);
  stopEach();
  stopEach();
  vi.advanceTimersByTime(4_000);
  expect([each.mock.calls.length, fourth.mock.calls.length]).toEqual([8, 3]);
  stopFourth();
  expect(vi.getTimerCount()).toBe(0);
});
