/** The longest that a change waits while the window is hidden and no frames are drawn, ms. */
const hiddenDelay = 50;

export interface FramePorts {
  requestFrame(call: () => void): number;
  cancelFrame(handle: number): void;
  setTimer(call: () => void, delay: number): number;
  clearTimer(handle: number): void;
}

const browserFrames: FramePorts = {
  requestFrame: (call) => requestAnimationFrame(call),
  cancelFrame: (handle) => cancelAnimationFrame(handle),
  setTimer: (call, delay) => window.setTimeout(call, delay),
  clearTimer: (handle) => window.clearTimeout(handle),
};

/** Many calls within one animation frame become one; in a hidden window, which draws none, one every 50 ms. */
export function coalesce(flush: () => void, ports: FramePorts = browserFrames): { schedule(): void; cancel(): void } {
  let frame: number | null = null;
  let timer: number | null = null;
  const cancel = (): void => {
    if (frame !== null) ports.cancelFrame(frame);
    if (timer !== null) ports.clearTimer(timer);
    frame = null;
    timer = null;
  };
  const run = (): void => {
    cancel();
    flush();
  };
  return {
    cancel,
    schedule() {
      if (frame !== null) return;
      frame = ports.requestFrame(run);
      timer = ports.setTimer(run, hiddenDelay);
    },
  };
}
