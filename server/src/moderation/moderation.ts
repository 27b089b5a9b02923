import type { AuditLog } from '@parley/shared/backends/parley/moderation';
import { and, desc, eq, isNull, lt, lte } from 'drizzle-orm';
import type { Database } from '../database/openDatabase.ts';
import { auditLog, departedRestrictions, restrictions } from '../database/schema.ts';
import type { Directory, RestrictionRow } from '../directory.ts';

type Kind = RestrictionRow['kind'];

/** What goes into the audit log besides the time. */
export interface Deed {
  readonly action: string;
  readonly by: string;
  readonly accountId?: string | null;
  readonly channelId?: string | null;
  readonly reason?: string;
  readonly detail?: string;
}

/** Hard mutes, bans and the audit log, as they are stored. */
export interface Moderation {
  /** Takes the place of an earlier one of the same kind, person and channel. */
  restrict(restriction: Omit<RestrictionRow, 'createdAt'>): Promise<void>;
  /** False when there was none. */
  lift(kind: Kind, accountId: string, channelId: string | null): Promise<boolean>;
  /** Deletes what has run out. True when there was something. */
  lapse(): Promise<boolean>;
  record(deed: Deed): Promise<void>;
  /** Newest first. */
  audit(page: { before?: number | undefined; limit: number }): Promise<AuditLog['entries']>;
}

export function createModeration(database: Database, directory: Directory, now: () => number): Moderation {
  const nameOf = (id: string | null): string => (id === null ? '' : (directory.member(id)?.name ?? ''));
  return {
    async restrict(restriction) {
      const values = { ...restriction, createdAt: now() };
      await database
        .insert(restrictions)
        .values(values)
        .onConflictDoUpdate({
          target: [restrictions.kind, restrictions.accountId, restrictions.channelId],
          set: values,
        });
    },
    async lift(kind, accountId, channelId) {
      const here = channelId === null ? isNull(restrictions.channelId) : eq(restrictions.channelId, channelId);
      const lifted = await database
        .delete(restrictions)
        .where(and(eq(restrictions.kind, kind), eq(restrictions.accountId, accountId), here))
        .returning();
      return lifted.length > 0;
    },
    async lapse() {
      await database.delete(departedRestrictions).where(lte(departedRestrictions.expiresAt, now()));
      const lapsed = await database.delete(restrictions).where(lte(restrictions.expiresAt, now())).returning();
      return lapsed.length > 0;
    },
    async record({ action, by, accountId = null, channelId = null, reason = '', detail = '' }) {
      await database.insert(auditLog).values({ at: now(), action, by, accountId, channelId, reason, detail });
    },
    async audit({ before = Number.MAX_SAFE_INTEGER, limit }) {
      const rows = await database
        .select()
        .from(auditLog)
        .where(lt(auditLog.id, before))
        .orderBy(desc(auditLog.id))
        .limit(limit);
      return rows.map((row) => ({ ...row, byName: nameOf(row.by), accountName: nameOf(row.accountId) }));
    },
  };
}
