import { randomUUID } from 'node:crypto';
import type { Code, GuestLinkList } from '@parley/shared/backends/parley/codes';
import {
  effectivePermissions,
  type Override,
  type Permission,
  type PermissionSet,
  type Restrictions,
  type Role,
} from '@parley/shared/backends/permissions';
import { readableName } from '@parley/shared/backends/readableName';
import { and, count, desc, eq, getTableColumns, gt, inArray, isNull, lte, or, sql } from 'drizzle-orm';
import type { Database } from '../database/openDatabase.ts';
import { accounts, guestLinks, restrictions } from '../database/schema.ts';
import { failure } from '../routes/failure.ts';
import { digest, newCode } from './codes.ts';

/** What a guest may at most, whatever the channel gives to everybody. */
const ofGuests: readonly Permission[] = ['VIEW', 'JOIN', 'SPEAK', 'CAMERA', 'SCREEN', 'SEND'];

/**
 * What a guest may do in the channel of their link, elsewhere nothing. The link lets them see and enter the channel, also
 * one that is closed to everybody; the rest is what everybody has there. A denial for the guest themself, a mute and a
 * ban have the last word.
 */
export function guestPermissions(
  accountId: string,
  roles: readonly Role[],
  overrides: readonly Override[],
  taken: Restrictions,
): PermissionSet {
  const link: Override = { subject: { account: accountId }, allow: ['VIEW', 'JOIN'], deny: [] };
  const may = effectivePermissions(accountId, roles, [...overrides, link], taken);
  return new Set(ofGuests.filter((permission) => may.has(permission)));
}

/** Links into one channel for people without an account, as they are stored. Whoever may make them is the routes' to ask. */
export interface Guests {
  /** Of one channel, newest first. */
  links(channelId: string): Promise<GuestLinkList['links']>;
  /** The code of a new link; it is told once. */
  createLink(by: string, channelId: string, link: { uses: number; seconds: number }): Promise<Code>;
  /** Ends a link with all of its guests, whose ids are the answer. Throws `notFound` for none in this channel. */
  revoke(channelId: string, linkId: string): Promise<readonly string[]>;
  /** Takes the uses that are left from the link of this guest. The link's id; null where there is none, or none is left. */
  closeLinkOf(accountId: string): Promise<string | null>;
  /**
   * Spends one use of a link: the id of a new account, which lasts as long as the link. While somebody who came by it is
   * muted, whoever comes next is as well: nobody can tell whether it is the same person. Throws `forbidden`, and what
   * `check` does.
   */
  come(code: string, name: string, check: (name: string) => void): Promise<string>;
  /** Ends the links whose time is over. The ids of the guests who were there by them; null when there was none. */
  lapse(): Promise<readonly string[] | null>;
}

export function createGuests(database: Database, now: () => number): Guests {
  /** The guests go with their links: the database does it. */
  const end = (linkIds: readonly string[]): Promise<readonly string[]> =>
    database.transaction(async (transaction) => {
      const gone = await transaction
        .select({ id: accounts.id })
        .from(accounts)
        .where(inArray(accounts.guestLinkId, [...linkIds]));
      await transaction.delete(guestLinks).where(inArray(guestLinks.id, [...linkIds]));
      return gone.map(({ id }) => id);
    });
  return {
    links: (channelId) =>
      database
        .select({
          id: guestLinks.id,
          usesLeft: guestLinks.usesLeft,
          guests: count(accounts.id),
          createdBy: guestLinks.createdBy,
          createdAt: guestLinks.createdAt,
          expiresAt: guestLinks.expiresAt,
        })
        .from(guestLinks)
        .leftJoin(accounts, eq(accounts.guestLinkId, guestLinks.id))
        .where(and(eq(guestLinks.channelId, channelId), gt(guestLinks.expiresAt, now())))
        .groupBy(guestLinks.id)
        .orderBy(desc(guestLinks.createdAt)),
    async createLink(createdBy, channelId, { uses, seconds }) {
      const [id, code, createdAt] = [randomUUID(), newCode(), now()];
      const expiresAt = createdAt + seconds * 1000;
      const row = { id, codeHash: digest(code), channelId, usesLeft: uses, createdBy, createdAt, expiresAt };
      await database.insert(guestLinks).values(row);
      return { id, code, expiresAt };
    },
    async revoke(channelId, linkId) {
      const [found] = await database
        .select({ id: guestLinks.id })
        .from(guestLinks)
        .where(and(eq(guestLinks.id, linkId), eq(guestLinks.channelId, channelId)));
      if (found === undefined) throw failure('notFound', 'There is no such link.');
      return end([found.id]);
    },
    async closeLinkOf(accountId) {
      const own = database.select({ id: accounts.guestLinkId }).from(accounts).where(eq(accounts.id, accountId));
      const [closed] = await database
        .update(guestLinks)
        .set({ usesLeft: 0 })
        .where(and(inArray(guestLinks.id, own), gt(guestLinks.usesLeft, 0)))
        .returning({ id: guestLinks.id });
      return closed?.id ?? null;
    },
    come: (code, name, check) =>
      database.transaction(async (transaction) => {
        const holds = or(isNull(restrictions.expiresAt), gt(restrictions.expiresAt, now()));
        const [link] = await transaction
          .update(guestLinks)
          .set({ usesLeft: sql`${guestLinks.usesLeft} - 1` })
          .where(
            and(eq(guestLinks.codeHash, digest(code)), gt(guestLinks.usesLeft, 0), gt(guestLinks.expiresAt, now())),
          )
          .returning();
        if (link === undefined) throw failure('forbidden', 'The link is not, or no longer, good.');
        check(readableName(name, ''));
        const id = randomUUID();
        // A login that nobody types, and no password: there is no way in but the link.
        const guest = {
          id,
          login: `guest-${id}`,
          name: readableName(name, id),
          createdAt: now(),
          guestLinkId: link.id,
        };
        const mutes = await transaction
          .select(getTableColumns(restrictions))
          .from(restrictions)
          .innerJoin(accounts, eq(accounts.id, restrictions.accountId))
          .where(and(eq(accounts.guestLinkId, link.id), eq(restrictions.kind, 'mute'), holds));
        await transaction.insert(accounts).values(guest);
        // The one that lasts longest, in each place.
        const inOrder = mutes.toSorted((a, b) => (a.expiresAt ?? Infinity) - (b.expiresAt ?? Infinity));
        const ofEach = new Map(inOrder.map((mute) => [mute.channelId, { ...mute, accountId: id, createdAt: now() }]));
        if (ofEach.size > 0) await transaction.insert(restrictions).values([...ofEach.values()]);
        return id;
      }),
    async lapse() {
      const over = await database
        .select({ id: guestLinks.id })
        .from(guestLinks)
        .where(lte(guestLinks.expiresAt, now()));
      return over.length === 0 ? null : end(over.map(({ id }) => id));
    },
  };
}
