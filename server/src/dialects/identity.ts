import { accountOf } from '../occupants/occupancy.ts';

/**
 * Under which identity somebody joins, and whose permissions decide. `impersonated`: by an administrator, for an account
 * (null: for nobody's, such as a bot, which has the administrator's own permissions).
 */
export type IdentityDecision =
  | { readonly kind: 'own'; readonly identity: string }
  | { readonly kind: 'impersonated'; readonly identity: string; readonly accountId: string | null }
  | { readonly kind: 'forbidden' };

/**
 * Kraken takes any `identity`, by default the user's id (seeds/kraken.txt "Identity Management"): with it anybody would
 * be anybody. Here it is the account's own id, alone or with a device behind it (`<id>.<device>`), so that occupants,
 * moderation and reconciliation know whose it is; any other takes the right to impersonate.
 */
export function decideIdentity(accountId: string, asked: string, mayImpersonate: boolean): IdentityDecision {
  const owner = accountOf(asked);
  if (owner === accountId) return { kind: 'own', identity: asked };
  if (!mayImpersonate) return { kind: 'forbidden' };
  return { kind: 'impersonated', identity: asked, accountId: owner === '' ? null : owner };
}
