/**
 * Deliberate fire-and-forget: a failure is logged by its kind alone. Messages of LiveKit's errors may contain tokens and
 * those of the browser device labels, so neither is written.
 */
export function forget(what: string, work: Promise<unknown>): void {
  work.catch((thrown: unknown) => warn(what, thrown));
}

/** Something failed and is dealt with: its kind alone is logged. */
export function warn(what: string, thrown: unknown): void {
  console.warn(`${what}: ${thrown instanceof Error ? thrown.name : typeof thrown}`);
}
