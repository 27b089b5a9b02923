import { randomUUID } from 'node:crypto';
import type { Channel } from '@parley/shared/backends/channel';
import { asc, eq } from 'drizzle-orm';
import type { Database } from './database/openDatabase.ts';
import { channels } from './database/schema.ts';
import { failure } from './routes/failure.ts';

type ChannelRow = typeof channels.$inferSelect;

/** Channels as they are stored; who is inside is `Occupants`' to say. */
export interface Channels {
  list(): Promise<ChannelRow[]>;
  /** Throws `notFound`. */
  get(id: string): Promise<ChannelRow>;
  create(channel: Omit<ChannelRow, 'id'>): Promise<ChannelRow>;
  update(id: string, change: Partial<Omit<ChannelRow, 'id' | 'kind'>>): Promise<ChannelRow>;
  remove(id: string): Promise<void>;
}

export function createChannels(database: Database): Channels {
  const found = (row: ChannelRow | undefined): ChannelRow => {
    if (row === undefined) throw failure('notFound', 'There is no such channel.');
    return row;
  };
  return {
    list: () =>
      database.select().from(channels).orderBy(asc(channels.category), asc(channels.position), asc(channels.name)),
    get: async (id) => found((await database.select().from(channels).where(eq(channels.id, id)))[0]),
    create: async (channel) =>
      found(
        (
          await database
            .insert(channels)
            .values({ ...channel, id: randomUUID() })
            .returning()
        )[0],
      ),
    update: async (id, change) =>
      Object.keys(change).length === 0
        ? found((await database.select().from(channels).where(eq(channels.id, id)))[0])
        : found((await database.update(channels).set(change).where(eq(channels.id, id)).returning())[0]),
    remove: async (id) => void found((await database.delete(channels).where(eq(channels.id, id)).returning())[0]),
  };
}

export const withOccupants = (
  row: ChannelRow,
  occupants: Channel['occupants'] | readonly Channel['occupants'][number][],
): Channel => ({
  ...row,
  occupants: row.kind === 'voice' ? [...occupants] : [],
});
