import { accountTiers } from '@parley/shared/backends/parley/accounts';
import type { Permission } from '@parley/shared/backends/permissions';
import { sql } from 'drizzle-orm';
import {
  bigint,
  bigserial,
  boolean,
  check,
  index,
  integer,
  pgTable,
  primaryKey,
  text,
  unique,
  uniqueIndex,
  type AnyPgColumn,
} from 'drizzle-orm/pg-core';

/** Times are milliseconds since the epoch. */
const time = (name: string) => bigint(name, { mode: 'number' }).notNull();
const timeOrNull = (name: string) => bigint(name, { mode: 'number' });
/** The names of `shared/backends/permissions.ts`. */
const permissionList = (name: string) =>
  text(name)
    .array()
    .notNull()
    .default(sql`'{}'`)
    .$type<Permission[]>();

export const accounts = pgTable(
  'accounts',
  {
    id: text('id').primaryKey(),
    /** Lower case; what a person signs in with. */
    login: text('login').notNull(),
    name: text('name').notNull(),
    /** argon2id in PHC form; a guest has none. */
    passwordHash: text('password_hash'),
    /** Whether the account has the role `administrator`. */
    administrator: boolean('administrator').notNull().default(false),
    /** When an administrator shut the account; null while it may be used. */
    disabledAt: timeOrNull('disabled_at'),
    createdAt: time('created_at'),
    tier: text('tier', { enum: accountTiers }).notNull().default('free'),
    /** The link that a guest came by: the account is gone with it. Null for everybody else. */
    guestLinkId: text('guest_link_id').references((): AnyPgColumn => guestLinks.id, { onDelete: 'cascade' }),
  },
  (table) => [uniqueIndex('accounts_login').on(table.login)],
);

const accountOf = (name: string) => text(name).references(() => accounts.id, { onDelete: 'cascade' });

/** One signed-in program. Ends by sign-out, by expiry, or when a spent refresh token is shown again. */
export const sessions = pgTable(
  'sessions',
  {
    id: text('id').primaryKey(),
    accountId: accountOf('account_id').notNull(),
    /** What the person sees in the list of their sessions: the program and its machine, as the program said. */
    program: text('program').notNull().default(''),
    createdAt: time('created_at').default(0),
    /** SHA-256 of the refresh token that is valid now. */
    refreshHash: text('refresh_hash').notNull(),
    /** SHA-256 of the one before it, while that may be shown once more: the answer with the new one may be lost. */
    previousRefreshHash: text('previous_refresh_hash'),
    /** When the one before was spent. */
    rotatedAt: timeOrNull('rotated_at'),
    expiresAt: time('expires_at'),
  },
  (table) => [index('sessions_account').on(table.accountId)],
);

export const channels = pgTable('channels', {
  id: text('id').primaryKey(),
  name: text('name').notNull(),
  kind: text('kind', { enum: ['voice', 'text'] }).notNull(),
  topic: text('topic').notNull().default(''),
  category: text('category').notNull().default(''),
  position: integer('position').notNull().default(0),
});

const channelOf = (name: string) => text(name).references(() => channels.id, { onDelete: 'cascade' });

export const roles = pgTable('roles', {
  id: text('id').primaryKey(),
  name: text('name').notNull(),
  /** Rank; `everyone` has 0. */
  position: integer('position').notNull(),
  permissions: permissionList('permissions'),
});
const roleOf = (name: string) => text(name).references(() => roles.id, { onDelete: 'cascade' });

/** Who has which role besides `everyone`, which everybody has, and `administrator`, which is a column of the account. */
export const accountRoles = pgTable(
  'account_roles',
  { accountId: accountOf('account_id').notNull(), roleId: roleOf('role_id').notNull() },
  (table) => [primaryKey({ columns: [table.accountId, table.roleId] })],
);

/** What a channel changes for a role or for an account; exactly one of the two is set. */
export const channelOverrides = pgTable(
  'channel_overrides',
  {
    channelId: channelOf('channel_id').notNull(),
    roleId: roleOf('role_id'),
    accountId: accountOf('account_id'),
    allow: permissionList('allow'),
    deny: permissionList('deny'),
  },
  (table) => [
    unique('channel_overrides_subject').on(table.channelId, table.roleId, table.accountId).nullsNotDistinct(),
    check('channel_overrides_one_subject', sql`num_nonnulls(${table.roleId}, ${table.accountId}) = 1`),
  ],
);

/** What moderators took from somebody: hard mutes and bans. */
export const restrictions = pgTable(
  'restrictions',
  {
    kind: text('kind', { enum: ['mute', 'ban'] }).notNull(),
    accountId: accountOf('account_id').notNull(),
    /** Null: in every channel. */
    channelId: channelOf('channel_id'),
    /** The account that did it. */
    by: text('by').notNull(),
    reason: text('reason').notNull(),
    createdAt: time('created_at'),
    /** Null: until it is lifted. */
    expiresAt: timeOrNull('expires_at'),
  },
  (table) => [unique('restrictions_one').on(table.kind, table.accountId, table.channelId).nullsNotDistinct()],
);

/** What people with power did to others. No foreign keys: it outlives what it is about. Names are looked up when it is read. */
export const auditLog = pgTable('audit_log', {
  id: bigserial('id', { mode: 'number' }).primaryKey(),
  at: time('at'),
  action: text('action').notNull(),
  /** Account that did it. */
  by: text('by').notNull(),
  /** Account that it happened to. */
  accountId: text('account_id'),
  channelId: text('channel_id'),
  reason: text('reason').notNull(),
  /** What else there is to know, such as the roles that were given; no secrets. */
  detail: text('detail').notNull().default(''),
});

/** What looks like an attack. Bounded, see `securityLog.ts`. */
export const securityLog = pgTable('security_log', {
  id: bigserial('id', { mode: 'number' }).primaryKey(),
  at: time('at'),
  kind: text('kind', {
    enum: ['signInFailed', 'tokenReused', 'webhookForged', 'codeRefused', 'idTokenRefused'],
  }).notNull(),
  /** Null where no account is concerned; what was typed as a login is not kept: it may be a password. */
  accountId: text('account_id'),
  address: text('address').notNull(),
});

export const invitations = pgTable(
  'invitations',
  {
    id: text('id').primaryKey(),
    /** SHA-256 of the code. */
    codeHash: text('code_hash').notNull(),
    roleId: roleOf('role_id'),
    usesLeft: integer('uses_left').notNull(),
    createdBy: text('created_by').notNull(),
    createdAt: time('created_at'),
    expiresAt: time('expires_at'),
  },
  (table) => [uniqueIndex('invitations_code').on(table.codeHash)],
);

/** Links by which people without an account come into one channel. What ends a link ends its guests. */
export const guestLinks = pgTable(
  'guest_links',
  {
    id: text('id').primaryKey(),
    /** SHA-256 of the code. */
    codeHash: text('code_hash').notNull(),
    channelId: channelOf('channel_id').notNull(),
    usesLeft: integer('uses_left').notNull(),
    createdBy: text('created_by').notNull(),
    createdAt: time('created_at'),
    expiresAt: time('expires_at'),
  },
  (table) => [uniqueIndex('guest_links_code').on(table.codeHash)],
);

/** Who an account is at an identity provider. Never found by an e-mail address: those change hands. */
export const identities = pgTable(
  'identities',
  {
    issuer: text('issuer').notNull(),
    subject: text('subject').notNull(),
    accountId: accountOf('account_id').notNull(),
    createdAt: time('created_at'),
  },
  (table) => [
    primaryKey({ columns: [table.issuer, table.subject] }),
    uniqueIndex('identities_account').on(table.accountId, table.issuer),
  ],
);

/**
 * Mutes and bans of people who deleted their account, until they end: who comes back by the same identity has them again.
 * Of the identity there is a hash alone.
 */
export const departedRestrictions = pgTable(
  'departed_restrictions',
  {
    /** SHA-256 of issuer and subject. */
    identityHash: text('identity_hash').notNull(),
    kind: text('kind', { enum: ['mute', 'ban'] }).notNull(),
    /** Null: in every channel. */
    channelId: channelOf('channel_id'),
    by: text('by').notNull(),
    reason: text('reason').notNull(),
    createdAt: time('created_at'),
    expiresAt: timeOrNull('expires_at'),
  },
  (table) => [
    unique('departed_restrictions_one').on(table.identityHash, table.kind, table.channelId).nullsNotDistinct(),
  ],
);

/** Between the identity provider's answer and the program that fetches its session: a minute at most. */
export const signInCodes = pgTable('sign_in_codes', {
  /** SHA-256 of the code. */
  codeHash: text('code_hash').primaryKey(),
  /** S256 of what the program has to show (RFC 7636). */
  challenge: text('challenge').notNull(),
  issuer: text('issuer').notNull(),
  subject: text('subject').notNull(),
  /** What a new account would be called. */
  login: text('login').notNull(),
  name: text('name').notNull(),
  /** Which roles the provider gives, by the names of the configuration; null where it gives none. */
  roles: text('roles').array(),
  expiresAt: time('expires_at'),
});

/** Links by which somebody who forgot the password sets a new one, made by an administrator. */
export const passwordResets = pgTable('password_resets', {
  /** SHA-256 of the code. */
  codeHash: text('code_hash').primaryKey(),
  accountId: accountOf('account_id').notNull(),
  expiresAt: time('expires_at'),
});

/** What the server itself has to remember, and every process of it has to agree on. */
export const settings = pgTable('settings', {
  name: text('name', { enum: ['signingGeneration'] }).primaryKey(),
  value: text('value').notNull(),
});
