import type { Control } from '@parley/shared/hotkeys/binding';
import { idOf } from './bindingMatcher.ts';
import type { ControlEvent } from './sources/source.ts';

/**
 * Keeps a press from opening the microphone long after it happened: a process that stood still finds whole taps waiting.
 * What is late waits a moment for its release, which would be late as well; if that comes, or the system says that the key
 * is up, the press is dropped. Whose key is still down counts after all.
 */
export interface LateEvents {
  /** Hands the event on, at once unless it is a press that comes late. */
  take(event: ControlEvent): void;
  stop(): void;
}

/** A press older than this is late, ms. */
export const lateAfter = 500;

/** How long a late press waits for its release, ms: what has piled up is handed over within far less. */
export const settleTime = 100;

/** How often the process looks at the clock, ms: a look that is late by `lateAfter` tells that it stood still. */
const lookInterval = 100;

export function createLateEvents(ports: {
  readonly deliver: (event: ControlEvent) => void;
  /** Whether the control is down now; null where nobody can tell. */
  readonly isDown: (control: Control) => Promise<boolean | null>;
  /** ms, monotonic. */
  readonly now: () => number;
}): LateEvents {
  const { deliver, isDown, now } = ports;
  /** Late presses, by their control. */
  const waiting = new Map<string, NodeJS.Timeout>();
  let looked = now();
  let stoodUntil = Number.NEGATIVE_INFINITY;
  const look = (): number => {
    const t = now();
    if (t - looked > lookInterval + lateAfter) stoodUntil = t;
    looked = t;
    return t;
  };
  const looking = setInterval(look, lookInterval);
  const wait = (id: string, event: ControlEvent): void => {
    const { control } = event;
    const settle = async (): Promise<void> => {
      const down = control.kind === 'named' ? null : await isDown(control);
      // Its release came meanwhile.
      if (waiting.get(id) !== timer) return;
      waiting.delete(id);
      if (down !== false) deliver(event);
    };
    const timer = setTimeout(() => void settle(), settleTime);
    waiting.set(id, timer);
  };
  return {
    take(event) {
      const t = look();
      const id = idOf(event.control);
      if (event.kind === 'release') {
        clearTimeout(waiting.get(id));
        waiting.delete(id);
        return deliver(event);
      }
      // Its repeat.
      if (waiting.has(id)) return;
      // The event's own time knows better than that of the process, where there is one.
      const isLate = event.age === undefined ? t - stoodUntil < settleTime : event.age > lateAfter;
      if (isLate) wait(id, event);
      else deliver(event);
    },
    stop() {
      clearInterval(looking);
      for (const timer of waiting.values()) clearTimeout(timer);
      waiting.clear();
    },
  };
}
