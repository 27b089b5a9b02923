import { deedLife } from '@parley/shared/backends/parley/channels';
import type { ServerNotice } from '@parley/shared/backends/parley/events';

export type Deed = Extract<ServerNotice, { type: 'moderation' }>;

/** What moderators did to people lately, for programs that ask instead of being told. In memory: who asks later sees the outcome only. */
export interface RecentDeeds {
  add(accountId: string, deed: Deed): void;
  /** Of the last `deedLife`, oldest first. */
  of(accountId: string): readonly Deed[];
}

/** Of one person; the oldest go first. */
const most = 20;

export function createRecentDeeds(now: () => number): RecentDeeds {
  /** In the order of each person's last deed. */
  const recent = new Map<string, readonly { readonly at: number; readonly deed: Deed }[]>();
  const alive = (accountId: string) => (recent.get(accountId) ?? []).filter(({ at }) => now() - at < deedLife);
  return {
    add(accountId, deed) {
      const all = [...alive(accountId), { at: now(), deed }].slice(-most);
      recent.delete(accountId);
      recent.set(accountId, all);
      for (const oldest of recent.keys()) {
        if (alive(oldest).length > 0) break;
        recent.delete(oldest);
      }
    },
    of: (accountId) => alive(accountId).map(({ deed }) => deed),
  };
}
