import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createSettable } from '../services/observable.ts';
import { questionInterval, unansweredAtMost, watchPage } from './watchPage.ts';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

const limit = (unansweredAtMost + 1) * questionInterval;

const watched = (calls = true) => {
  const calling = createSettable(calls);
  const page = { hangs: false, refuses: false, asked: 0 };
  const onHung = vi.fn();
  const stopWatching = watchPage({
    calling,
    ask() {
      page.asked += 1;
      if (page.refuses) return Promise.reject(new Error('refused'));
      return page.hangs ? new Promise(() => undefined) : Promise.resolve();
    },
    onHung,
  });
  return { calling, page, onHung, stopWatching };
};

describe('the watch over the page', () => {
  it.each([{ hangs: false }, { refuses: true }])('lets one live that answers %o', async (how) => {
    const { page, onHung } = watched();
    Object.assign(page, how);
    await vi.advanceTimersByTimeAsync(10 * limit);
    expect(page.asked).toBeGreaterThan(10);
    expect(onHung).not.toHaveBeenCalled();
  });

  it('ends one that hangs in a call, once and not early', async () => {
    const { page, onHung } = watched();
    await vi.advanceTimersByTimeAsync(3 * questionInterval);
    page.hangs = true;
    await vi.advanceTimersByTimeAsync(limit - 1);
    expect(onHung).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(1);
    expect(onHung).toHaveBeenCalledOnce();
    await vi.advanceTimersByTimeAsync(10 * limit);
    expect(onHung).toHaveBeenCalledOnce();
  });

  it('lets one live that answers late', async () => {
    const calling = createSettable(true);
    const onHung = vi.fn();
    const late = (unansweredAtMost - 1) * questionInterval;
    watchPage({ calling, ask: () => new Promise((resolve) => setTimeout(resolve, late)), onHung });
    await vi.advanceTimersByTimeAsync(10 * limit);
    expect(onHung).not.toHaveBeenCalled();
  });

  it('asks nothing outside a call, and begins anew with each', async () => {
    const { calling, page, onHung, stopWatching } = watched(false);
    await vi.advanceTimersByTimeAsync(limit);
    expect(page.asked).toBe(0);
    page.hangs = true;
    for (const calls of [true, false, true]) {
      calling.set(calls);
      await vi.advanceTimersByTimeAsync(limit - 1);
    }
    expect(onHung).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(1);
    expect(onHung).toHaveBeenCalledOnce();
    calling.set(false);
    calling.set(true);
    stopWatching();
    await vi.advanceTimersByTimeAsync(limit);
    expect(onHung).toHaveBeenCalledOnce();
  });
});
