import { and, eq, gt, isNull, or } from 'drizzle-orm';
import { digest } from '../accounts/codes.ts';
import type { Database } from '../database/openDatabase.ts';
import { departedRestrictions, identities, restrictions } from '../database/schema.ts';

type Transaction = Parameters<Parameters<Database['transaction']>[0]>[0];

const hashOf = (issuer: string, subject: string): string => digest(JSON.stringify([issuer, subject]));

/** Before an account goes: its mutes and bans wait for whoever comes back as the same person of an identity provider. */
export async function keepRestrictions(transaction: Transaction, accountId: string, now: number): Promise<void> {
  const known = await transaction.select().from(identities).where(eq(identities.accountId, accountId));
  const holds = or(isNull(restrictions.expiresAt), gt(restrictions.expiresAt, now));
  const rows = await transaction
    .select()
    .from(restrictions)
    .where(and(eq(restrictions.accountId, accountId), holds));
  const kept = known.flatMap(({ issuer, subject }) =>
    rows.map(({ kind, channelId, by, reason, createdAt, expiresAt }) => ({
      kind,
      channelId,
      by,
      reason,
      createdAt,
      expiresAt,
      identityHash: hashOf(issuer, subject),
    })),
  );
  if (kept.length > 0) await transaction.insert(departedRestrictions).values(kept).onConflictDoNothing();
}

/** The person is here again, by this account: what was kept is its own now. What the account has already stays as it is. */
export async function giveBackRestrictions(
  transaction: Transaction,
  person: { readonly issuer: string; readonly subject: string },
  accountId: string,
  now: number,
): Promise<void> {
  const rows = await transaction
    .delete(departedRestrictions)
    .where(eq(departedRestrictions.identityHash, hashOf(person.issuer, person.subject)))
    .returning();
  const values = rows
    .filter(({ expiresAt }) => expiresAt === null || expiresAt > now)
    .map(({ kind, channelId, by, reason, createdAt, expiresAt }) => ({
      kind,
      channelId,
      by,
      reason,
      createdAt,
      expiresAt,
      accountId,
    }));
  if (values.length > 0) await transaction.insert(restrictions).values(values).onConflictDoNothing();
}
