import { z } from 'zod';

// In every engine that runs this, but in no library that `shared` may name (neither DOM nor Node).
declare const atob: (text: string) => string;
declare const TextDecoder: new (label: string, options: { fatal: boolean }) => { decode(bytes: Uint8Array): string };

/** The payload of a JSON Web Token (RFC 7519), *not verified*: good for showing and for planning only. Null for none. */
export function readClaims(token: string): Readonly<Record<string, unknown>> | null {
  const parts = token.split('.');
  if (parts.length !== 3 || token.length > 16_384) return null;
  try {
    const binary = atob((parts[1] ?? '').replaceAll('-', '+').replaceAll('_', '/'));
    const bytes = Uint8Array.from(binary, (character) => character.charCodeAt(0));
    const claims = z
      .record(z.string(), z.unknown())
      .safeParse(JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)));
    return claims.success ? claims.data : null;
  } catch {
    return null;
  }
}

const seconds = z.number().int().nonnegative().max(8.64e12);

const liveKitClaimsSchema = z.object({
  sub: z.string().min(1).max(256),
  exp: seconds,
  iat: seconds.optional(),
  nbf: seconds.optional(),
  video: z.object({ room: z.string().min(1).max(256), roomJoin: z.literal(true) }),
});
export type LiveKitClaims = z.infer<typeof liveKitClaimsSchema>;

/** The claims of a LiveKit token that lets somebody into a room (`AccessToken` of livekit-server-sdk). Null for others. */
export function readLiveKitClaims(token: string): LiveKitClaims | null {
  const claims = liveKitClaimsSchema.safeParse(readClaims(token));
  return claims.success ? claims.data : null;
}
