import { randomUUID } from 'node:crypto';
import type { Channel, Occupant } from '@parley/shared/backends/channel';
import type { Overrides } from '@parley/shared/backends/parley/roles';
import type { PermissionSet } from '@parley/shared/backends/permissions';
import { eq } from 'drizzle-orm';
import type { Database } from './database/openDatabase.ts';
import { channelOverrides, channels } from './database/schema.ts';
import type { ChannelRow } from './directory.ts';
import { failure } from './routes/failure.ts';

/** Changes to channels, as they are stored; `Directory` knows them, and who is inside is `Occupants`' to say. */
export interface Channels {
  create(channel: Omit<ChannelRow, 'id'>): Promise<ChannelRow>;
  /** Throws `notFound`. */
  update(id: string, change: Partial<Omit<ChannelRow, 'id' | 'kind'>>): Promise<void>;
  /** Throws `notFound`. */
  remove(id: string): Promise<void>;
  overrides(id: string): Promise<Overrides['overrides']>;
  replaceOverrides(id: string, overrides: Overrides['overrides']): Promise<void>;
}

export function createChannels(database: Database): Channels {
  const found = (row: ChannelRow | undefined): ChannelRow => {
    if (row === undefined) throw failure('notFound', 'There is no such channel.');
    return row;
  };
  return {
    async create(channel) {
      const values = { ...channel, id: randomUUID() };
      return found((await database.insert(channels).values(values).returning())[0]);
    },
    async update(id, change) {
      if (Object.keys(change).length === 0) return;
      found((await database.update(channels).set(change).where(eq(channels.id, id)).returning())[0]);
    },
    remove: async (id) => void found((await database.delete(channels).where(eq(channels.id, id)).returning())[0]),
    async overrides(id) {
      const rows = await database.select().from(channelOverrides).where(eq(channelOverrides.channelId, id));
      return rows.map(({ roleId, accountId, allow, deny }) => ({
        subject: roleId === null ? 'account' : 'role',
        id: roleId ?? accountId ?? '',
        allow,
        deny,
      }));
    },
    replaceOverrides: (channelId, overrides) =>
      database.transaction(async (transaction) => {
        await transaction.delete(channelOverrides).where(eq(channelOverrides.channelId, channelId));
        if (overrides.length === 0) return;
        await transaction.insert(channelOverrides).values(
          overrides.map(({ subject, id, allow, deny }) => ({
            channelId,
            roleId: subject === 'role' ? id : null,
            accountId: subject === 'account' ? id : null,
            allow,
            deny,
          })),
        );
      }),
  };
}

/** A channel as one person is told of it. */
export const channelFor = (row: ChannelRow, occupants: readonly Occupant[], permissions: PermissionSet): Channel => ({
  ...row,
  occupants: row.kind === 'voice' ? [...occupants] : [],
  permissions: [...permissions],
});
