import { randomUUID } from 'node:crypto';
import type { AccountList, AccountTier } from '@parley/shared/backends/parley/accounts';
import type { Code, InvitationList } from '@parley/shared/backends/parley/codes';
import { builtInRoles } from '@parley/shared/backends/permissions';
import { and, asc, desc, eq, gt, inArray, isNull, lte, or, sql } from 'drizzle-orm';
import type { Database } from '../database/openDatabase.ts';
import { isDuplicate } from '../database/queryFailure.ts';
import {
  accountRoles,
  accounts,
  auditLog,
  channelOverrides,
  identities,
  invitations,
  passwordResets,
  restrictions,
  roles,
  securityLog,
  sessions,
} from '../database/schema.ts';
import type { RoleRow } from '../directory.ts';
import { keepRestrictions } from '../moderation/departed.ts';
import { failure } from '../routes/failure.ts';
import { digest, newCode } from './codes.ts';
import { normaliseLogin } from './normaliseLogin.ts';
import { hashPassword, verifyPassword } from './passwords.ts';

/** Accounts from the invitation to the deletion, and their roles. Whoever may do what is the routes' to ask. */
export interface Accounts {
  list(): Promise<AccountList['accounts']>;
  /**
   * Spends one use of the invitation. Throws `forbidden` for one that is not good, `conflict` for a login that is taken, and
   * what `check` throws, which is asked only for an invitation that is good.
   */
  signUp(
    person: { invitation: string; login: string; name: string; password: string },
    check: () => void,
  ): Promise<string>;
  rename(id: string, name: string): Promise<void>;
  isPassword(id: string, password: string): Promise<boolean>;
  setPassword(id: string, password: string): Promise<void>;
  setDisabled(id: string, disabled: boolean): Promise<void>;
  setTier(id: string, tier: AccountTier): Promise<void>;
  /** Throws `conflict` when nobody would be left who administers. */
  remove(id: string): Promise<void>;
  /** Everything that is kept about an account, but for what others must not know. */
  export(id: string): Promise<object>;

  /** A code for a new password; earlier ones of the account are void. */
  createReset(id: string): Promise<Code>;
  /** Spends a code. The account's id; null for a code that is not good. */
  takeReset(code: string): Promise<string | null>;

  invitations(): Promise<InvitationList['invitations']>;
  invite(by: string, invitation: { uses: number; seconds: number; roleId: string | null }): Promise<Code>;
  /** Throws `notFound`. */
  uninvite(id: string): Promise<void>;

  createRole(role: Omit<RoleRow, 'id'>): Promise<RoleRow>;
  updateRole(id: string, change: Partial<Omit<RoleRow, 'id'>>): Promise<void>;
  removeRole(id: string): Promise<void>;
  /** All roles besides `everyone`. Throws `conflict` when nobody would be left who administers. */
  setRoles(id: string, roleIds: readonly string[]): Promise<void>;
}

/** How long a link for a new password is good, ms. */
const resetLife = 24 * 3_600_000;

export function createAccounts(database: Database, now: () => number): Accounts {
  type Transaction = Parameters<Parameters<Database['transaction']>[0]>[0];
  /**
   * Does `change` to an account, unless it takes the last administrator away. In one transaction that locks all of them,
   * so that two who do it at once do not leave none.
   */
  const keepingAdministrator = (id: string, change: (transaction: Transaction) => Promise<void>): Promise<void> =>
    database.transaction(async (transaction) => {
      const isOne = and(eq(accounts.administrator, true), isNull(accounts.disabledAt));
      const before = await transaction.select({ id: accounts.id }).from(accounts).where(isOne).for('update');
      await change(transaction);
      const after = await transaction.select({ id: accounts.id }).from(accounts).where(isOne);
      if (after.length === 0 && before.some((one) => one.id === id)) {
        throw failure('conflict', 'Nobody would be left who administers this server.');
      }
    });
  return {
    async list() {
      const rows = await database.select().from(accounts).orderBy(asc(accounts.name), asc(accounts.id));
      const given = Map.groupBy(await database.select().from(accountRoles), ({ accountId }) => accountId);
      return rows.map(({ id, login, name, administrator, disabledAt, tier, guestLinkId }) => ({
        id,
        login,
        name,
        administrator,
        ...(guestLinkId === null ? {} : { guest: true }),
        tier,
        disabled: disabledAt !== null,
        roles: [
          ...(given.get(id) ?? []).map(({ roleId }) => roleId),
          ...(administrator ? [builtInRoles.administrator] : []),
        ],
      }));
    },
    async signUp({ invitation, login, name, password }, check) {
      const passwordHash = await hashPassword(password);
      try {
        return await database.transaction(async (transaction) => {
          const [taken] = await transaction
            .update(invitations)
            .set({ usesLeft: sql`${invitations.usesLeft} - 1` })
            .where(
              and(
                eq(invitations.codeHash, digest(invitation)),
                gt(invitations.usesLeft, 0),
                gt(invitations.expiresAt, now()),
              ),
            )
            .returning();
          if (taken === undefined) throw failure('forbidden', 'The invitation is not, or no longer, good.');
          check();
          const id = randomUUID();
          await transaction.insert(accounts).values({
            id,
            login: normaliseLogin(login),
            name,
            passwordHash,
            administrator: taken.roleId === builtInRoles.administrator,
            createdAt: now(),
          });
          if (taken.roleId !== null && taken.roleId !== builtInRoles.administrator) {
            await transaction.insert(accountRoles).values({ accountId: id, roleId: taken.roleId });
          }
          return id;
        });
      } catch (error) {
        if (isDuplicate(error)) throw failure('conflict', 'This login is taken.');
        throw error;
      }
    },
    async rename(id, name) {
      await database.update(accounts).set({ name }).where(eq(accounts.id, id));
    },
    async isPassword(id, password) {
      const [row] = await database.select().from(accounts).where(eq(accounts.id, id));
      return verifyPassword(row?.passwordHash ?? null, password);
    },
    async setPassword(id, password) {
      const passwordHash = await hashPassword(password);
      await database.update(accounts).set({ passwordHash }).where(eq(accounts.id, id));
      await database.delete(passwordResets).where(eq(passwordResets.accountId, id));
    },
    setDisabled: (id, disabled) =>
      keepingAdministrator(id, async (transaction) => {
        const disabledAt = disabled ? now() : null;
        await transaction.update(accounts).set({ disabledAt }).where(eq(accounts.id, id));
      }),
    async setTier(id, tier) {
      await database.update(accounts).set({ tier }).where(eq(accounts.id, id));
    },
    remove: (id) =>
      keepingAdministrator(id, async (transaction) => {
        await keepRestrictions(transaction, id, now());
        await transaction.delete(accounts).where(eq(accounts.id, id));
      }),
    async export(id) {
      const [account] = await database
        .select({
          id: accounts.id,
          login: accounts.login,
          name: accounts.name,
          createdAt: accounts.createdAt,
          tier: accounts.tier,
        })
        .from(accounts)
        .where(eq(accounts.id, id));
      return {
        account,
        roles: (await database.select().from(accountRoles).where(eq(accountRoles.accountId, id))).map(
          ({ roleId }) => roleId,
        ),
        identities: await database
          .select({ issuer: identities.issuer, subject: identities.subject, createdAt: identities.createdAt })
          .from(identities)
          .where(eq(identities.accountId, id)),
        sessions: await database
          .select({ program: sessions.program, createdAt: sessions.createdAt, lastUsedAt: sessions.rotatedAt })
          .from(sessions)
          .where(eq(sessions.accountId, id)),
        overrides: await database.select().from(channelOverrides).where(eq(channelOverrides.accountId, id)),
        restrictions: await database.select().from(restrictions).where(eq(restrictions.accountId, id)),
        audit: await database
          .select()
          .from(auditLog)
          .where(or(eq(auditLog.accountId, id), eq(auditLog.by, id)))
          .orderBy(asc(auditLog.id)),
        security: await database.select().from(securityLog).where(eq(securityLog.accountId, id)),
      };
    },

    async createReset(id) {
      const code = newCode();
      const expiresAt = now() + resetLife;
      await database.delete(passwordResets).where(eq(passwordResets.accountId, id));
      await database.insert(passwordResets).values({ codeHash: digest(code), accountId: id, expiresAt });
      return { id, code, expiresAt };
    },
    async takeReset(code) {
      const [taken] = await database
        .delete(passwordResets)
        .where(eq(passwordResets.codeHash, digest(code)))
        .returning();
      return taken !== undefined && taken.expiresAt > now() ? taken.accountId : null;
    },

    async invitations() {
      await database.delete(invitations).where(or(lte(invitations.expiresAt, now()), eq(invitations.usesLeft, 0)));
      const rows = await database.select().from(invitations).orderBy(desc(invitations.createdAt));
      return rows.map((row) => {
        const { codeHash: _, ...invitation } = row;
        return invitation;
      });
    },
    async invite(createdBy, { uses, seconds, roleId }) {
      const [id, code] = [randomUUID(), newCode()];
      const expiresAt = now() + seconds * 1000;
      await database.insert(invitations).values({
        id,
        codeHash: digest(code),
        roleId,
        usesLeft: uses,
        createdBy,
        createdAt: now(),
        expiresAt,
      });
      return { id, code, expiresAt };
    },
    async uninvite(id) {
      const removed = await database.delete(invitations).where(eq(invitations.id, id)).returning();
      if (removed.length === 0) throw failure('notFound', 'There is no such invitation.');
    },

    async createRole(role) {
      const row = { ...role, id: randomUUID() };
      await database.insert(roles).values(row);
      return row;
    },
    async updateRole(id, change) {
      if (Object.keys(change).length > 0) await database.update(roles).set(change).where(eq(roles.id, id));
    },
    async removeRole(id) {
      await database.delete(roles).where(eq(roles.id, id));
    },
    setRoles: (id, roleIds) =>
      keepingAdministrator(id, async (transaction) => {
        const wanted = new Set(roleIds);
        const administrator = wanted.delete(builtInRoles.administrator);
        wanted.delete(builtInRoles.everyone);
        await transaction.update(accounts).set({ administrator }).where(eq(accounts.id, id));
        await transaction.delete(accountRoles).where(eq(accountRoles.accountId, id));
        if (wanted.size > 0) {
          const known = await transaction
            .select()
            .from(roles)
            .where(inArray(roles.id, [...wanted]));
          if (known.length < wanted.size) throw failure('notFound', 'There is no such role.');
          await transaction.insert(accountRoles).values([...wanted].map((roleId) => ({ accountId: id, roleId })));
        }
      }),
  };
}
