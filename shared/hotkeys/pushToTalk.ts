/**
 * Push-to-talk as a pure state machine (DESIGN.md §3, "The microphone"). Times are milliseconds of one clock that the
 * caller chooses; a time that runs backwards counts as the latest one seen. Whatever the order of events, transmitting
 * ends within `maximumHold` of the last real press, and within `leaseTimeout` of the last sign of life of a held binding.
 */
export interface PushToTalkRules {
  /** Toggle, double-tap latch and push-to-mute will be further members. */
  readonly mode: 'hold';
  /** How long transmitting goes on after the last binding is released, ms: the last syllable is not cut off. */
  readonly releaseDelay: number;
  /** Transmitting ends this long after the last real press, whatever happens, ms. */
  readonly maximumHold: number;
  /** A held binding that is not renewed for this long counts as released, ms. */
  readonly leaseTimeout: number;
}

/** Why every held binding is let go at once. */
export type TalkReset = 'sourceLost' | 'rebound' | 'stopping' | 'lockScreen' | 'suspend';

export type PushToTalkEvent =
  /** `down` of a binding that is held already is the keyboard's auto-repeat and changes nothing, not even the lease. */
  | { readonly kind: 'down' | 'renew' | 'up'; readonly binding: string; readonly t: number }
  | { readonly kind: 'reset'; readonly reason: TalkReset; readonly t: number }
  /** Time has passed; due at `nextDeadline`, harmless at any other time. */
  | { readonly kind: 'tick'; readonly t: number };

/** Why nothing is transmitted. */
export type TalkEnd = 'notHeld' | 'released' | 'maximumHold' | 'leaseExpired' | TalkReset;

export interface PushToTalkState {
  /** Held bindings and when the lease of each runs out. A set, not a flag: two may be held, and one let go. */
  readonly held: ReadonlyMap<string, number>;
  readonly talk:
    | { readonly kind: 'off'; readonly reason: TalkEnd }
    /** At least one binding is held; ends at `limit`. */
    | { readonly kind: 'on'; readonly limit: number }
    /** The last binding was released; ends at `until`, which is never after the limit of the press. */
    | { readonly kind: 'tail'; readonly until: number; readonly limit: number };
  /** The latest time seen. */
  readonly now: number;
}

export const initialPushToTalk: PushToTalkState = {
  held: new Map(),
  talk: { kind: 'off', reason: 'notHeld' },
  now: Number.NEGATIVE_INFINITY,
};

export const transmits = (state: PushToTalkState): boolean => state.talk.kind !== 'off';

/** When a `tick` changes something, or null: effects need one timer. */
export function nextDeadline({ held, talk }: PushToTalkState): number | null {
  const times = [...held.values()];
  if (talk.kind === 'on') times.push(talk.limit);
  if (talk.kind === 'tail') times.push(talk.until);
  return times.length === 0 ? null : Math.min(...times);
}

/** The next state. Deadlines that have passed count before the event does, so that a late event cannot save a dead lease. */
export function nextPushToTalk(
  state: PushToTalkState,
  event: PushToTalkEvent,
  rules: PushToTalkRules,
): PushToTalkState {
  const current = passTime(state, Math.max(state.now, event.t));
  switch (event.kind) {
    case 'down':
      return press(current, event.binding, rules);
    case 'renew':
      if (!current.held.has(event.binding)) return current;
      return { ...current, held: new Map(current.held).set(event.binding, current.now + rules.leaseTimeout) };
    case 'up':
      return release(current, event.binding, rules);
    case 'reset':
      // With nothing to let go of, why it is off stays the better reason.
      if (current.held.size === 0 && current.talk.kind === 'off') return current;
      return { ...current, held: new Map(), talk: { kind: 'off', reason: event.reason } };
    case 'tick':
      return current;
  }
}

function press(state: PushToTalkState, binding: string, rules: PushToTalkRules): PushToTalkState {
  if (state.held.has(binding)) return state;
  return {
    ...state,
    held: new Map(state.held).set(binding, state.now + rules.leaseTimeout),
    talk: { kind: 'on', limit: state.now + rules.maximumHold },
  };
}

function release(state: PushToTalkState, binding: string, rules: PushToTalkRules): PushToTalkState {
  if (!state.held.has(binding)) return state;
  const held = without(state.held, binding);
  const { talk, now } = state;
  if (held.size > 0 || talk.kind !== 'on') return { ...state, held };
  const until = Math.min(now + rules.releaseDelay, talk.limit);
  if (until <= now) return { ...state, held, talk: { kind: 'off', reason: 'released' } };
  return { ...state, held, talk: { kind: 'tail', until, limit: talk.limit } };
}

/** Lets the deadlines up to `now` happen one after the other, so that the first one gives the reason. */
function passTime(state: PushToTalkState, now: number): PushToTalkState {
  let current = state;
  for (let due = nextDeadline(current); due !== null && due <= now; due = nextDeadline(current)) {
    current = meetDeadline(current, due);
  }
  return { ...current, now };
}

function meetDeadline(state: PushToTalkState, due: number): PushToTalkState {
  const { talk } = state;
  // The bindings stay held: only a real press starts again, and that needs them let go first.
  if (talk.kind === 'on' && talk.limit <= due) return { ...state, talk: { kind: 'off', reason: 'maximumHold' } };
  if (talk.kind === 'tail' && talk.until <= due) return { ...state, talk: { kind: 'off', reason: 'released' } };
  const dead = [...state.held].find(([, lease]) => lease <= due);
  if (dead === undefined) return state;
  const held = without(state.held, dead[0]);
  // Nobody knows whether the key is still down: no release delay.
  if (held.size === 0 && talk.kind === 'on') return { ...state, held, talk: { kind: 'off', reason: 'leaseExpired' } };
  return { ...state, held };
}

function without(held: ReadonlyMap<string, number>, binding: string): ReadonlyMap<string, number> {
  const rest = new Map(held);
  rest.delete(binding);
  return rest;
}
