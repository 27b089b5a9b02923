import type { Clock } from '../microphone/clock.ts';

/** A repair that takes longer than this is told with its cause, ms. */
const limit = 10_000;

/** Whether a repair goes on for so long that one wants to know why. */
export interface Patience {
  follow(repairing: boolean): void;
  isOver(): boolean;
}

export function createPatience(clock: Clock, onOver: () => void): Patience {
  let over = false;
  let cancel: (() => void) | null = null;
  return {
    follow(repairing) {
      if (repairing === (cancel !== null)) return;
      cancel?.();
      over = false;
      cancel = repairing
        ? clock.after(limit, () => {
            over = true;
            onOver();
          })
        : null;
    },
    isOver: () => over,
  };
}
