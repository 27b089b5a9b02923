import type { Caller } from './accessTokens.ts';
import { hasEnded, type EndedSessions } from './endedSessions.ts';

/**
 * Who calls, remembered from the last request: checking a token and asking the database whether its session runs is most
 * of what a ticket costs (bench/server). A session that ends is forgotten in the same moment, by whoever ended it here and
 * by what other processes tell; `memory` bounds the rest.
 */
export interface CallerCache {
  /** Null for who is not remembered. */
  known(token: string): Caller | null;
  /** `lookUp` is asked for a token that is not known. Nothing is remembered of tokens that are refused. */
  find(token: string, lookUp: () => Promise<Caller | null>): Promise<Caller | null>;
  forget(ended: EndedSessions): void;
}

/** An announcement of another process that got lost is made up for by then, ms. */
const memory = 10_000;
/** Callers remembered at most; the one found longest ago goes first. */
const longest = 10_000;

export function createCallerCache(now: () => number): CallerCache {
  const known = new Map<string, { readonly caller: Caller; readonly until: number }>();
  // Who was looked up while sessions ended may be one of them.
  let endings = 0;
  const remembered = (token: string): Caller | null => {
    const found = known.get(token);
    return found !== undefined && found.until > now() ? found.caller : null;
  };
  return {
    known: remembered,
    async find(token, lookUp) {
      const found = remembered(token);
      if (found !== null) return found;
      known.delete(token);
      const before = endings;
      const caller = await lookUp();
      if (caller === null || before !== endings) return caller;
      known.set(token, { caller, until: Math.min(now() + memory, caller.expiresAt) });
      const oldest = known.keys().next();
      if (known.size > longest && oldest.done !== true) known.delete(oldest.value);
      return caller;
    },
    forget(ended) {
      endings += 1;
      for (const [token, { caller }] of known) if (hasEnded(ended, caller)) known.delete(token);
    },
  };
}
