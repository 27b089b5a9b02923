import { every, type Clock } from '../clock.ts';

/** Between two questions, ms. */
const pause = 500;
/** A busy machine may let one go unanswered. */
const unansweredAtMost = 2;

/**
 * Asks again and again whether somebody is alive, and tells once when they are not, which is after 1 to 1.5 s. It counts questions, not
 * time: a machine that slept has asked nothing in between.
 */
export function watchAlive(ports: { readonly clock: Clock; readonly ask: () => void; readonly onDead: () => void }): {
  answered(): void;
  stop(): void;
} {
  let unanswered = 0;
  const stop = every(ports.clock, pause, () => {
    if (unanswered >= unansweredAtMost) {
      stop();
      return ports.onDead();
    }
    unanswered += 1;
    ports.ask();
  });
  return {
    answered: () => void (unanswered = 0),
    stop,
  };
}
