import { z } from 'zod';
import { codeTextSchema, loginSchema, storedTextSchema } from './text.ts';

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

/** A code is good once, for a minute, with its verifier. */
export const browserSessionSchema = z.strictObject({
  code: codeTextSchema,
  verifier: z.string().regex(/^[A-Za-z0-9._~-]{43,128}$/),
  program: storedTextSchema.max(256).optional(),
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
