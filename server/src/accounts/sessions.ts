import { randomBytes, randomUUID } from 'node:crypto';
import { refreshGrace, type Account, type Session, type SessionList } from '@parley/shared/backends/parley/session';
import { and, desc, eq, gt, inArray, isNull, lte, ne, or, sql, type SQL } from 'drizzle-orm';
import type { Database } from '../database/openDatabase.ts';
import { accounts, sessions } from '../database/schema.ts';
import { failure } from '../routes/failure.ts';
import type { SecurityLog } from '../moderation/securityLog.ts';
import type { AccessTokens, Caller } from './accessTokens.ts';
import { createCallerCache } from './callerCache.ts';
import type { EndedSessions } from './endedSessions.ts';
import { digest } from './codes.ts';
import { normaliseLogin } from './normaliseLogin.ts';
import { verifyPassword } from './passwords.ts';

/** Signing in, staying signed in, signing out. */
export interface Sessions {
  /** Throws `wrongCredentials`; `forbidden` when the password is right and the account disabled. */
  signIn(login: string, password: string, program: string, address: string): Promise<Session>;
  /** A session for an account that has just proved itself. Throws `forbidden` when it is disabled. */
  begin(accountId: string, program: string): Promise<Session>;
  /** Whom a token was found to be of lately; null says nothing. */
  known(accessToken: string): Caller | null;
  /** Null unless the token is one of ours, its session runs and its account may be used. */
  caller(accessToken: string): Promise<Caller | null>;
  /** Another process ended these, or the key changed. */
  forget(ended: EndedSessions): void;
  /**
   * Spends the token. The token spent last is taken once more within `refreshGrace`, because its answer may have been
   * lost; any other spent one ends the whole session: two have it. Throws `unauthorised`, also when the session expired.
   */
  refresh(refreshToken: string, address: string): Promise<Session>;
  /** Ends one session, of this account. False when there is none. */
  end(accountId: string, sessionId: string): Promise<boolean>;
  /** Ends all sessions of an account, but for `except`. */
  endAll(accountId: string, except?: string): Promise<void>;
  list(caller: Caller): Promise<SessionList['sessions']>;
  /** Those of `sessionIds` that run, of accounts that may be used. */
  running(sessionIds: readonly string[]): Promise<ReadonlySet<string>>;
  account(id: string): Promise<Account | null>;
}

/** A session that nobody used for this long ends, ms. */
const sessionLife = 60 * 24 * 3_600_000;

export function createSessions(ports: {
  database: Database;
  tokens: AccessTokens;
  now: () => number;
  securityLog: SecurityLog;
  /** These sessions ended: what they still hold open has to close. */
  onEnded: (ended: EndedSessions) => void;
}): Sessions {
  const { database, tokens, now, securityLog } = ports;
  const callers = createCallerCache(now);
  const onEnded = (ended: EndedSessions): void => {
    callers.forget(ended);
    ports.onEnded(ended);
  };
  type AccountRow = typeof accounts.$inferSelect;
  const publicAccount = ({ id, login, name, administrator, guestLinkId }: AccountRow): Account => ({
    id,
    login,
    name,
    administrator,
    ...(guestLinkId === null ? {} : { guest: true }),
  });

  // `<session>.<secret>`: a spent token still names its session.
  const newRefresh = (sessionId: string): string => `${sessionId}.${randomBytes(32).toString('base64url')}`;
  const answer = async (row: AccountRow, sessionId: string, refreshToken: string): Promise<Session> => ({
    ...(await tokens.issue({ accountId: row.id, sessionId })),
    refreshToken,
    account: publicAccount(row),
  });
  const accountRow = async (id: string): Promise<AccountRow | undefined> =>
    (await database.select().from(accounts).where(eq(accounts.id, id)))[0];

  const beginIfEnabled = async (row: AccountRow, program: string): Promise<Session> => {
    if (row.disabledAt !== null) throw failure('forbidden', 'The account is disabled.');
    const id = randomUUID();
    const refreshToken = newRefresh(id);
    await database.insert(sessions).values({
      id,
      accountId: row.id,
      program,
      createdAt: now(),
      refreshHash: digest(refreshToken),
      expiresAt: now() + sessionLife,
    });
    return answer(row, id, refreshToken);
  };

  const running = (which: SQL | undefined) =>
    database
      .select({ id: sessions.id })
      .from(sessions)
      .innerJoin(accounts, eq(accounts.id, sessions.accountId))
      .where(and(which, gt(sessions.expiresAt, now()), isNull(accounts.disabledAt)));

  return {
    async signIn(login, password, program, address) {
      const [row] = await database
        .select()
        .from(accounts)
        .where(eq(accounts.login, normaliseLogin(login)));
      if (!(await verifyPassword(row?.passwordHash ?? null, password)) || row === undefined) {
        await securityLog.record('signInFailed', row?.id ?? null, address);
        throw failure('wrongCredentials', 'Login or password is wrong.');
      }
      return beginIfEnabled(row, program);
    },
    async begin(accountId, program) {
      const row = await accountRow(accountId);
      if (row === undefined) throw failure('unauthorised', 'The account is gone.');
      return beginIfEnabled(row, program);
    },
    known: callers.known,
    caller: (accessToken) =>
      callers.find(accessToken, async () => {
        const caller = await tokens.verify(accessToken);
        if (caller === null) return null;
        const [found] = await running(and(eq(sessions.id, caller.sessionId), eq(sessions.accountId, caller.accountId)));
        return found === undefined ? null : caller;
      }),
    forget: callers.forget,
    async refresh(refreshToken, address) {
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
        const [reused] = await database.delete(sessions).where(eq(sessions.id, id)).returning();
        if (reused !== undefined) {
          await securityLog.record('tokenReused', reused.accountId, address);
          onEnded({ sessionId: id });
        }
        throw refused;
      }
      const row = await accountRow(session.accountId);
      if (row === undefined || row.disabledAt !== null) throw refused;
      return answer(row, id, next);
    },
    async end(accountId, sessionId) {
      const ended = await database
        .delete(sessions)
        .where(and(eq(sessions.id, sessionId), eq(sessions.accountId, accountId)))
        .returning({ id: sessions.id });
      if (ended.length > 0) onEnded({ sessionId });
      return ended.length > 0;
    },
    async endAll(accountId, except = '') {
      await database.delete(sessions).where(and(eq(sessions.accountId, accountId), ne(sessions.id, except)));
      onEnded({ accountId, except });
    },
    async list({ accountId, sessionId }) {
      const rows = await database
        .select()
        .from(sessions)
        .where(and(eq(sessions.accountId, accountId), gt(sessions.expiresAt, now())))
        .orderBy(desc(sessions.createdAt));
      return rows.map(({ id, program, createdAt, rotatedAt }) => ({
        id,
        program,
        createdAt,
        lastUsedAt: Math.max(createdAt, rotatedAt ?? 0),
        current: id === sessionId,
      }));
    },
    running: async (sessionIds) => new Set((await running(inArray(sessions.id, [...sessionIds]))).map(({ id }) => id)),
    async account(id) {
      const row = await accountRow(id);
      return row === undefined ? null : publicAccount(row);
    },
  };
}
