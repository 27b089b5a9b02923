/** Time from outside, so that tests never sleep. ms, monotonic. */
export interface Clock {
  now(): number;
  /** Calls once after `delay` ms; the returned function takes it back. */
  after(delay: number, call: () => void): () => void;
}

export const browserClock: Clock = {
  now: () => performance.now(),
  after(delay, call) {
    const timer = setTimeout(call, delay);
    return () => clearTimeout(timer);
  },
};

/** Calls every `interval` ms until the returned function is called. */
export function every(clock: Clock, interval: number, call: () => void): () => void {
  let cancel = clock.after(interval, function again() {
    cancel = clock.after(interval, again);
    call();
  });
  return () => cancel();
}
