/** Counts failures of a minute by key (address and login). Success is never slowed down. */
export interface FailureLimit {
  isReached(key: string, limit: number, now: number): boolean;
  count(key: string, now: number): void;
}

const minute = 60_000;
/** Keys kept at most: an attacker who makes up logins must not fill the memory. */
const longest = 10_000;

export function createFailureLimit(): FailureLimit {
  const failures = new Map<string, number[]>();
  const recent = (key: string, now: number): number[] => (failures.get(key) ?? []).filter((at) => now - at < minute);
  return {
    isReached: (key, limit, now) => recent(key, now).length >= limit,
    count(key, now) {
      const list = [...recent(key, now), now];
      failures.delete(key);
      failures.set(key, list);
      const oldest = failures.keys().next();
      if (failures.size > longest && oldest.done !== true) failures.delete(oldest.value);
    },
  };
}
