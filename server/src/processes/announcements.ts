import { serverNoticeSchema } from '@parley/shared/backends/parley/events';
import { z } from 'zod';
import { endedSessionsSchema } from '../accounts/endedSessions.ts';

/** What one process of the server tells the others that share its database. */
export const announcementSchema = z.discriminatedUnion('type', [
  /** Channels, roles, members or restrictions; `channelId` when only that channel changed. */
  z.object({ type: z.literal('changed'), channelId: z.string().nullable() }),
  /** LiveKit told one process, in the JSON form of `WebhookEvent`. */
  z.object({ type: z.literal('webhook'), event: z.string() }),
  z.object({ type: z.literal('deafened'), room: z.string(), device: z.string(), deafened: z.boolean() }),
  z.object({ type: z.literal('notice'), accountId: z.string(), notice: serverNoticeSchema }),
  z.object({ type: z.literal('sessionsEnded'), ended: endedSessionsSchema }),
  z.object({ type: z.literal('signingKey') }),
  /** Somebody tried a password or a code that was not good; `key` is a hash of where from and for what. */
  z.object({ type: z.literal('tryFailed'), key: z.string() }),
  /** All of it: a backup was restored. */
  z.object({ type: z.literal('everything') }),
]);
export type Announcement = z.infer<typeof announcementSchema>;

/** The other processes on the same database; nobody, where the database is this process's own. */
export interface Processes {
  /** Never rejects: who cannot hear it learns everything when it is back. */
  tell(announcement: Announcement): Promise<void>;
  /**
   * From now on. `missed`: something may have been said that was not heard (the connection was lost, a newer server speaks
   * of what this one does not know), so that everything has to be read again.
   */
  listen(ears: { heard: (announcement: Announcement) => void; missed: () => void }): void;
}

export const alone: Processes = { tell: async () => undefined, listen: () => undefined };
