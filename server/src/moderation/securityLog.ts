import { desc, lt } from 'drizzle-orm';
import type { Database } from '../database/openDatabase.ts';
import { securityLog } from '../database/schema.ts';

type Row = typeof securityLog.$inferSelect;

/** What looks like an attack: failed sign-ins, reused tokens, forged webhooks, wrong codes. */
export interface SecurityLog {
  /** Never rejects: what it tells of is refused whether it can be written down or not. */
  record(kind: Row['kind'], accountId: string | null, address: string): Promise<void>;
  /** Newest first. */
  list(page: { before?: number | undefined; limit: number }): Promise<Row[]>;
}

/** Entries of one kind a minute: whoever attacks must not fill the disk. */
const perMinute = 60;
const longest = 10_000;
const minute = 60_000;

export function createSecurityLog(database: Database, now: () => number): SecurityLog {
  const recent = new Map<Row['kind'], { since: number; count: number }>();
  const isTooMuch = (kind: Row['kind']): boolean => {
    const window = recent.get(kind);
    if (window === undefined || now() - window.since >= minute) {
      recent.set(kind, { since: now(), count: 1 });
      return false;
    }
    window.count += 1;
    return window.count > perMinute;
  };
  return {
    async record(kind, accountId, address) {
      if (isTooMuch(kind)) return;
      try {
        const [written] = await database
          .insert(securityLog)
          .values({ kind, accountId, address, at: now() })
          .returning();
        if (written !== undefined && written.id % 100 === 0) {
          await database.delete(securityLog).where(lt(securityLog.id, written.id - longest));
        }
      } catch {
        // A full disk must not turn a refusal into something else.
      }
    },
    list: ({ before = Number.MAX_SAFE_INTEGER, limit }) =>
      database.select().from(securityLog).where(lt(securityLog.id, before)).orderBy(desc(securityLog.id)).limit(limit),
  };
}
