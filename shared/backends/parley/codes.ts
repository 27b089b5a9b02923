import { z } from 'zod';
import { codeTextSchema, idSchema, personNameSchema, storedTextSchema } from './text.ts';

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
