import { z } from 'zod';
import type { Instance, ProfileOf } from './profile.ts';

/** One request of a dialect: values only; the adapters in `electron/main/services/backends/dialects` send it. */
export interface DialectRequest {
  readonly method: 'GET' | 'POST';
  readonly url: string;
  readonly json?: unknown;
}

// Longer than any real one; a hostile answer is cut off here.
const token = z.string().min(1).max(16_384);
const url = z.string().min(1).max(2048);

// ---- webchat ---------------------------------------------------------------------------------------------------------

/** seeds/webchat.txt §2 "Update Main Router", §5 "Test Voice Connection": a POST without a body. */
export const webchatJoin = (profile: ProfileOf<'webchat'>, channelId: string): DialectRequest => ({
  method: 'POST',
  url: `${profile.address}${profile.basePath}/channels/${encodeURIComponent(channelId)}/voice/join`,
});
/** seeds/webchat.txt §2 "Voice Routes": `VoiceConnectionResponse`. */
export const webchatTicketSchema = z.object({ url, token, room: z.string().max(256) });

// ---- kraken ----------------------------------------------------------------------------------------------------------

const krakenUrl = (profile: ProfileOf<'kraken'>, path: string): string =>
  `${profile.address}${profile.basePath}/livekit/${path}`;

/**
 * seeds/kraken.txt "CreateTokenDto", "Voice Channel Connection Flow". Neither `identity` nor `ttl` is sent: the first is
 * the account's own by default and another's is refused, the second is the server's to choose.
 */
export const krakenToken = (profile: ProfileOf<'kraken'>, roomId: string): DialectRequest => ({
  method: 'POST',
  url: krakenUrl(profile, 'token'),
  json: { roomId, ...(profile.displayName === '' ? {} : { name: profile.displayName }) },
});
/** seeds/kraken.txt "TokenResponseDto". */
export const krakenTicketSchema = z.object({
  token,
  identity: z.string().max(256),
  roomId: z.string().max(256),
  url: url.optional(),
  expiresAt: z.string().max(64).optional(),
});
/** seeds/kraken.txt "Endpoints", "Pattern 3". */
export const krakenConnectionInfo = (profile: ProfileOf<'kraken'>): DialectRequest => ({
  method: 'GET',
  url: krakenUrl(profile, 'connection-info'),
});
/** seeds/kraken.txt "Key Methods": `{ url?: string }`. */
export const krakenConnectionInfoSchema = z.object({ url: url.optional() });
/** seeds/kraken.txt "Configuration Health Check". */
export const krakenHealth = (profile: ProfileOf<'kraken'>): DialectRequest => ({
  method: 'GET',
  url: krakenUrl(profile, 'health'),
});
export const krakenHealthSchema = z.object({ status: z.enum(['healthy', 'unhealthy']), configured: z.boolean() });

// ---- token -----------------------------------------------------------------------------------------------------------

/** seeds/ice-over-tcp.txt Step 2 "Token Generation Endpoint"; seeds/inspire-lab.txt "Token Generation" names no path. */
export const tokenRequest = (profile: ProfileOf<'token'>, roomName: string): DialectRequest => ({
  method: 'POST',
  url: `${profile.address}${profile.tokenPath}`,
  json: { roomName },
});
/**
 * seeds/ice-over-tcp.txt Step 2: `res.json({ token })`. Backends with TURN credentials (seeds/inspire-lab.txt "Time-Limited
 * TURN Credentials") add `iceServers`, for `readIceServers`.
 */
export const tokenTicketSchema = z.object({ token, iceServers: z.unknown().optional() });

// ---- artist-space ----------------------------------------------------------------------------------------------------

/** seeds/artist-space.txt "Generate Access Token". */
export const artistSpaceToken = (
  profile: ProfileOf<'artist-space'>,
  place: { readonly instance: Instance; readonly room: string },
  participantName: string,
): DialectRequest => ({
  method: 'POST',
  url: `${profile.address}${profile.basePath}/livekit/token`,
  json: { instance: place.instance, roomName: place.room, participantName, e2eeEnabled: profile.encrypted },
});
/** seeds/artist-space.txt "Generate Access Token", "Response". */
export const artistSpaceTicketSchema = z.object({
  token,
  url,
  roomName: z.string().max(256),
  participantName: z.string().max(256),
  e2eeSupported: z.boolean(),
  e2eeEnabled: z.boolean(),
  instance: z.string().max(64),
});

export const roomLimitsSchema = z.strictObject({
  /** People; 0: as many as the server allows. */
  maxParticipants: z.number().int().min(0).max(10_000),
  /** How long the room stays without anybody, seconds. */
  emptyTimeout: z.number().int().min(0).max(604_800),
});
export type RoomLimits = Readonly<z.infer<typeof roomLimitsSchema>>;
/** seeds/artist-space.txt "Create Room". Its answer is not documented. */
export const artistSpaceCreateRoom = (
  profile: ProfileOf<'artist-space'>,
  place: { readonly instance: Instance; readonly room: string },
  limits: RoomLimits,
): DialectRequest => ({
  method: 'POST',
  url: `${profile.address}${profile.basePath}/livekit/create-room`,
  json: {
    instance: place.instance,
    roomName: place.room,
    maxParticipants: limits.maxParticipants,
    emptyTimeout: limits.emptyTimeout,
    e2eeEnabled: profile.encrypted,
  },
});
