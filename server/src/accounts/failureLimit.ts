/** Limits failures of a minute by key (address and login). */
export interface FailureLimit {
  /**
   * Counts a try as failed before its outcome is known: tries that run at the same time must see each other. Returns how
   * to take the count back after success; null, and counts nothing, when the limit is reached. `now` in ms.
   */
  begin(key: string, limit: number, now: number): (() => void) | null;
  /** A try that `begin` counted has failed: told to other processes, where there are some. */
  failed(key: string): void;
  /** One has failed in another process. */
  count(key: string, now: number): void;
}

const minute = 60_000;
/** Keys kept at most: an attacker who makes up logins must not fill the memory. */
const longest = 10_000;

export function createFailureLimit(): FailureLimit {
  const failures = new Map<string, readonly number[]>();
  const recent = (key: string, now: number): number[] => (failures.get(key) ?? []).filter((at) => now - at < minute);
  const count = (key: string, now: number): void => {
    const earlier = recent(key, now);
    // Removed first, so that the map's order is that of the last try.
    failures.delete(key);
    failures.set(key, [...earlier, now]);
    const oldest = failures.keys().next();
    if (failures.size > longest && oldest.done !== true) failures.delete(oldest.value);
  };
  return {
    count,
    failed: () => undefined,
    begin(key, limit, now) {
      if (recent(key, now).length >= limit) return null;
      count(key, now);
      return () => {
        const counted = failures.get(key) ?? [];
        const index = counted.indexOf(now);
        if (index < 0) return;
        if (counted.length === 1) failures.delete(key);
        else failures.set(key, counted.toSpliced(index, 1));
      };
    },
  };
}
