import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { refreshGrace, type Account, type Session } from '@parley/shared/backends/parleyApi';
import { and, eq, gt, lte, or, sql } from 'drizzle-orm';
import type { Database } from '../database/openDatabase.ts';
import { accounts, sessions } from '../database/schema.ts';
import { failure } from '../routes/failure.ts';
import type { AccessTokens } from './accessTokens.ts';
import { normaliseLogin } from './normaliseLogin.ts';
import { verifyPassword } from './passwords.ts';

/** Signing in, staying signed in, signing out. */
export interface Sessions {
  /** Throws `wrongCredentials`. */
  signIn(login: string, password: string): Promise<Session>;
  /**
   * Spends the token. The token spent last is taken once more within `refreshGrace`, because its answer may have been
   * lost; any other spent one ends the whole session: two have it. Throws `unauthorised`, also when the session expired.
   */
  refresh(refreshToken: string): Promise<Session>;
  signOut(sessionId: string): Promise<void>;
  account(id: string): Promise<Account | null>;
}

/** A session that nobody used for this long ends, ms. */
const sessionLife = 60 * 24 * 3_600_000;

const digest = (token: string): string => createHash('sha256').update(token).digest('hex');

export function createSessions(database: Database, tokens: AccessTokens, now: () => number): Sessions {
  type AccountRow = typeof accounts.$inferSelect;
  const publicAccount = ({ id, login, name, administrator }: AccountRow): Account => ({
    id,
    login,
    name,
    administrator,
  });

  // `<session>.<secret>`: a spent token still names its session.
  const newRefresh = (sessionId: string): string => `${sessionId}.${randomBytes(32).toString('base64url')}`;
  const answer = async (row: AccountRow, sessionId: string, refreshToken: string): Promise<Session> => ({
    ...(await tokens.issue({ accountId: row.id, sessionId, administrator: row.administrator })),
    refreshToken,
    account: publicAccount(row),
  });
  const accountRow = async (id: string): Promise<AccountRow | undefined> =>
    (await database.select().from(accounts).where(eq(accounts.id, id)))[0];

  return {
    async signIn(login, password) {
      const [row] = await database
        .select()
        .from(accounts)
        .where(eq(accounts.login, normaliseLogin(login)));
      if (!(await verifyPassword(row?.passwordHash ?? null, password)) || row === undefined) {
        throw failure('wrongCredentials', 'Login or password is wrong.');
      }
      const id = randomUUID();
      const refreshToken = newRefresh(id);
      await database
        .insert(sessions)
        .values({ id, accountId: row.id, refreshHash: digest(refreshToken), expiresAt: now() + sessionLife });
      return answer(row, id, refreshToken);
    },
    async refresh(refreshToken) {
      const refused = failure('unauthorised', 'The session is over.');
      const id = refreshToken.split('.')[0] ?? '';
      const next = newRefresh(id);
      const shown = digest(refreshToken);
      const at = now();
      await database.delete(sessions).where(lte(sessions.expiresAt, at));
      const isCurrent = eq(sessions.refreshHash, shown);
      const isLastSpent = and(eq(sessions.previousRefreshHash, shown), gt(sessions.rotatedAt, at - refreshGrace));
      // One statement, so that of two requests with the same token one finds it spent.
      const [session] = await database
        .update(sessions)
        .set({
          refreshHash: digest(next),
          // Of a token shown for the second time nothing is kept: a third time is reuse, and so is its lost successor.
          previousRefreshHash: sql`case when ${isCurrent} then ${sessions.refreshHash} end`,
          rotatedAt: at,
          expiresAt: at + sessionLife,
        })
        .where(and(eq(sessions.id, id), or(isCurrent, isLastSpent)))
        .returning();
      if (session === undefined) {
        await database.delete(sessions).where(eq(sessions.id, id));
        throw refused;
      }
      const row = await accountRow(session.accountId);
      if (row === undefined) throw refused;
      return answer(row, id, next);
    },
    async signOut(sessionId) {
      await database.delete(sessions).where(eq(sessions.id, sessionId));
    },
    async account(id) {
      const row = await accountRow(id);
      return row === undefined ? null : publicAccount(row);
    },
  };
}
