import { z } from 'zod';
import { channelSchema, occupantSchema } from '../channel.ts';
import { moderationActions } from './moderation.ts';
import { permissionListSchema } from './text.ts';

export const authenticateSchema = z.strictObject({
  type: z.literal('authenticate'),
  accessToken: z.string().min(1).max(4096),
});

/** What the server tells over `GET /api/events`. The connection is closed with 4401 when it is not, or no longer, authorised. */
export const serverEventSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('snapshot'), channels: z.array(channelSchema).max(10_000) }),
  z.object({ type: z.literal('channelCreated'), channel: channelSchema }),
  z.object({ type: z.literal('channelUpdated'), channel: channelSchema }),
  z.object({ type: z.literal('channelDeleted'), channelId: z.string() }),
  z.object({ type: z.literal('occupants'), channelId: z.string(), occupants: z.array(occupantSchema).max(10_000) }),
  /** Every `eventPingInterval`, as a message: a WebSocket client of the WHATWG API never sees protocol pings. */
  z.object({ type: z.literal('ping') }),
]);
export type ServerEvent = z.infer<typeof serverEventSchema>;

/** WebSocket close code: the access token is missing, wrong or expired. Private range of RFC 6455 §7.4.2. */
export const closeUnauthorised = 4401;

/** How often the server sends the `ping` event, in ms; a client that hears nothing for twice as long reconnects. */
export const eventPingInterval = 10_000;

/** A moderator did something to this person. Of `kick`, `ban`, `move` and `close` it comes before LiveKit's removal. */
export const moderationNoticeSchema = z.object({
  type: z.literal('moderation'),
  /** The same wherever this deed is told: over the event stream, and in `ChannelList.deeds`. Servers from before that have none. */
  id: z.string().max(64).optional(),
  action: z.enum(moderationActions),
  reason: z.string().max(512),
  by: z.object({ id: z.string().max(256), name: z.string().max(256) }),
  /** Null: in every channel. */
  channelId: z.string().max(256).nullable(),
  /** Where to go, of `move`. */
  toChannelId: z.string().max(256).optional(),
  /** When a mute or a ban ends by itself, milliseconds since the epoch; null when it does not. */
  expiresAt: z.number().int().nullable().optional(),
});

/** Roles and server-wide permissions: after the snapshot, and when they change. Those of a channel are in the channel. */
export const selfNoticeSchema = z.object({
  type: z.literal('self'),
  roles: z.array(z.string()).max(100),
  permissions: permissionListSchema,
});

/**
 * What concerns the person alone, over the same connection as `serverEventSchema`: each of their programs is told, and
 * nobody else.
 */
export const serverNoticeSchema = z.discriminatedUnion('type', [moderationNoticeSchema, selfNoticeSchema]);
export type ServerNotice = z.infer<typeof serverNoticeSchema>;
