/**
 * `work`, never twice at once: who asks while it runs shares the one run that follows, which sees everything that was
 * changed before they asked.
 */
export function oneAtATime(work: () => Promise<void>): () => Promise<void> {
  let running: Promise<void> | null = null;
  let next: Promise<void> | null = null;
  const start = (): Promise<void> => {
    next = null;
    running = work().finally(() => (running = null));
    return running;
  };
  return () => next ?? (running === null ? start() : (next = running.then(start, start)));
}
