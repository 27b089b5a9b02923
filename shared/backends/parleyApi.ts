import { z } from 'zod';
import { channelSchema, joinTicketSchema, occupantSchema } from './channel.ts';
import { permissionSchema } from './permissions.ts';
import { readableName } from './readableName.ts';

/**
 * The wire format of Parley server, read by `server/` and by the `parley` adapter in
 * `electron/main/services/backends`. Every address below is relative to the server's base address.
 *
 * | route | request | answer |
 * |---|---|---|
 * | `GET /api/server` | – | `serverInfoSchema` |
 * | `GET /api/health` | – | `healthSchema`, 503 when the database or LiveKit does not answer |
 * | `POST /api/probe` | – | 201 `probeSchema`: for a check of the network, without an account; 429 with `Retry-After` |
 * | `GET /api/openapi.json` | – | OpenAPI 3.1, made of the schemas of this file |
 * | `GET /healthz` | – | the same |
 * | `GET /metrics` | – | Prometheus' text format; takes the token of the server's configuration |
 * | `POST /api/signing-key` | – | 204 (administrators): all access tokens are void, refresh tokens are not |
 * | `POST /api/session` | `signInSchema` | `sessionSchema` |
 * | `POST /api/session/refresh` | `refreshSchema` | `sessionSchema`; the old refresh token is spent, see `refreshGrace` |
 * | `DELETE /api/session` | – | 204; the session's refresh tokens are revoked |
 * | `POST /api/session/reset` | `resetPasswordSchema` | 204; every session of the account ends |
 * | `GET /api/oidc/start` | `browserStartSchema` (query) | 302 to the identity provider; 404 where `ServerInfo.browser` is missing |
 * | `GET /api/oidc/callback` | the provider's answer (query) | 302 to the program's loopback address: `browserReturnSchema` |
 * | `POST /api/oidc/session` | `browserSessionSchema` | `sessionSchema`; 401 for the code, 403 for the person, 409 for a login that is taken |
 * | `POST /api/accounts` | `signUpSchema` | 201 `sessionSchema` |
 * | `GET /api/me` | – | `accountSchema` |
 * | `PATCH /api/me` | `renameSchema` | `accountSchema` |
 * | `DELETE /api/me` | `deleteAccountSchema` | 204; 409 for the last administrator |
 * | `GET /api/me/export` | – | JSON with everything that is kept about the account |
 * | `POST /api/me/password` | `changePasswordSchema` | 204; the account's other sessions end |
 * | `PUT /api/me/identity` | `linkSelfSchema` | 204; 403 for a sign-in that is not good, 409 when it is another account's |
 * | `GET /api/me/sessions` | – | `sessionListSchema` |
 * | `DELETE /api/me/sessions/:id` | – | 204 |
 * | `GET /api/channels` | – | `channelListSchema`: channels with VIEW |
 * | `POST /api/channels` | `createChannelSchema` | 201 `channelSchema` (MANAGE_CHANNELS) |
 * | `PATCH /api/channels/:id` | `updateChannelSchema` | `channelSchema` (MANAGE_CHANNELS there) |
 * | `DELETE /api/channels/:id` | – | 204 (MANAGE_CHANNELS there); people inside are removed from the LiveKit room |
 * | `POST /api/channels/:id/join` | `joinSchema` | `joinTicketSchema` (JOIN there) |
 * | `PUT /api/channels/:id/presence` | `presenceSchema` | 204 (JOIN there); 404 when the caller's device is not in the call |
 * | `GET`, `PUT /api/channels/:id/overrides` | `overridesSchema` | `overridesSchema` (MANAGE_ROLES there) |
 * | `POST /api/channels/:id/mute`, `ban` | `restrictSchema` | 204 (MUTE, BAN there) |
 * | `POST /api/channels/:id/unmute`, `unban` | `liftSchema` | 204 (MUTE, BAN there) |
 * | `POST /api/channels/:id/kick` | `kickSchema` | 204 (KICK there) |
 * | `POST /api/channels/:id/move` | `moveSchema` | 204 (MOVE here and there; JOIN there of who is moved) |
 * | `POST /api/channels/:id/close` | `closeSchema` | 204 (MANAGE_CHANNELS there) |
 * | `GET /api/channels/:id/restrictions` | – | `restrictionListSchema`: of the channel (MUTE there) |
 * | `POST /api/mute`, `unmute`, `ban`, `unban`; `GET /api/restrictions` | the same | the same, in every channel (server-wide permission) |
 * | `GET /api/roles` | – | `roleListSchema` |
 * | `POST /api/roles` | `createRoleSchema` | 201 `roleSchema` (MANAGE_ROLES) |
 * | `PATCH /api/roles/:id` | `updateRoleSchema` | `roleSchema` (MANAGE_ROLES) |
 * | `DELETE /api/roles/:id` | – | 204 (MANAGE_ROLES); 409 for a built-in one |
 * | `GET /api/accounts` | – | `accountListSchema` (MANAGE_ROLES) |
 * | `PUT /api/accounts/:id/roles` | `accountRolesSchema` | 204 (MANAGE_ROLES) |
 * | `PATCH /api/accounts/:id` | `updateAccountSchema` | 204 (administrators) |
 * | `POST /api/accounts/:id/reset` | – | 201 `codeSchema` (administrators): a link for a new password |
 * | `GET /api/invitations` | – | `invitationListSchema` (MANAGE_ROLES) |
 * | `POST /api/invitations` | `createInvitationSchema` | 201 `codeSchema` (MANAGE_ROLES) |
 * | `DELETE /api/invitations/:id` | – | 204 (MANAGE_ROLES) |
 * | `PUT /api/accounts/:id/identity` | `identitySchema` | 204 (administrators); 409 when it is another account's |
 * | `PUT /api/accounts/:id/tier` | `accountTierSchema` | 204 (administrators) |
 * | `GET /api/channels/:id/guest-links` | – | `guestLinkListSchema` (MANAGE_ROLES there) |
 * | `POST /api/channels/:id/guest-links` | `createGuestLinkSchema` | 201 `codeSchema` (MANAGE_ROLES and JOIN there) |
 * | `DELETE /api/channels/:id/guest-links/:link` | – | 204 (MANAGE_ROLES there); its guests leave |
 * | `POST /api/guests` | `becomeGuestSchema` | 201 `sessionSchema`; spends one use of the link |
 * | `GET /api/audit` | `?before=&limit=` | `auditLogSchema`, newest first (MANAGE_ROLES) |
 * | `GET /api/security` | `?before=&limit=` | `securityLogSchema`, newest first (administrators) |
 * | `POST /api/livekit/webhook` | LiveKit's signed body | 200 |
 * | `GET /api/events` (WebSocket) | first message `authenticateSchema` | `serverEventSchema`s, first of them `snapshot`, and `serverNoticeSchema`s |
 *
 * Every route that hands out tickets has a limit for each account: 429 with `Retry-After`. The routes of other systems
 * (`server/README.md`, "Dialects") have bodies and refusals of their own.
 *
 * A channel without VIEW is answered as one that is not there. Authorised routes take `Authorization: Bearer <accessToken>`. Every error answer is `errorBodySchema`.
 */
export const parleyApiVersion = 1;

/**
 * The header by which a program says which version it speaks. Another one than the server's is refused with
 * `versionMismatch`, but for `GET /api/server`, which tells the server's.
 */
export const apiVersionHeader = 'parley-api-version';

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
  /** One may sign in through the system browser, with an account of the identity provider of this name. */
  browser: z.object({ label: z.string().min(1).max(64) }).optional(),
});
export type ServerInfo = z.infer<typeof serverInfoSchema>;

/**
 * Tickets into a room of this check's own, in pairs: two ends of one program, so that what one sends can be counted by the
 * other, anew for each way that is tried, because LiveKit remembers of an identity which way failed. They publish no track;
 * the room ends after two minutes.
 */
export const probeSchema = z.object({
  pairs: z
    .array(z.tuple([joinTicketSchema, joinTicketSchema]))
    .min(1)
    .max(16),
});
export type Probe = z.infer<typeof probeSchema>;

export const healthSchema = z.object({ database: z.boolean(), livekit: z.boolean() });

export const signInSchema = z.strictObject({
  login: loginSchema,
  password: z.string().min(1).max(1024),
  /** What the person shall know this session by, such as the program and the name of the machine. */
  program: storedTextSchema.max(256).optional(),
});

/**
 * Where a sign-in in the browser ends: a port that the program opened on its own machine (RFC 8252 §7.3). The loopback
 * addresses themselves and this path only, so that a code can be sent nowhere else.
 */
export const loopbackPath = '/signed-in';
export const loopbackRedirectSchema = z
  .string()
  .max(64)
  .regex(/^http:\/\/(?:127\.0\.0\.1|\[::1\]):[1-9]\d{0,4}\/signed-in$/)
  .refine((redirect) => Number(/:(\d+)\//.exec(redirect)?.[1]) < 65_536, { error: 'must have a port' });

/** What the program opens the browser with. The code that comes back is worth nothing without the verifier (RFC 7636). */
export const browserStartSchema = z.strictObject({
  redirect: loopbackRedirectSchema,
  /** S256 of the verifier. */
  challenge: z.string().regex(/^[A-Za-z0-9_-]{43}$/),
  /** Comes back as it is: the program knows its own sign-in by it. */
  state: z.string().regex(/^[A-Za-z0-9_-]{22,128}$/),
});

export const browserFailures = [
  /** The person did not go on at the provider. */
  'cancelled',
  /** The provider does not answer, or says that it cannot. */
  'unavailable',
  /** What the provider answered does not hold. */
  'refused',
  /** The provider knows the person, this server does not want them. */
  'notAllowed',
] as const;
export type BrowserFailure = (typeof browserFailures)[number];

/** What the loopback address is asked with, besides `state`: one of the two. */
export const browserReturnSchema = z.union([
  z.object({ code: z.string().min(1).max(256) }),
  z.object({ error: z.enum(browserFailures) }),
]);

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
  /** Came by a link: for one channel, until the link ends, without a password. */
  guest: z.boolean().optional(),
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
  /** For the session that a call of this device moves to while the one before stands: identity = `<account>.<device>~2`. */
  second: z.boolean().default(false),
});

/** What a program tells of its person that the voice server cannot know. For every session of the device. */
export const presenceSchema = z.strictObject({
  device: joinSchema.shape.device,
  /** Hears nobody. */
  deafened: z.boolean(),
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

const idSchema = storedTextSchema.min(1).max(256);
const permissionListSchema = z.array(permissionSchema).max(64);

/** A name that other people see: something of it must be seen, and nothing of it steers what shows it. */
export const personNameSchema = storedTextSchema
  .trim()
  .min(1)
  .max(256)
  .refine((name) => !/\p{Cc}/u.test(name), { error: 'must have no control characters' })
  .refine((name) => readableName(name, '') !== '', { error: 'must be readable' });
/** A new password. Length is what counts (NIST SP 800-63B §3.1.1.2). */
export const newPasswordSchema = z.string().min(8).max(1024);
const codeTextSchema = storedTextSchema.min(1).max(256);

/** A code is good once, for a minute, with its verifier. */
export const browserSessionSchema = z.strictObject({
  code: codeTextSchema,
  verifier: z.string().regex(/^[A-Za-z0-9._~-]{43,128}$/),
  program: storedTextSchema.max(256).optional(),
});
/** Who is signed in shows a sign-in through the browser: from then on that is one's account here, too. */
export const linkSelfSchema = z.strictObject({
  code: codeTextSchema,
  verifier: browserSessionSchema.shape.verifier,
  password: z.string().min(1).max(1024),
});
/** Who an account is at the identity provider (`sub` of its tokens); null: nobody. */
export const identitySchema = z.strictObject({ subject: storedTextSchema.min(1).max(255).nullable() });

export const signUpSchema = z.strictObject({
  invitation: codeTextSchema,
  login: loginSchema,
  name: personNameSchema,
  password: newPasswordSchema,
  program: storedTextSchema.max(256).optional(),
});
export type SignUp = z.infer<typeof signUpSchema>;
export const renameSchema = z.strictObject({ name: personNameSchema });
export const deleteAccountSchema = z.strictObject({ password: z.string().min(1).max(1024) });
export const changePasswordSchema = z.strictObject({
  password: z.string().min(1).max(1024),
  newPassword: newPasswordSchema,
});
export type ChangePassword = z.infer<typeof changePasswordSchema>;
export const resetPasswordSchema = z.strictObject({ code: codeTextSchema, newPassword: newPasswordSchema });
export type ResetPassword = z.infer<typeof resetPasswordSchema>;

export const sessionListSchema = z.object({
  sessions: z
    .array(
      z.object({
        id: z.string().max(256),
        program: z.string().max(256),
        /** Milliseconds since the epoch; 0 when it began before servers kept it. */
        createdAt: z.number().int(),
        lastUsedAt: z.number().int(),
        /** The session that asks. */
        current: z.boolean(),
      }),
    )
    .max(10_000),
});
export type SessionList = z.infer<typeof sessionListSchema>;

export const roleSchema = z.object({
  id: z.string().min(1).max(256),
  name: z.string().max(256),
  position: z.number().int(),
  permissions: permissionListSchema,
});
export type RoleInfo = z.infer<typeof roleSchema>;
export const roleListSchema = z.object({ roles: z.array(roleSchema).max(1_000) });
/** Between `everyone` (0) and `administrator` (1,000,000). */
const rolePositionSchema = z.int().min(1).max(999_999);
export const createRoleSchema = z.strictObject({
  name: personNameSchema,
  position: rolePositionSchema,
  permissions: permissionListSchema,
});
export const updateRoleSchema = z.strictObject({
  name: personNameSchema.optional(),
  position: rolePositionSchema.optional(),
  permissions: permissionListSchema.optional(),
});

/** All overrides of one channel; `PUT` replaces them. The rules are those of `effectivePermissions`. */
export const overridesSchema = z.strictObject({
  overrides: z
    .array(
      z.strictObject({
        subject: z.enum(['role', 'account']),
        id: idSchema,
        allow: permissionListSchema,
        deny: permissionListSchema,
      }),
    )
    .max(200),
});
export type Overrides = z.infer<typeof overridesSchema>;

/** The roles besides `everyone`. `administrator` among them makes an administrator; only administrators may change that. */
export const accountRolesSchema = z.strictObject({ roles: z.array(idSchema).max(100) });
export const updateAccountSchema = z.strictObject({
  /** A disabled account cannot sign in; its sessions end and it leaves its calls. */
  disabled: z.boolean(),
  reason: storedTextSchema.trim().min(1).max(512),
});
/** What an account pays for, as Artist Space names it (shared/seeds/artist-space.txt "Subscription Tiers"). */
export const accountTiers = [
  'free',
  'artist_premium',
  'artist_streaming',
  'venue_premium',
  'venue_streaming',
  'studio',
  'booking_agent',
] as const;
export type AccountTier = (typeof accountTiers)[number];
export const accountTierSchema = z.strictObject({ tier: z.enum(accountTiers) });
export const accountListSchema = z.object({
  accounts: z
    .array(
      accountSchema.extend({
        roles: z.array(z.string()).max(100),
        disabled: z.boolean(),
        /** Servers before it did not tell. */
        tier: z.enum(accountTiers).optional(),
      }),
    )
    .max(100_000),
});
export type AccountList = z.infer<typeof accountListSchema>;

export const createInvitationSchema = z.strictObject({
  uses: z.int().min(1).max(10_000).default(1),
  /** How long it is good for, s. */
  seconds: z
    .int()
    .min(60)
    .max(90 * 24 * 3600)
    .default(7 * 24 * 3600),
  /** What whoever takes it will have besides `everyone`. */
  roleId: idSchema.nullable().default(null),
});
export type CreateInvitation = z.infer<typeof createInvitationSchema>;
export const invitationListSchema = z.object({
  invitations: z
    .array(
      z.object({
        id: z.string(),
        roleId: z.string().nullable(),
        usesLeft: z.number().int(),
        createdBy: z.string(),
        createdAt: z.number().int(),
        expiresAt: z.number().int(),
      }),
    )
    .max(10_000),
});
export type InvitationList = z.infer<typeof invitationListSchema>;
/** A code that is told once: the server keeps only its hash. */
export const codeSchema = z.object({
  id: z.string(),
  code: z.string(),
  /** Milliseconds since the epoch. */
  expiresAt: z.number().int(),
});
export type Code = z.infer<typeof codeSchema>;

export const createGuestLinkSchema = z.strictObject({
  /** How many may come by it. */
  uses: z.int().min(1).max(1_000).default(1),
  /** How long it is good for, s; whoever came by it has to go then. */
  seconds: z
    .int()
    .min(60)
    .max(30 * 24 * 3600)
    .default(24 * 3600),
});
export type CreateGuestLink = z.infer<typeof createGuestLinkSchema>;
export const guestLinkListSchema = z.object({
  links: z
    .array(
      z.object({
        id: z.string(),
        usesLeft: z.number().int(),
        /** Who came by it. */
        guests: z.number().int(),
        createdBy: z.string(),
        createdAt: z.number().int(),
        expiresAt: z.number().int(),
      }),
    )
    .max(10_000),
});
export type GuestLinkList = z.infer<typeof guestLinkListSchema>;
export const becomeGuestSchema = z.strictObject({
  code: codeTextSchema,
  name: personNameSchema,
  program: storedTextSchema.max(256).optional(),
});
export type BecomeGuest = z.infer<typeof becomeGuestSchema>;

const reasonSchema = storedTextSchema.trim().min(1).max(512);
const optionalReasonSchema = storedTextSchema.trim().max(512).default('');
export const restrictSchema = z.strictObject({
  accountId: idSchema,
  reason: reasonSchema,
  /** How long, s; null until it is lifted. */
  seconds: z
    .int()
    .min(1)
    .max(10 * 366 * 24 * 3600)
    .nullable()
    .default(null),
});
export const liftSchema = z.strictObject({ accountId: idSchema, reason: optionalReasonSchema });
export const kickSchema = z.strictObject({ accountId: idSchema, reason: reasonSchema });
export const moveSchema = z.strictObject({ accountId: idSchema, toChannelId: idSchema, reason: optionalReasonSchema });
export const closeSchema = z.strictObject({ reason: reasonSchema });

export const restrictionListSchema = z.object({
  restrictions: z
    .array(
      z.object({
        kind: z.enum(['mute', 'ban']),
        accountId: z.string(),
        accountName: z.string(),
        /** Null: in every channel. */
        channelId: z.string().nullable(),
        by: z.string(),
        /** Empty when the account is gone. */
        byName: z.string(),
        reason: z.string(),
        createdAt: z.number().int(),
        expiresAt: z.number().int().nullable(),
      }),
    )
    .max(100_000),
});
export type RestrictionList = z.infer<typeof restrictionListSchema>;

/** A page of a log: entries older than `before`, at most `limit`. */
export const logQuerySchema = z.strictObject({
  before: z.coerce.number().int().min(0).max(Number.MAX_SAFE_INTEGER).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
export const auditLogSchema = z.object({
  entries: z
    .array(
      z.object({
        id: z.number().int(),
        at: z.number().int(),
        action: z.string(),
        /** Account, and its name now: empty when it is gone. */
        by: z.string(),
        byName: z.string(),
        accountId: z.string().nullable(),
        accountName: z.string(),
        channelId: z.string().nullable(),
        reason: z.string(),
        detail: z.string(),
      }),
    )
    .max(200),
});
export type AuditLog = z.infer<typeof auditLogSchema>;
export const securityLogSchema = z.object({
  entries: z
    .array(
      z.object({
        id: z.number().int(),
        at: z.number().int(),
        kind: z.enum(['signInFailed', 'tokenReused', 'webhookForged', 'codeRefused', 'idTokenRefused']),
        accountId: z.string().nullable(),
        address: z.string(),
      }),
    )
    .max(200),
});
export type SecurityLog = z.infer<typeof securityLogSchema>;

export const moderationActions = ['mute', 'unmute', 'kick', 'ban', 'unban', 'move', 'close'] as const;
export type ModerationAction = (typeof moderationActions)[number];

/**
 * What concerns the person alone, over the same connection as `serverEventSchema`: each of their programs is told, and
 * nobody else.
 */
export const serverNoticeSchema = z.discriminatedUnion('type', [
  /** A moderator did something to this person. Of `kick`, `ban`, `move` and `close` it comes before LiveKit's removal. */
  z.object({
    type: z.literal('moderation'),
    action: z.enum(moderationActions),
    reason: z.string().max(512),
    by: z.object({ id: z.string().max(256), name: z.string().max(256) }),
    /** Null: in every channel. */
    channelId: z.string().max(256).nullable(),
    /** Where to go, of `move`. */
    toChannelId: z.string().max(256).optional(),
    /** When a mute or a ban ends by itself, milliseconds since the epoch; null when it does not. */
    expiresAt: z.number().int().nullable().optional(),
  }),
  /** Roles and server-wide permissions: after the snapshot, and when they change. Those of a channel are in the channel. */
  z.object({ type: z.literal('self'), roles: z.array(z.string()).max(100), permissions: permissionListSchema }),
]);
export type ServerNotice = z.infer<typeof serverNoticeSchema>;

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
      'versionMismatch',
      'internal',
    ]),
    message: z.string().max(1024),
  }),
});
export type ErrorBody = z.infer<typeof errorBodySchema>;

export { joinTicketSchema };
