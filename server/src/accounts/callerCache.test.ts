import { describe, expect, it, vi } from 'vitest';
import { createCallerCache } from './callerCache.ts';
import type { EndedSessions } from './endedSessions.ts';

const ada = { accountId: 'ada', sessionId: 'one', expiresAt: 60_000 };

function createWorld() {
  let at = 0;
  const lookUp = vi.fn<() => Promise<typeof ada | null>>(async () => ada);
  const cache = createCallerCache(() => at);
  return {
    cache,
    lookUp,
    find: () => cache.find('token', lookUp),
    pass: (ms: number) => {
      at += ms;
    },
  };
}

describe('the memory of callers', () => {
  it('asks once in ten seconds, and never past the end of the token', async () => {
    const { find, lookUp, pass } = createWorld();
    for (let i = 0; i < 5; i += 1) expect(await find()).toEqual(ada);
    expect(lookUp).toHaveBeenCalledTimes(1);
    pass(10_000);
    await find();
    expect(lookUp).toHaveBeenCalledTimes(2);
    pass(45_000);
    await find();
    pass(5_000);
    await find();
    expect(lookUp).toHaveBeenCalledTimes(4);
  });

  it.each<[string, EndedSessions, boolean]>([
    ['its session', { sessionId: 'one' }, true],
    ['another session', { sessionId: 'two' }, false],
    ['all of the account', { accountId: 'ada', except: '' }, true],
    ['all of the account but this one', { accountId: 'ada', except: 'one' }, false],
    ['all of another account', { accountId: 'bo', except: '' }, false],
    ['every session', 'all', true],
  ])('forgets at once whoever ended: %s', async (_which, ended, forgotten) => {
    const { cache, find, lookUp } = createWorld();
    await find();
    cache.forget(ended);
    await find();
    expect(lookUp).toHaveBeenCalledTimes(forgotten ? 2 : 1);
  });

  it('remembers nobody whose session ended while the database was asked', async () => {
    const { cache, find, lookUp } = createWorld();
    lookUp.mockImplementationOnce(async () => {
      cache.forget({ sessionId: 'one' });
      return ada;
    });
    await find();
    await find();
    expect(lookUp).toHaveBeenCalledTimes(2);
  });

  it('remembers no refusal, and no more than ten thousand', async () => {
    const { cache, find, lookUp } = createWorld();
    lookUp.mockImplementation(async () => null);
    await find();
    await find();
    expect(lookUp).toHaveBeenCalledTimes(2);
    lookUp.mockImplementation(async () => ada);
    await find();
    for (let i = 0; i < 10_000; i += 1) await cache.find(`other ${i}`, async () => ada);
    const asked = lookUp.mock.calls.length;
    await find();
    expect(lookUp).toHaveBeenCalledTimes(asked + 1);
  });
});
