import type { Observable } from '../services/observable.ts';

/** Between two questions, ms. */
export const questionInterval = 5_000;
/** A call is long over for the server by then, and nobody waits longer for a window that does nothing. */
export const unansweredAtMost = 4;

/**
 * Ends a page that hangs in a call: nothing of it is sent (renderer/call/microphone/guard), but it is in the call, in front of the
 * person, and would be for ever. Electron's own `unresponsive` wants somebody who clicks. It counts questions, not time: a machine that
 * slept has asked nothing meanwhile. The returned function ends the watch.
 */
export function watchPage(ports: {
  readonly calling: Observable<boolean>;
  /** Resolves when the page has done something for it. */
  readonly ask: () => Promise<unknown>;
  /** Called once; it is watched again with the next call. */
  readonly onHung: () => void;
}): () => void {
  let timer: NodeJS.Timeout | undefined;
  const stop = (): void => {
    clearInterval(timer);
    timer = undefined;
  };
  const begin = (): void => {
    let unanswered = 0;
    const answered = (): void => void (unanswered = 0);
    stop();
    timer = setInterval(() => {
      if (unanswered >= unansweredAtMost) {
        stop();
        return ports.onHung();
      }
      unanswered += 1;
      // A page that refuses lives as well.
      ports.ask().then(answered, answered);
    }, questionInterval);
  };
  const stopFollowing = ports.calling.onChanged((calling) => (calling ? begin() : stop()));
  if (ports.calling.get()) begin();
  return () => {
    stopFollowing();
    stop();
  };
}
