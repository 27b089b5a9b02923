/** The first pause, ms. */
const base = 400;
/** No pause is longer, ms. */
const longest = 10_000;

/**
 * How long to wait before a further attempt, ms: doubling from 0.4 s to 10 s, and somewhere between half and all of that,
 * so that everybody whom one restart threw out does not come back in the same instant.
 *
 * @param attempt the attempt that failed, from 1
 * @param random 0 ≤ random < 1
 */
export function backOffDelay(attempt: number, random: number): number {
  const whole = Math.min(longest, base * 2 ** Math.max(0, attempt - 1));
  return Math.round(whole * (0.5 + random / 2));
}
