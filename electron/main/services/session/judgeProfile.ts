import { normaliseAddress } from '@parley/shared/backends/address';
import type { DialectProfile } from '@parley/shared/backends/dialects/profile';
import type { ParleyError } from '@parley/shared/errors';
import { isAllowed, serversUnder, underPolicy, type ServerPolicy } from '@parley/shared/policy/serverPolicy';
import { err, ok, type Result } from '@parley/shared/result';
import type { SettingsService } from '../settings/settings.ts';

/** What a person typed, with the address in the form that is stored and what the administrator fixed; or why it is none. */
export function judgeProfile(policy: ServerPolicy, typed: DialectProfile): Result<DialectProfile> {
  const profile = tidy(typed);
  if (profile === null) return err(badAddress);
  return isAllowed(policy, profile) ? ok(underPolicy(policy, profile)) : err(forbidden);
}

/** Puts the administrator's servers into the list, and shows one that is allowed. */
export function layDown(policy: ServerPolicy, settings: SettingsService, newId: () => string): void {
  if (policy.fixed.length === 0) return;
  const servers = [...serversUnder(policy, settings.get().servers, newId)];
  const shown = servers.find(({ id }) => id === settings.get().activeServer);
  const first = shown !== undefined && isAllowed(policy, shown) ? shown : servers.find((one) => isAllowed(policy, one));
  settings.update({ servers, activeServer: first?.id ?? null });
}

/** Null when the address is none. */
function tidy(profile: DialectProfile): DialectProfile | null {
  // A LiveKit address has its form by schema.
  if (profile.dialect === 'direct') return profile;
  const address = normaliseAddress(profile.address);
  return address === null ? null : { ...profile, address };
}

const badAddress: ParleyError = {
  code: 'invalid',
  reason: 'badAddress',
  message: 'This is no http or https address.',
};
export const forbidden: ParleyError = {
  code: 'forbidden',
  reason: 'serverForbidden',
  message: 'The policy of this computer names the servers, and this is none of them.',
};
export const cannotGo: ParleyError = {
  code: 'forbidden',
  reason: 'serverForbidden',
  message: 'The policy of this computer has this server: it cannot be removed.',
};
