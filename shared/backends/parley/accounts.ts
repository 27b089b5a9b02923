import { z } from 'zod';
import { accountSchema, browserSessionSchema } from './session.ts';
import {
  codeTextSchema,
  idSchema,
  loginSchema,
  newPasswordSchema,
  personNameSchema,
  storedTextSchema,
} from './text.ts';

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
