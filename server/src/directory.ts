import { lookOf } from '@parley/shared/backends/lookOf';
import {
  builtInRoles,
  effectivePermissions,
  permissions as permissionNames,
  type Override,
  type Permission,
  type PermissionSet,
  type Restrictions,
} from '@parley/shared/backends/permissions';
import type { AccountTier } from '@parley/shared/backends/parley/accounts';
import { asc, eq } from 'drizzle-orm';
import { guestPermissions } from './accounts/guests.ts';
import type { Database } from './database/openDatabase.ts';
import {
  accountRoles,
  accounts,
  channelOverrides,
  channels,
  guestLinks,
  restrictions,
  roles,
} from './database/schema.ts';
import { failure } from './routes/failure.ts';
import { oneAtATime } from './oneAtATime.ts';

export type ChannelRow = typeof channels.$inferSelect;
export type RoleRow = typeof roles.$inferSelect;
export type RestrictionRow = typeof restrictions.$inferSelect;

export interface Member {
  readonly id: string;
  readonly name: string;
  readonly disabled: boolean;
  /** All of them, `everyone` among them; none while the account is disabled. */
  readonly roles: readonly RoleRow[];
  readonly tier: AccountTier;
  /** Where a guest may be and until when, milliseconds since the epoch; null for everybody else. */
  readonly guest: { readonly channelId: string; readonly until: number } | null;
}

/**
 * Channels, roles and who has them, read from the database into memory, so that what somebody may do is known without
 * waiting. Whoever writes to these tables reloads it (`Rights.changed`).
 */
export interface Directory {
  reload(): Promise<void>;
  /** In the order in which they are shown. */
  channels(): readonly ChannelRow[];
  channel(id: string): ChannelRow | undefined;
  roles(): readonly RoleRow[];
  /** Throws `notFound`. */
  role(id: string): RoleRow;
  member(accountId: string): Member | undefined;
  /** Throws `notFound`. */
  memberOr404(accountId: string): Member;
  isAdministrator(accountId: string): boolean;
  isGuest(accountId: string): boolean;
  /** Whose name looks like this one: `same` people may share, `disguised` is another name made to look alike. */
  nameOfOthers(accountId: string | null, name: string): 'free' | 'same' | 'disguised';
  /** What the account may do in a channel; with null on the whole server. */
  permissions(accountId: string, channelId: string | null): PermissionSet;
  /** Mutes and bans that hold now. */
  restrictions(): readonly RestrictionRow[];
  isHardMuted(accountId: string, channelId: string): boolean;
}

interface Contents {
  readonly channels: readonly ChannelRow[];
  readonly channelById: ReadonlyMap<string, ChannelRow>;
  readonly roles: readonly RoleRow[];
  readonly members: ReadonlyMap<string, Member>;
  readonly overrides: ReadonlyMap<string, readonly Override[]>;
  readonly restrictions: ReadonlyMap<string, readonly RestrictionRow[]>;
}

const nothing: PermissionSet = new Set();

/** Names that a newer server wrote are left out: this one does not know what they allow. */
const known = (names: readonly string[]): Permission[] => permissionNames.filter((name) => names.includes(name));

export async function createDirectory(database: Database, now: () => number): Promise<Directory> {
  let contents: Contents = await read(database);

  const holds = ({ expiresAt }: RestrictionRow): boolean => expiresAt === null || expiresAt > now();
  const restrictionsOf = (accountId: string, channelId: string | null): Restrictions => {
    const here = (contents.restrictions.get(accountId) ?? []).filter(
      (row) => (row.channelId === null || row.channelId === channelId) && holds(row),
    );
    return { muted: here.some(({ kind }) => kind === 'mute'), banned: here.some(({ kind }) => kind === 'ban') };
  };
  /** Names by what they look like, made when it is asked for. */
  const looks = new WeakMap<Contents, ReadonlyMap<string, readonly Member[]>>();
  const alike = (name: string): readonly Member[] => {
    const here = looks.get(contents) ?? Map.groupBy(contents.members.values(), (member) => lookOf(member.name));
    looks.set(contents, here);
    return here.get(lookOf(name)) ?? [];
  };
  const directory: Directory = {
    reload: oneAtATime(async () => {
      contents = await read(database);
    }),
    channels: () => contents.channels,
    channel: (id) => contents.channelById.get(id),
    roles: () => contents.roles,
    role(id) {
      const role = contents.roles.find((one) => one.id === id);
      if (role === undefined) throw failure('notFound', 'There is no such role.');
      return role;
    },
    member: (accountId) => contents.members.get(accountId),
    memberOr404(accountId) {
      const member = contents.members.get(accountId);
      if (member === undefined) throw failure('notFound', 'There is no such account.');
      return member;
    },
    isAdministrator: (accountId) =>
      contents.members.get(accountId)?.roles.some(({ id }) => id === builtInRoles.administrator) ?? false,
    permissions(accountId, channelId) {
      const member = contents.members.get(accountId);
      const overrides = channelId === null ? [] : (contents.overrides.get(channelId) ?? []);
      const taken = restrictionsOf(accountId, channelId);
      const guest = member?.guest ?? null;
      if (guest === null) return effectivePermissions(accountId, member?.roles ?? [], overrides, taken);
      const isHere = guest.channelId === channelId && guest.until > now();
      return isHere ? guestPermissions(accountId, member?.roles ?? [], overrides, taken) : nothing;
    },
    isGuest: (accountId) => (contents.members.get(accountId)?.guest ?? null) !== null,
    nameOfOthers(accountId, name) {
      const others = alike(name).filter(({ id }) => id !== accountId);
      if (others.length === 0) return 'free';
      return others.some((other) => other.name.normalize() === name.normalize()) ? 'same' : 'disguised';
    },
    restrictions: () => [...contents.restrictions.values()].flat().filter(holds),
    isHardMuted: (accountId, channelId) =>
      !directory.isAdministrator(accountId) && restrictionsOf(accountId, channelId).muted,
  };
  return directory;
}

async function read(database: Database): Promise<Contents> {
  // One snapshot: what is read together was true together.
  const snapshot = { isolationLevel: 'repeatable read', accessMode: 'read only' } as const;
  return database.transaction(async (transaction) => {
    const channelRows = await transaction
      .select()
      .from(channels)
      .orderBy(asc(channels.category), asc(channels.position), asc(channels.name));
    const roleRows = (await transaction.select().from(roles).orderBy(asc(roles.position), asc(roles.id))).map(
      (role) => ({ ...role, permissions: known(role.permissions) }),
    );
    const accountRows = await transaction
      .select({
        id: accounts.id,
        name: accounts.name,
        administrator: accounts.administrator,
        disabledAt: accounts.disabledAt,
        tier: accounts.tier,
        guestChannelId: guestLinks.channelId,
        guestUntil: guestLinks.expiresAt,
      })
      .from(accounts)
      .leftJoin(guestLinks, eq(guestLinks.id, accounts.guestLinkId));
    const given = Map.groupBy(await transaction.select().from(accountRoles), ({ accountId }) => accountId);
    const members = accountRows.map((row): [string, Member] => {
      const { id, name, administrator, disabledAt, tier, guestChannelId: channelId, guestUntil: until } = row;
      const guest = channelId === null || until === null ? null : { channelId, until };
      const own = new Set<string>([builtInRoles.everyone]);
      // Whatever the tables say, a guest has no role of their own.
      if (guest === null) for (const { roleId } of given.get(id) ?? []) own.add(roleId);
      if (guest === null && administrator) own.add(builtInRoles.administrator);
      const disabled = disabledAt !== null;
      const memberRoles = disabled ? [] : roleRows.filter((role) => own.has(role.id));
      return [id, { id, name, disabled, roles: memberRoles, tier, guest }];
    });
    const overrideRows = await transaction.select().from(channelOverrides);
    const restrictionRows = await transaction.select().from(restrictions);
    return {
      channels: channelRows,
      channelById: new Map(channelRows.map((row) => [row.id, row])),
      roles: roleRows,
      members: new Map(members),
      overrides: new Map(
        [...Map.groupBy(overrideRows, ({ channelId }) => channelId)].map(([id, rows]) => [id, rows.map(overrideOf)]),
      ),
      restrictions: Map.groupBy(restrictionRows, ({ accountId }) => accountId),
    };
  }, snapshot);
}

const overrideOf = ({ roleId, accountId, allow, deny }: typeof channelOverrides.$inferSelect): Override => ({
  subject: roleId === null ? { account: accountId ?? '' } : { role: roleId },
  allow: known(allow),
  deny: known(deny),
});
