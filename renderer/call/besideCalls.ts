import type { CallSession } from './callSession.ts';
import { isActive } from './callSummary.ts';
import { isSameChannel, type BesideCall, type CallChannel } from './callView.ts';
import { forget } from './log.ts';
import { countDevices } from './participants/countDevices.ts';

/**
 * The calls that go on beside the one that is shown (Artist Space's instances): heard, without microphone, screens or
 * people in the picture. Each is independent; one that ended stays until it is dismissed.
 */
export interface BesideCalls {
  /** Keeps its identity while nothing in it changed. */
  view(): readonly BesideCall[];
  /** The microphone is withdrawn from it. */
  add(session: CallSession): void;
  /** Gives the call in this channel back; null when there is none. */
  take(channel: CallChannel): CallSession | null;
  /** Leaves those that the rule names, or drops them when they are over. */
  leave(which: (channel: CallChannel) => boolean): void;
  /** Something in one of them changed. */
  refresh(): void;
  /** A server's live list no longer has these channels. */
  channelsGone(isGone: (channel: CallChannel) => boolean): void;
}

export function createBesideCalls(onChange: () => void): BesideCalls {
  let sessions: readonly CallSession[] = [];
  let shown: readonly BesideCall[] = [];

  const channelOf = (session: CallSession): CallChannel | null => {
    const state = session.getState();
    return 'channel' in state ? state.channel : null;
  };
  const refresh = (): void => {
    // Left calls are idle: nothing is shown of them.
    sessions = sessions.filter((session) => channelOf(session) !== null);
    const next = sessions.map((session): BesideCall => {
      const state = session.view();
      if (state.phase === 'idle') throw new Error('an idle call has no channel');
      return { state, people: state.phase === 'connected' ? countDevices(session.room()) : 0 };
    });
    if (JSON.stringify(next) === JSON.stringify(shown)) return;
    shown = next;
    onChange();
  };
  const remove = (session: CallSession): void => {
    sessions = sessions.filter((other) => other !== session);
  };
  return {
    view: () => shown,
    refresh,
    add(session) {
      session.setHolding(false);
      sessions = [...sessions, session];
      refresh();
    },
    take(channel) {
      const found = sessions.find((session) => {
        const own = channelOf(session);
        return own !== null && isSameChannel(own, channel) && isActive(session.getState());
      });
      if (found === undefined) return null;
      remove(found);
      refresh();
      return found;
    },
    leave(which) {
      for (const session of sessions) {
        const channel = channelOf(session);
        if (channel === null || !which(channel)) continue;
        remove(session);
        forget('leaving a call beside', session.leave());
      }
      refresh();
    },
    channelsGone(isGone) {
      for (const session of sessions) {
        const channel = channelOf(session);
        if (channel !== null && isGone(channel)) session.channelGone();
      }
    },
  };
}
