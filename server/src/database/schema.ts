import { bigint, boolean, index, integer, pgTable, text, uniqueIndex } from 'drizzle-orm/pg-core';

/** Times are milliseconds since the epoch. */
const time = (name: string) => bigint(name, { mode: 'number' }).notNull();

export const accounts = pgTable(
  'accounts',
  {
    id: text('id').primaryKey(),
    /** Lower case; what a person signs in with. */
    login: text('login').notNull(),
    name: text('name').notNull(),
    /** argon2id in PHC form. */
    passwordHash: text('password_hash').notNull(),
    administrator: boolean('administrator').notNull().default(false),
    createdAt: time('created_at'),
  },
  (table) => [uniqueIndex('accounts_login').on(table.login)],
);

/** One signed-in program. Ends by sign-out, by expiry, or when a spent refresh token is shown again. */
export const sessions = pgTable(
  'sessions',
  {
    id: text('id').primaryKey(),
    accountId: text('account_id')
      .notNull()
      .references(() => accounts.id, { onDelete: 'cascade' }),
    /** SHA-256 of the refresh token that is valid now. */
    refreshHash: text('refresh_hash').notNull(),
    /** SHA-256 of the one before it, while that may be shown once more: the answer with the new one may be lost. */
    previousRefreshHash: text('previous_refresh_hash'),
    /** When the one before was spent. */
    rotatedAt: bigint('rotated_at', { mode: 'number' }),
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
