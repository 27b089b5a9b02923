import type { DialectProfile } from './profile.ts';

/** What a person gives to sign in. It is used once; what is kept of it is the credential in the vault. */
export type Proof =
  | { readonly kind: 'password'; readonly login: string; readonly password: string }
  | { readonly kind: 'bearer'; readonly bearer: string }
  /** The person goes to the system browser. */
  | { readonly kind: 'browser' };

/** Which proof signs in to this profile: the form to show. */
export function proofKind(profile: DialectProfile): Proof['kind'] {
  switch (profile.dialect) {
    case 'parley':
      return 'password';
    case 'direct':
      return 'bearer';
    case 'webchat':
    case 'kraken':
    case 'token':
    case 'artist-space':
      return { pasted: 'bearer', browser: 'browser', request: 'password' }[profile.bearer.kind] as Proof['kind'];
  }
}
