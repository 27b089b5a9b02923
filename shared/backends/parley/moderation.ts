import { z } from 'zod';
import { idSchema, storedTextSchema } from './text.ts';

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
