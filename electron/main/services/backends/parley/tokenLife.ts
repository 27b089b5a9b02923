import { readClaims } from '@parley/shared/backends/dialects/tokenClaims';
import { z } from 'zod';

/** Where nothing tells a token's life, ms: short enough for any server, long enough not to be a load. */
const assumedLife = 300_000;

const lifeSchema = z.object({ iat: z.number(), exp: z.number() });

/**
 * How long an access token is good for, ms, counted from its receipt: `expiresIn` (seconds) of the answer, else the life
 * that a JWT's own claims give it (RFC 7519 §4.1). The absolute time of expiry is the server's clock, which the local
 * one need not agree with, so it is not looked at. Never throws.
 */
export function tokenLife(session: { readonly accessToken: string; readonly expiresIn?: number | undefined }): number {
  const seconds = session.expiresIn ?? claimedLife(session.accessToken);
  return seconds > 0 ? seconds * 1000 : assumedLife;
}

/** Seconds between a JWT's `iat` and `exp`, not verified; 0 when the token is none or has not both. */
function claimedLife(token: string): number {
  const claims = lifeSchema.safeParse(readClaims(token));
  return claims.success ? claims.data.exp - claims.data.iat : 0;
}
