import { z } from 'zod';
import { joinTicketSchema } from '../channel.ts';
import { storedTextSchema } from './text.ts';

/**
 * The wire format of Parley server, read by `server/` and by the `parley` adapter in
 * `electron/main/services/backends`. Every address below is relative to the server's base address.
 *
 * | route | request | answer |
 * |---|---|---|
 * | `GET /api/server` | – | `serverInfoSchema` |
 * | `GET /api/health` | – | `healthSchema`, 503 when the database or LiveKit does not answer |
 * | `POST /api/probe` | – | 201 `probeSchema`: for a check of the network, without an account; 429 with `Retry-After` |
 * | `GET /api/openapi.json` | – | OpenAPI 3.1, made of the schemas of this folder |
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
