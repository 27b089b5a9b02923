import { leaseInterval, leaseTimeout, type HotkeyEdge } from '@parley/shared/hotkeys/messages';
import {
  initialPushToTalk,
  nextDeadline,
  nextPushToTalk,
  transmits,
  type PushToTalkEvent,
  type TalkEnd,
  type TalkReset,
} from '@parley/shared/hotkeys/pushToTalk';
import { every, type Clock } from './clock.ts';

/** Runs the push-to-talk machine against a clock: hotkey edges and the mic-key in, "transmits or not, and why" out. */
export interface TalkKey {
  get(): { readonly transmits: boolean; readonly end: TalkEnd };
  configure(rules: { readonly releaseDelay: number; readonly maximumHold: number }): void;
  edge(edge: HotkeyEdge): void;
  /** The mic-key under pointer or keyboard: a binding of its own that renews its own lease. */
  hold(): void;
  release(): void;
  reset(reason: TalkReset): void;
}

export function createTalkKey(ports: {
  readonly clock: Clock;
  /** Called in the task of the edge, after `get()` has changed. */
  readonly onChange: () => void;
  readonly rules: { readonly releaseDelay: number; readonly maximumHold: number };
}): TalkKey {
  const { clock } = ports;
  let rules = { ...ports.rules, mode: 'hold' as const, leaseTimeout };
  let state = initialPushToTalk;
  let cancelTick: (() => void) | null = null;
  let stopRenewing: (() => void) | null = null;

  type Step = PushToTalkEvent extends infer E ? (E extends PushToTalkEvent ? Omit<E, 't'> : never) : never;
  const step = (event: Step): void => {
    const before = state.talk;
    state = nextPushToTalk(state, { ...event, t: clock.now() }, rules);
    cancelTick?.();
    const due = nextDeadline(state);
    cancelTick = due === null ? null : clock.after(Math.max(0, due - clock.now()), () => step({ kind: 'tick' }));
    if (before !== state.talk) ports.onChange();
  };
  const key = 'mic-key';
  const stopKey = (): void => {
    stopRenewing?.();
    stopRenewing = null;
  };
  const release = (): void => {
    stopKey();
    step({ kind: 'up', binding: key });
  };

  return {
    get: () => ({ transmits: transmits(state), end: state.talk.kind === 'off' ? state.talk.reason : 'notHeld' }),
    configure({ releaseDelay, maximumHold }) {
      rules = { ...rules, releaseDelay, maximumHold };
    },
    edge(edge) {
      if (edge.kind === 'reset') step({ kind: 'reset', reason: edge.reason });
      else step({ kind: edge.kind, binding: `hotkey ${edge.binding}` });
    },
    hold() {
      // A second press without a release: the release was lost, and this is a real press.
      if (stopRenewing !== null) release();
      step({ kind: 'down', binding: key });
      stopRenewing = every(clock, leaseInterval, () => step({ kind: 'renew', binding: key }));
    },
    release,
    reset(reason) {
      stopKey();
      step({ kind: 'reset', reason });
    },
  };
}
