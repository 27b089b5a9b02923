import type { ErrorCode } from '@parley/shared/errors';
import { err, ok, type Result } from '@parley/shared/result';
import { describe, expect, it } from 'vitest';
import { createManualClock } from '../testing/manualClock.ts';
import { createPresence, isDeafened, type OwnPresence } from './presence.ts';

const channel = { server: 'team', id: 'lobby' };
const own = (change: Partial<OwnPresence> = {}): OwnPresence => ({
  channel,
  session: 'PA_1',
  seenDeafened: false,
  deafened: false,
  ...change,
});
const refusal = (code: ErrorCode): Result<null> => err({ code, message: '' });

/** A backend that answers when the test says so. */
function setUp() {
  const clock = createManualClock();
  const told: boolean[] = [];
  let waiting: (answer: Result<null>) => void = () => undefined;
  const presence = createPresence({
    clock,
    tell: (_channel, deafened) => {
      told.push(deafened);
      return new Promise((resolve) => (waiting = resolve));
    },
  });
  const answer = async (outcome: Result<null> = ok(null)): Promise<void> => {
    waiting(outcome);
    await clock.settle();
  };
  return { clock, told, follow: presence.follow, answer };
}

describe('telling the others that we hear nobody', () => {
  it('is told once, when what they see is not so, and taken back', async () => {
    const { clock, told, follow, answer } = setUp();
    follow(own());
    expect(told).toEqual([]);
    follow(own({ deafened: true }));
    follow(own({ deafened: true }));
    await answer();
    follow(own({ deafened: true, seenDeafened: true }));
    await clock.advance(60_000);
    expect(told).toEqual([true]);
    follow(own({ seenDeafened: true }));
    expect(told).toEqual([true, false]);
  });

  it('is told again in each session that does not know it', async () => {
    const { told, follow, answer } = setUp();
    follow(own({ deafened: true }));
    await answer();
    follow(own({ deafened: true, seenDeafened: true }));
    follow(own({ deafened: true, session: 'PA_2' }));
    await answer();
    follow(null);
    follow(own({ deafened: true, session: 'PA_2' }));
    expect(told).toEqual([true, true, true]);
  });

  it('waits for the answer before the next wish, and asks for the last of several', async () => {
    const { told, follow, answer } = setUp();
    follow(own({ deafened: true }));
    follow(own());
    follow(own({ deafened: true }));
    follow(own());
    expect(told).toEqual([true]);
    await answer();
    expect(told).toEqual([true]);
    // What was asked first has come about only now.
    follow(own({ seenDeafened: true }));
    expect(told).toEqual([true, false]);
  });

  it('goes on while the backend is away, in its own time, and ends with the call', async () => {
    const { clock, told, follow, answer } = setUp();
    follow(own({ deafened: true }));
    for (let tries = 1; tries <= 3; tries += 1) {
      await answer(refusal('unavailable'));
      await clock.advance(2_999);
      expect(told).toHaveLength(tries);
      await clock.advance(1);
      expect(told).toHaveLength(tries + 1);
    }
    await answer(refusal('unavailable'));
    follow(null);
    await clock.advance(60_000);
    expect(told).toHaveLength(4);
  });

  it('gives up where the backend says no, or never comes back, until something changes', async () => {
    for (const [code, times] of [
      ['invalid', 1],
      ['forbidden', 1],
      ['notFound', 20],
    ] as const) {
      const { clock, told, follow, answer } = setUp();
      follow(own({ deafened: true }));
      for (let waited = 0; waited < 40; waited += 1) {
        await answer(refusal(code));
        await clock.advance(3_000);
      }
      expect(told, code).toHaveLength(times);
      follow(own({ deafened: true, session: 'PA_2' }));
      expect(told, code).toHaveLength(times + 1);
    }
  });
});

it('knows who hears nobody by the word of the server alone', () => {
  expect(isDeafened({ attributes: { 'parley.deafened': 'true' } })).toBe(true);
  const others: Record<string, string>[] = [{}, { 'parley.deafened': '' }, { deafened: 'true' }];
  for (const attributes of others) {
    expect(isDeafened({ attributes })).toBe(false);
  }
});
