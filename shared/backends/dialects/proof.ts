import { z } from 'zod';
import { signUpSchema } from '../parley/accounts.ts';
import { becomeGuestSchema } from '../parley/codes.ts';
import type { DialectProfile } from './profile.ts';

/** What a person gives to sign in. It is used once; what is kept of it is the credential in the vault. */
export const proofSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('password'), login: z.string().max(256), password: z.string().max(1024) }),
  z.strictObject({ kind: z.literal('bearer'), bearer: z.string().max(16_384) }),
  /** The person goes to the system browser. */
  z.strictObject({ kind: z.literal('browser') }),
  /** Makes the account that is then signed in. */
  signUpSchema.omit({ program: true }).extend({ kind: z.literal('invitation') }),
  /** Comes by a guest link, for as long as that is good. */
  becomeGuestSchema.omit({ program: true }).extend({ kind: z.literal('guest') }),
]);
export type Proof = Readonly<z.infer<typeof proofSchema>>;

/** What somebody with an account signs in by. */
export type ProofKind = Exclude<Proof['kind'], 'invitation' | 'guest'>;

/** Which proof signs in to this profile: the form to show. */
export function proofKind(profile: DialectProfile): ProofKind {
  switch (profile.dialect) {
    case 'parley':
      return 'password';
    case 'direct':
      return 'bearer';
    case 'webchat':
    case 'kraken':
    case 'token':
    case 'artist-space':
      return { pasted: 'bearer', browser: 'browser', request: 'password' }[profile.bearer.kind] as ProofKind;
  }
}

/** What a person types to sign in: a configured request may send only one of login and password, or neither. */
export function proofNeeds(profile: DialectProfile): { readonly login: boolean; readonly secret: boolean } {
  const kind = proofKind(profile);
  if (kind !== 'password') return { login: false, secret: kind === 'bearer' };
  if (!('bearer' in profile) || profile.bearer.kind !== 'request') return { login: true, secret: true };
  const sent = new Set(profile.bearer.fields.map(({ from }) => from));
  return { login: sent.has('login'), secret: sent.has('password') };
}
