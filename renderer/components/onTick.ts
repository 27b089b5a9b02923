const listeners = new Map<() => void, number>();
let timer: ReturnType<typeof setInterval> | undefined;
let ticks = 0;

/**
 * Calls back every so many seconds until the returned function is called. All share one timer, so that what many pictures
 * draw is one commit of React; without listeners there is none.
 */
export function onTick(seconds: number, listener: () => void): () => void {
  // Wrapped, so that the same function may listen twice.
  const own = (): void => listener();
  listeners.set(own, seconds);
  timer ??= setInterval(() => {
    ticks += 1;
    for (const [call, every] of listeners) if (ticks % every === 0) call();
  }, 1_000);
  return () => {
    listeners.delete(own);
    if (listeners.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  };
}
