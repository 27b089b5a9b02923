import type { Account } from '../parley/session.ts';
import { readableName } from '../readableName.ts';
import { readClaims } from './tokenClaims.ts';

/**
 * Whom to show as signed in. A foreign backend tells nothing about the account, so this is what the person wrote into
 * the profile, or else what the bearer says of itself where it is a JSON Web Token (OpenID Connect Core §5.1). For
 * showing only.
 */
export function describePerson(
  profile: { readonly login: string; readonly displayName: string },
  bearer: string,
): Account {
  const claims = readClaims(bearer) ?? {};
  const first = (...names: readonly string[]): string =>
    names.map((name) => claims[name]).find((value): value is string => typeof value === 'string' && value !== '') ?? '';
  const id = (first('sub', 'id', 'userId') || profile.login || 'me').slice(0, 256);
  const login = (profile.login || first('preferred_username', 'username', 'email')).slice(0, 256);
  const told = profile.displayName || first('name', 'preferred_username', 'username') || login;
  return { id, login, name: readableName(told.slice(0, 256), readableName(id, 'me')), administrator: false };
}
