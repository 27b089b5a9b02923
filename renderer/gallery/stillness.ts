/** The moment of every photograph. Nothing in it depends on the day. */
const moment = Date.UTC(2026, 2, 14, 10, 26, 30);
/** Timers of this length or more are clocks and captions that end; shorter ones are how controls work, ms. */
const clockAtLeast = 1_000;

/**
 * Stops time for the page: `Date.now()` stands, clocks do not tick, captions and offers stay, animations hold their first
 * frame. Called before anything is drawn.
 */
export function standStill(): void {
  Date.now = () => moment;
  const later = window.setTimeout.bind(window);
  window.setTimeout = ((handler: TimerHandler, delay = 0, ...args: unknown[]) =>
    delay >= clockAtLeast ? 0 : later(handler, delay, ...args)) as typeof window.setTimeout;
  window.setInterval = () => 0;
  document.documentElement.dataset['still'] = 'true';
}

/** Runs `task` as if it were `time` ms after the page began: meters keep to a rate by that clock. */
export function atTime(time: number, task: () => void): void {
  const real = performance.now;
  performance.now = () => time;
  try {
    task();
  } finally {
    performance.now = real;
  }
}
