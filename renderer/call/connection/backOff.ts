/**
 * How long to wait before a further attempt, ms: doubling up to a longest one, and somewhere between half and all of
 * that, so that everybody whom one restart threw out does not come back in the same instant.
 */
const backOff = (first: number, longest: number, attempt: number, random: number): number =>
  Math.round(Math.min(longest, first * 2 ** Math.min(30, Math.max(0, attempt - 1))) * (0.5 + random / 2));

/**
 * Before a further attempt of a join: somebody waits for it, and it is over after a few.
 *
 * @param attempt the attempt that failed, from 1
 * @param random 0 ≤ random < 1
 */
export const joinDelay = (attempt: number, random: number): number => backOff(200, 1_000, attempt, random);

/** Attempts of a running call that follow each other fast: about a minute. */
const eagerAttempts = 20;

/** Before a further attempt of a call that was on: fast for a minute, then patiently. As `joinDelay`. */
export const rejoinDelay = (attempt: number, random: number): number =>
  backOff(200, attempt <= eagerAttempts ? 2_500 : 10_000, attempt, random);
