import { loginSchema, storedTextSchema } from '@parley/shared/backends/parley/text';
import { readableName } from '@parley/shared/backends/readableName';
import { z } from 'zod';
import { normaliseLogin } from '../accounts/normaliseLogin.ts';
import type { OidcConfig } from '../config.ts';
import { readMappedRoles } from './mappedRoles.ts';

/** Whom an identity provider vouches for. Issuer and subject together are who it is; the rest is how they are called. */
export interface Person {
  readonly issuer: string;
  readonly subject: string;
  /** What a new account would be called; somebody else may have it. */
  readonly login: string;
  readonly name: string;
  /** Roles that the provider's claims give, by the names of the mapping; null where nothing is mapped. */
  readonly roles: readonly string[] | null;
}

const textOrNone = storedTextSchema.trim().min(1).max(256).optional().catch(undefined);
/** https://openid.net/specs/openid-connect-core-1_0.html#StandardClaims; a claim that makes no sense is as one that is missing. */
const claimsSchema = z.object({
  iss: z.string(),
  sub: storedTextSchema.min(1).max(255),
  name: textOrNone,
  preferred_username: loginSchema.optional().catch(undefined),
  email: textOrNone,
  /** Some providers write it as a text. */
  email_verified: z
    .union([z.literal(true), z.literal('true')])
    .optional()
    .catch(undefined),
});

/**
 * The person of verified claims. Null when the provider names nobody; `notAllowed` when `emailDomains` are given and no
 * verified e-mail address of the person is in one of them.
 */
export function decidePerson(
  claims: unknown,
  { emailDomains, roles: mapping }: Pick<OidcConfig, 'emailDomains' | 'roles'>,
): Person | 'notAllowed' | null {
  const parsed = claimsSchema.safeParse(claims);
  if (!parsed.success) return null;
  const { iss: issuer, sub: subject, name, preferred_username: username } = parsed.data;
  const email = parsed.data.email_verified === undefined ? undefined : parsed.data.email;
  const domain = email?.slice(email.lastIndexOf('@') + 1).toLowerCase();
  if (emailDomains.length > 0 && (domain === undefined || !emailDomains.includes(domain))) return 'notAllowed';
  const login = normaliseLogin(username ?? email ?? subject);
  return { issuer, subject, login, name: readableName(name ?? '', login), roles: readMappedRoles(claims, mapping) };
}
