/**
 * Deliberate fire-and-forget: a failure is logged by its kind alone. Messages of LiveKit's errors may contain tokens and
 * those of the browser device labels, so neither is written.
 */
export function forget(what: string, work: Promise<unknown>): void {
  work.catch((thrown: unknown) => {
    console.warn(`${what}: ${thrown instanceof Error ? thrown.name : typeof thrown}`);
  });
}
