import type { Clock } from '../microphone/clock.ts';

/** A clock that stands until a test moves it. */
export interface ManualClock extends Clock {
  /** Moves on by `ms`, calls what is due in its order, and lets promises settle after each. */
  advance(ms: number): Promise<void>;
  /** Lets promises that can settle now do so. */
  settle(): Promise<void>;
}

export function createManualClock(): ManualClock {
  let now = 0;
  let next = 0;
  const due = new Map<number, { readonly at: number; readonly call: () => void }>();
  const settle = async (): Promise<void> => {
    for (let i = 0; i < 20; i += 1) await Promise.resolve();
  };
  return {
    now: () => now,
    after(delay, call) {
      const id = (next += 1);
      due.set(id, { at: now + delay, call });
      return () => void due.delete(id);
    },
    settle,
    async advance(ms) {
      const end = now + ms;
      await settle();
      for (;;) {
        const first = [...due].filter(([, { at }]) => at <= end).toSorted((a, b) => a[1].at - b[1].at)[0];
        if (first === undefined) break;
        due.delete(first[0]);
        now = Math.max(now, first[1].at);
        first[1].call();
        await settle();
      }
      now = end;
    },
  };
}
