import { hkdfSync } from 'node:crypto';
import { EncryptJWT, jwtDecrypt } from 'jose';
import { z } from 'zod';

/** A sign-in that is under way in a browser. */
export interface PendingSignIn {
  /** The program's: where to go back to, what its verifier has to match, what it knows this sign-in by. */
  readonly redirect: string;
  readonly challenge: string;
  readonly state: string;
  /** This server's own, towards the provider. */
  readonly verifier: string;
  readonly nonce: string;
}

/**
 * Sign-ins under way as the `state` that the provider hands back, encrypted and authenticated with the server's key: nothing
 * is kept, so that nobody can fill anything, and every process of the server can go on with what another began.
 */
export interface PendingSignIns {
  seal(pending: PendingSignIn): Promise<string>;
  /** Null for what this server did not seal, or too long ago. */
  open(state: string): Promise<PendingSignIn | null>;
}

/** How long a person may take at the provider, ms. */
export const pendingLife = 10 * 60_000;

const pendingSchema = z.object({
  redirect: z.string(),
  challenge: z.string(),
  state: z.string(),
  verifier: z.string(),
  nonce: z.string(),
});

export function createPendingSignIns(key: () => Uint8Array, now: () => number): PendingSignIns {
  // A key of its own (HKDF, RFC 5869): nothing that is made for one purpose is ever good for the other.
  const ownKey = (): Uint8Array => new Uint8Array(hkdfSync('sha256', key(), '', 'parley browser sign-in', 32));
  return {
    seal: (pending) =>
      new EncryptJWT({ ...pending })
        .setProtectedHeader({ alg: 'dir', enc: 'A256GCM' })
        .setExpirationTime(Math.floor((now() + pendingLife) / 1000))
        .encrypt(ownKey()),
    async open(state) {
      try {
        const { payload } = await jwtDecrypt(state, ownKey(), {
          keyManagementAlgorithms: ['dir'],
          contentEncryptionAlgorithms: ['A256GCM'],
          requiredClaims: ['exp'],
          currentDate: new Date(now()),
        });
        return pendingSchema.parse(payload);
      } catch {
        return null;
      }
    },
  };
}
