import type { Instance } from '@parley/shared/backends/dialects/profile';
import { accountTiers, type AccountTier } from '@parley/shared/backends/parley/accounts';
import type { Permission } from '@parley/shared/backends/permissions';
import { describe, expect, it } from 'vitest';
import { identityAt, permissionsAs, tierAllows } from './instances.ts';

// seeds/artist-space.txt "Subscription Tiers"
it.each<[AccountTier, readonly Instance[]]>([
  ['free', ['main', 'chat']],
  ['artist_premium', ['main', 'meet', 'chat']],
  ['artist_streaming', ['main', 'meet', 'chat']],
  ['venue_premium', ['main', 'meet', 'chat']],
  ['venue_streaming', ['main', 'meet', 'chat']],
  ['studio', ['main', 'meet', 'chat']],
  ['booking_agent', ['main', 'meet', 'chat']],
])('%s may use %j', (tier, instances) => {
  expect((['main', 'meet', 'chat'] as const).filter((instance) => tierAllows(tier, instance))).toEqual(instances);
});

describe('permissionsAs', () => {
  const all: ReadonlySet<Permission> = new Set(['VIEW', 'JOIN', 'SPEAK', 'CAMERA', 'SCREEN', 'SEND', 'KICK']);
  const left = (identity: string, tier: AccountTier) => [...permissionsAs(identity, tier, all)];

  it('leaves everything to whoever is at main, or came by another dialect', () => {
    for (const identity of [identityAt('ada', 'main'), 'ada', 'ada.chat', 'ada.meet']) {
      expect(left(identity, 'free')).toEqual([...all]);
    }
  });

  it('leaves text at chat, whatever the tier', () => {
    for (const tier of accountTiers)
      expect(left(identityAt('ada', 'chat'), tier)).toEqual(['VIEW', 'JOIN', 'SEND', 'KICK']);
  });

  it('leaves nothing at meet without a subscription', () => {
    expect(left(identityAt('ada', 'meet'), 'free')).toEqual([]);
    expect(left(identityAt('ada', 'meet'), 'studio')).toEqual([...all]);
  });
});
