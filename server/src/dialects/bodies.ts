import { instanceSchema } from '@parley/shared/backends/dialects/profile';
import { personNameSchema, storedTextSchema } from '@parley/shared/backends/parley/text';
import { z } from 'zod';

/** What the requests of the seeds (shared/seeds) consist of. A field that no seed has is refused. */

const text = storedTextSchema.min(1).max(256);

/** seeds/kraken.txt "CreateTokenDto": what is `@IsOptional` there may be null as well (class-validator). */
export const krakenBody = z.strictObject({
  roomId: text,
  /** Without what nobody would see. */
  identity: text.regex(/^[^\p{Cc}\p{Cf}\s]+$/u).optional(),
  name: personNameSchema.nullish(),
  /** s. A longer life than there is (`longestTicket`) is cut. */
  ttl: z.int().min(1).max(2_147_483_647).nullish(),
});

/** seeds/ice-over-tcp.txt Step 2 "Token Generation Endpoint"; seeds/inspire-lab.txt "Token Generation" (`roomName`). */
export const tokenBody = z.strictObject({ roomName: text });

/** seeds/artist-space.txt "Generate Access Token". */
export const artistSpaceBody = z.strictObject({
  instance: instanceSchema,
  roomName: text,
  participantName: personNameSchema.optional(),
  e2eeEnabled: z.boolean().optional(),
});

/** seeds/artist-space.txt "Create Room"; `emptyTimeout` in s. What is left out is LiveKit's default. */
export const artistSpaceRoomBody = z.strictObject({
  instance: instanceSchema,
  roomName: storedTextSchema.trim().min(1).max(256),
  maxParticipants: z.int().min(0).max(10_000).default(0),
  emptyTimeout: z.int().min(0).max(604_800).default(0),
  e2eeEnabled: z.boolean().optional(),
});

export const anyTokenBody = z.union([krakenBody, artistSpaceBody, tokenBody]);
