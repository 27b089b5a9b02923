import { isDeepStrictEqual } from 'node:util';
import type { CallSummary } from '@parley/shared/ipc/callSummary';
import type { Settings } from '@parley/shared/settings/settings';

/**
 * The call to offer again if Parley ends now: the one that is on. A page that says that its call is over has none; a page
 * or a program that crashed says nothing more, and a new page begins with none.
 *
 * @param was what was known of the call until now
 * @returns undefined when nothing changes
 */
export function nextInterruptedCall(
  before: Settings['interruptedCall'],
  was: CallSummary,
  { phase, server, channelId, channelName, muted, deafened }: CallSummary,
): Settings['interruptedCall'] | undefined {
  switch (phase) {
    case 'connected':
    case 'reconnecting': {
      if (server === null || channelId === null) return undefined;
      const now = { server, id: channelId, name: channelName, muted, deafened };
      return isDeepStrictEqual(before, now) ? undefined : now;
    }
    case 'idle':
    case 'ended':
    case 'failed':
      return before === null || was.phase === 'idle' ? undefined : null;
    case 'authorising':
    case 'connecting':
      return undefined;
  }
}
