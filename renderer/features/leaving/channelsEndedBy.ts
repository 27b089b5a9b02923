import { isActive } from '../../call/callSummary.ts';
import type { CallView } from '../../call/callView.ts';

/** What would end calls, and is asked about first. */
export type Leaving = { readonly kind: 'quit' } | { readonly kind: 'signOut'; readonly server: string };

/** The names of the channels whose calls would end, the one that is shown first. */
export function channelsEndedBy(leaving: Leaving, { state, beside }: Pick<CallView, 'state' | 'beside'>): string[] {
  return [state, ...beside.map((other) => other.state)].flatMap((one) => {
    if (!isActive(one) || one.phase === 'idle') return [];
    return leaving.kind === 'quit' || one.channel.server === leaving.server ? [one.channel.name] : [];
  });
}
