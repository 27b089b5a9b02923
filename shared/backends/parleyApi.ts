import { z } from 'zod';
import { channelSchema, joinTicketSchema, occupantSchema } from './channel.ts';

/**
 * The wire format of Parley server, read by `server/` and by the `parley` adapter in
 * `electron/main/services/backends`. Every address below is relative to the server's base address.
 *
 * | route | request | answer |
 * |---|---|---|
 * | `GET /api/server` | – | `serverInfoSchema` |
 * | `GET /api/health` | – | `healthSchema`, 503 when the database or LiveKit does not answer |
 * | `POST /api/session` | `signInSchema` | `sessionSchema` |
 * | `POST /api/session/refresh` | `refreshSchema` | `sessionSchema`; the old refresh token is spent, see `refreshGrace` |
 * | `DELETE /api/session` | – | 204; the session's refresh tokens are revoked |
 * | `GET /api/me` | – | `accountSchema` |
 * | `GET /api/channels` | – | `channelListSchema` |
 * | `POST /api/channels` | `createChannelSchema` | 201 `channelSchema` (administrators) |
 * | `PATCH /api/channels/:id` | `updateChannelSchema` | `channelSchema` (administrators) |
 * | `DELETE /api/channels/:id` | – | 204 (administrators); people inside are removed from the LiveKit room |
 * | `POST /api/channels/:id/join` | `joinSchema` | `joinTicketSchema` |
 * | `POST /api/livekit/webhook` | LiveKit's signed body | 200 |
 * | `GET /api/events` (WebSocket) | first message `authenticateSchema` | `serverEventSchema`s, first of them `snapshot` |
 *
 * Authorised routes take `Authorization: Bearer <accessToken>`. Every error answer is `errorBodySchema`.
 */
export const parleyApiVersion = 1;

/** Text that is stored or looked up: a PostgreSQL `text` cannot hold U+0000. */
export const storedTextSchema = z
  .string()
  .refine((value) => !value.includes('\0'), { error: 'must not contain U+0000', abort: true });

/** What a person signs in with. Spaces around it are a slip of the keyboard; upper and lower case are the same. */
export const loginSchema = storedTextSchema.trim().min(1).max(256);

/** The variable parts of an address, such as a channel's id. */
export const pathParametersSchema = z.record(z.string(), storedTextSchema.max(256));

export const serverInfoSchema = z.object({
  product: z.literal('parley'),
  name: z.string().max(256),
  version: z.string().max(64),
  apiVersion: z.number().int(),
});
export type ServerInfo = z.infer<typeof serverInfoSchema>;

export const healthSchema = z.object({ database: z.boolean(), livekit: z.boolean() });

export const signInSchema = z.strictObject({
  login: loginSchema,
  password: z.string().min(1).max(1024),
});

export const refreshSchema = z.strictObject({ refreshToken: storedTextSchema.min(1).max(512) });

/**
 * How long after its first use a refresh token is accepted once more, ms: the answer to the first use may be lost on the
 * way. The answer to the second use voids that of the first. Any other use of a spent token ends the session.
 */
export const refreshGrace = 60_000;

export const accountSchema = z.object({
  id: z.string().min(1).max(256),
  login: z.string().max(256),
  name: z.string().max(256),
  administrator: z.boolean(),
});
export type Account = z.infer<typeof accountSchema>;

export const sessionSchema = z.object({
  accessToken: z.string().min(1).max(4096),
  /** Milliseconds since the epoch when `accessToken` stops being accepted. */
  expiresAt: z.number().int(),
  /** Seconds until then by the server's clock, for a client whose own clock is wrong; servers before it did not tell. */
  expiresIn: z.number().int().nonnegative().optional(),
  refreshToken: z.string().min(1).max(512),
  account: accountSchema,
});
export type Session = z.infer<typeof sessionSchema>;

export const channelListSchema = z.object({ channels: z.array(channelSchema).max(10_000) });

export const createChannelSchema = z.strictObject({
  name: storedTextSchema.trim().min(1).max(256),
  kind: z.enum(['voice', 'text']),
  topic: storedTextSchema.max(1024).default(''),
  category: storedTextSchema.max(256).default(''),
  /** 32 bits, as the database's `integer`. */
  position: z.int32().default(0),
});

export const updateChannelSchema = z.strictObject({
  name: storedTextSchema.trim().min(1).max(256).optional(),
  topic: storedTextSchema.max(1024).optional(),
  category: storedTextSchema.max(256).optional(),
  position: z.int32().optional(),
});

export const joinSchema = z.strictObject({
  /** Stable per installation, so that one account may be in calls from several devices: identity = `<account>.<device>`. */
  device: z
    .string()
    .regex(/^[A-Za-z0-9_-]{1,64}$/)
    .default('default'),
});

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

export const errorBodySchema = z.object({
  error: z.object({
    code: z.enum([
      'invalid',
      'unauthorised',
      'wrongCredentials',
      'forbidden',
      'notFound',
      'notVoiceChannel',
      'conflict',
      'rateLimited',
      'unavailable',
      'internal',
    ]),
    message: z.string().max(1024),
  }),
});
export type ErrorBody = z.infer<typeof errorBodySchema>;

export { joinTicketSchema };
