import type { Instance } from '@parley/shared/backends/dialects/profile';
import type { AccountTier } from '@parley/shared/backends/parley/accounts';
import type { Permission, PermissionSet } from '@parley/shared/backends/permissions';

/** seeds/artist-space.txt "Subscription Tiers": who may use meet. Studios and booking agents always, the rest by subscription. */
const forMeet: readonly AccountTier[] = [
  'artist_premium',
  'artist_streaming',
  'venue_premium',
  'venue_streaming',
  'studio',
  'booking_agent',
];

/** Whether an account may use an instance: main and chat are for all tiers. */
export const tierAllows = (tier: AccountTier, instance: Instance): boolean =>
  instance !== 'meet' || forMeet.includes(tier);

/** Behind the account's id: no device of `joinSchema` has a colon, so that only tickets of this dialect say an instance. */
const mark = '.artist-space:';

/** The identity of an account at an instance: one each, so that all three can be joined at once. */
export const identityAt = (accountId: string, instance: Instance): string => `${accountId}${mark}${instance}`;

/**
 * Whether an identity may be at a LiveKit server that these instances are served by. All of them have one key, so that each
 * takes the tickets for every other: without this, main's would lead into meet.
 */
export const belongsAt = (identity: string, instances: readonly Instance[]): boolean =>
  instances.includes('main') || instances.some((instance) => identity.endsWith(`${mark}${instance}`));

/** What somebody publishes in a call: "Text chat only" is without. */
const spoken: readonly Permission[] = ['SPEAK', 'CAMERA', 'SCREEN'];
const nothing: PermissionSet = new Set();

/**
 * What is left of an account's permissions for a participant of this identity: at chat there is text alone, and at meet
 * nothing for whom it is not included.
 */
export function permissionsAs(identity: string, tier: AccountTier, permissions: PermissionSet): PermissionSet {
  if (identity.endsWith(`${mark}meet`)) return tierAllows(tier, 'meet') ? permissions : nothing;
  if (identity.endsWith(`${mark}chat`)) return new Set([...permissions].filter((one) => !spoken.includes(one)));
  return permissions;
}
