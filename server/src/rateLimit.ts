/** Limits how often something is done for each key (an account). */
export interface RateLimit {
  /** Counts one. How long to wait for the next, ms; 0 when this one may be done. */
  take(key: string): number;
}

const minute = 60_000;
/** Keys kept at most: one that is forgotten begins anew. */
const longest = 10_000;

/** `limit` at once, and then as many a minute, evenly. */
export function createRateLimit(limit: number, now: () => number): RateLimit {
  const buckets = new Map<string, { left: number; at: number }>();
  return {
    take(key) {
      const at = now();
      const before = buckets.get(key) ?? { left: limit, at };
      const left = Math.min(limit, before.left + (Math.max(0, at - before.at) * limit) / minute);
      const wait = left >= 1 ? 0 : Math.ceil(((1 - left) * minute) / limit);
      // Removed first, so that the map's order is that of the last use.
      buckets.delete(key);
      buckets.set(key, { left: wait === 0 ? left - 1 : left, at });
      const oldest = buckets.keys().next();
      if (buckets.size > longest && oldest.done !== true) buckets.delete(oldest.value);
      return wait;
    },
  };
}
