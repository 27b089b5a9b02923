import { bindingId, type Binding } from '@parley/shared/hotkeys/binding';
import { leaseInterval, leaseTimeout, type HotkeyEdge } from '@parley/shared/hotkeys/messages';
import {
  initialPushToTalk,
  nextDeadline,
  nextPushToTalk,
  transmits,
  warns,
  type PushToTalkEvent,
  type PushToTalkRules,
  type TalkEnd,
  type TalkMode,
  type TalkReset,
} from '@parley/shared/hotkeys/pushToTalk';
import { every, type Clock } from './clock.ts';

export interface TalkSettings extends Omit<PushToTalkRules, 'mode' | 'leaseTimeout'> {
  readonly talkMode: TalkMode;
  readonly talkBindings: readonly Binding[];
}

/** Runs the push-to-talk machine against a clock: hotkey edges and the mic-key in, "transmits or not, and why" out. */
export interface TalkKey {
  /** `by`: `hold` while a key holds it, in every mode. */
  get(): {
    readonly transmits: boolean;
    readonly end: TalkEnd;
    readonly by: TalkMode;
    /** A key is down, and transmits by that. */
    readonly held: boolean;
  };
  /** Another mode or an edited binding lets go of everything. */
  configure(settings: TalkSettings): void;
  edge(edge: HotkeyEdge): void;
  /** The mic-key under pointer or keyboard: a binding of its own that renews its own lease. */
  hold(): void;
  release(): void;
  /** The person did what only a person does, without a key. */
  act(): void;
  reset(reason: TalkReset): void;
  /** What no key holds ends; a held key and push-to-mute go on. */
  unlatch(reason: TalkEnd): void;
}

export function createTalkKey(ports: {
  readonly clock: Clock;
  /** Called in the task of the edge, after `get()` has changed. */
  readonly onChange: () => void;
  /** A limit is near: transmitting ends soon by itself. */
  readonly onWarning: () => void;
  /** Whether a press would be heard now: one that is not toggles and latches nothing. */
  readonly isHeard: () => boolean;
  readonly settings: TalkSettings;
}): TalkKey {
  const { clock } = ports;
  let settings = ports.settings;
  let rules = rulesOf(settings);
  let state = initialPushToTalk;
  let cancelTick: (() => void) | null = null;
  let stopRenewing: (() => void) | null = null;

  type Step = PushToTalkEvent extends infer E ? (E extends PushToTalkEvent ? Omit<E, 't'> : never) : never;
  const step = (event: Step): void => {
    const before = state;
    state = nextPushToTalk(state, { ...event, t: clock.now() }, rules);
    cancelTick?.();
    const due = nextDeadline(state, rules);
    cancelTick = due === null ? null : clock.after(Math.max(0, due - clock.now()), () => step({ kind: 'tick' }));
    if (before.talk !== state.talk) ports.onChange();
    if (warns(state) && !warns(before)) ports.onWarning();
  };
  const key = 'mic-key';
  const stopKey = (): void => {
    stopRenewing?.();
    stopRenewing = null;
  };
  const press = (binding: string): void => step({ kind: 'down', binding, unheard: !ports.isHeard() });
  const release = (): void => {
    stopKey();
    step({ kind: 'up', binding: key });
  };
  const reset = (reason: TalkReset): void => {
    stopKey();
    step({ kind: 'reset', reason });
  };

  return {
    get: () => ({
      transmits: transmits(state),
      end: state.talk.kind === 'off' ? state.talk.reason : 'notHeld',
      held: state.talk.kind === 'on',
      by: state.talk.kind === 'latched' || state.talk.kind === 'free' ? rules.mode : 'hold',
    }),
    configure(next) {
      const same = next.talkMode === settings.talkMode && sameBindings(next.talkBindings, settings.talkBindings);
      settings = next;
      rules = rulesOf(next);
      if (!same) return reset('rebound');
      // A limit that is shorter now counts for what is on already.
      step({ kind: 'tick' });
    },
    edge(edge) {
      if (edge.kind === 'reset') step({ kind: 'reset', reason: edge.reason });
      else if (edge.kind === 'down') press(`hotkey ${edge.binding}`);
      else step({ kind: edge.kind, binding: `hotkey ${edge.binding}` });
    },
    hold() {
      // A second press without a release: the release was lost, and this is a real press.
      if (stopRenewing !== null) release();
      press(key);
      stopRenewing = every(clock, leaseInterval, () => step({ kind: 'renew', binding: key }));
    },
    release,
    act: () => step({ kind: 'act' }),
    reset,
    unlatch: (reason) => step({ kind: 'unlatch', reason }),
  };
}

const rulesOf = ({ talkMode: mode, releaseDelay, maximumHold, latchLimit }: TalkSettings): PushToTalkRules => ({
  mode,
  releaseDelay,
  maximumHold,
  latchLimit,
  leaseTimeout,
});

const sameBindings = (some: readonly Binding[], others: readonly Binding[]): boolean =>
  some.map(bindingId).join(' ') === others.map(bindingId).join(' ');
