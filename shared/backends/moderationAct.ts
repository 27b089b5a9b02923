import { z } from 'zod';
import { closeSchema, kickSchema, liftSchema, moveSchema, restrictSchema } from './parley/moderation.ts';
import { storedTextSchema } from './parley/text.ts';

const channelIdSchema = storedTextSchema.min(1).max(256);
/** Null: in every channel of the server. */
const placeSchema = channelIdSchema.nullable();

/** What a moderator does, with where: the requests of `parley/` about people and calls as one value. */
export const moderationActSchema = z.discriminatedUnion('kind', [
  restrictSchema.extend({ kind: z.literal('mute'), channelId: placeSchema }),
  restrictSchema.extend({ kind: z.literal('ban'), channelId: placeSchema }),
  liftSchema.extend({ kind: z.literal('unmute'), channelId: placeSchema }),
  liftSchema.extend({ kind: z.literal('unban'), channelId: placeSchema }),
  kickSchema.extend({ kind: z.literal('kick'), channelId: channelIdSchema }),
  moveSchema.extend({ kind: z.literal('move'), channelId: channelIdSchema }),
  closeSchema.extend({ kind: z.literal('close'), channelId: channelIdSchema }),
]);
export type ModerationAct = Readonly<z.infer<typeof moderationActSchema>>;
