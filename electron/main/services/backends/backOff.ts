/** Waiting before try number `attempt` (from 0), ms: half a second, doubling up to 15 s, spread by ±25 % (`random` in 0..1). */
export const backOff = (attempt: number, random: number): number =>
  Math.round(Math.min(15_000, 500 * 2 ** Math.min(attempt, 10)) * (0.75 + random * 0.5));
