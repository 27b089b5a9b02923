/**
 * Push-to-talk as a pure state machine (DESIGN.md §3, "The microphone"). Times are milliseconds of one clock that the
 * caller chooses. Whatever the order of events: in hold mode transmitting ends within `maximumHold` of the last real
 * press and within `leaseTimeout` of the last sign of life of a held binding; in toggle and latch within `latchLimit` of
 * the press that began it; and push-to-mute that lost its source stays shut until the person acts. Limits are judged by
 * the rules of the moment: one that was shortened counts for what is on already.
 */
export type TalkMode =
  /** Transmits while a binding is held. */
  | 'hold'
  /** A press begins, the next one ends. */
  | 'toggle'
  /** As `hold`; the second press of a double tap stays on after its release, until the next press. */
  | 'latch'
  /** Transmits unless a binding is held. */
  | 'pushToMute';

export interface PushToTalkRules {
  readonly mode: TalkMode;
  /** How long transmitting goes on after the last binding is released, ms: the last syllable is not cut off. */
  readonly releaseDelay: number;
  /** In `hold`, and in `latch` while held: transmitting ends this long after the last real press, whatever happens, ms. */
  readonly maximumHold: number;
  /** In `toggle` and `latch`: what no key holds ends this long after the press that began it, ms. */
  readonly latchLimit: number;
  /** A held binding that is not renewed for this long counts as released, ms. */
  readonly leaseTimeout: number;
}

/** Why every held binding is let go at once. */
export type TalkReset =
  | 'sourceLost'
  | 'keyLost'
  | 'rebound'
  | 'stopping'
  | 'lockScreen'
  | 'suspend'
  | 'sessionSwitch'
  | 'deviceLost'
  /** There was no microphone that works, and now there is one. */
  | 'deviceReady';

export type PushToTalkEvent =
  /**
   * `down` of a binding that is held already is the keyboard's auto-repeat and changes nothing, not even the lease.
   * `unheard`: nothing can be heard now, as while muted. Such a press begins nothing that would outlast it.
   */
  | { readonly kind: 'down'; readonly binding: string; readonly unheard?: boolean; readonly t: number }
  | { readonly kind: 'renew' | 'up'; readonly binding: string; readonly t: number }
  /** A person did what only a person does, without a key: began a call, took back mute. Opens push-to-mute, nothing else. */
  | { readonly kind: 'act'; readonly t: number }
  | { readonly kind: 'reset'; readonly reason: TalkReset; readonly t: number }
  /** What no key holds ends: toggled, latched, about to be latched, or in its release delay. Push-to-mute goes on. */
  | { readonly kind: 'unlatch'; readonly reason: TalkEnd; readonly t: number }
  /** Time has passed; due at `nextDeadline`, harmless at any other time. */
  | { readonly kind: 'tick'; readonly t: number };

/** Why nothing is transmitted. */
export type TalkEnd =
  | 'notHeld'
  | 'released'
  | 'maximumHold'
  | 'latchLimit'
  /** The key of push-to-mute is held. */
  | 'muteHeld'
  | 'leaseExpired'
  /** Time ran backwards: no limit can be kept across that. */
  | 'clockJumped'
  /** The call goes on in another channel. */
  | 'channelChanged'
  | TalkReset;

export interface PushToTalkState {
  /** Held bindings and when the lease of each runs out. A set, not a flag: two may be held, and one let go. */
  readonly held: ReadonlyMap<string, number>;
  readonly talk:
    | { readonly kind: 'off'; readonly reason: TalkEnd }
    /**
     * At least one binding is held; ends `maximumHold` after `pressed`. `warned`: the last stretch before that has begun.
     * `latches`: the second press of a double tap.
     */
    | { readonly kind: 'on'; readonly pressed: number; readonly warned: boolean; readonly latches: boolean }
    /** The last binding was released; ends after the release delay, and never after the limit of the press. */
    | { readonly kind: 'tail'; readonly pressed: number; readonly released: number }
    /** Toggled or latched: no key holds it. Ends `latchLimit` after `pressed`. */
    | { readonly kind: 'latched'; readonly pressed: number; readonly warned: boolean }
    /** Push-to-mute without its key: no limit, as the microphone that is always open has none. */
    | { readonly kind: 'free' };
  /** When a double tap may have begun: the last press that found nothing held. */
  readonly tapped: number;
  /** The time of the last event. */
  readonly now: number;
}

/** Two presses at most this far apart are a double tap, ms. */
export const doubleTap = 400;

/** A limit is warned of this long before its end, ms: a sixth of it, and at most this. */
const longestWarning = 10_000;

export const initialPushToTalk: PushToTalkState = {
  held: new Map(),
  talk: { kind: 'off', reason: 'notHeld' },
  tapped: Number.NEGATIVE_INFINITY,
  now: Number.NEGATIVE_INFINITY,
};

export const transmits = (state: PushToTalkState): boolean => state.talk.kind !== 'off';

/** The limit is near: a cue is due when this becomes true. */
export const warns = ({ talk }: PushToTalkState): boolean =>
  (talk.kind === 'on' || talk.kind === 'latched') && talk.warned;

/** When a `tick` changes something, or null: effects need one timer. */
export function nextDeadline(state: PushToTalkState, rules: PushToTalkRules): number | null {
  let due = Number.POSITIVE_INFINITY;
  for (const lease of state.held.values()) due = Math.min(due, lease);
  due = Math.min(due, talkDeadline(state.talk, rules));
  return due === Number.POSITIVE_INFINITY ? null : due;
}

function talkDeadline(talk: PushToTalkState['talk'], rules: PushToTalkRules): number {
  const limit = limitOf(talk, rules);
  switch (talk.kind) {
    case 'on':
      return talk.warned ? limit : warningBefore(limit, rules.maximumHold);
    case 'latched':
      return talk.warned ? limit : warningBefore(limit, rules.latchLimit);
    case 'tail':
    case 'off':
    case 'free':
      return limit;
  }
}

/** When it ends by itself, by the rules that hold now: the state keeps only when it began. */
function limitOf(talk: PushToTalkState['talk'], rules: PushToTalkRules): number {
  switch (talk.kind) {
    case 'on':
      return talk.pressed + rules.maximumHold;
    case 'latched':
      return talk.pressed + rules.latchLimit;
    case 'tail':
      return Math.min(talk.released + rules.releaseDelay, talk.pressed + rules.maximumHold);
    case 'off':
    case 'free':
      return Number.POSITIVE_INFINITY;
  }
}

const warningBefore = (limit: number, length: number): number => limit - Math.min(longestWarning, length / 6);

/** The next state. Deadlines that have passed count before the event does, so that a late event cannot save a dead lease. */
export function nextPushToTalk(
  state: PushToTalkState,
  event: PushToTalkEvent,
  rules: PushToTalkRules,
): PushToTalkState {
  const current = passTime(state, event.t, rules);
  switch (event.kind) {
    case 'down':
      return current.held.has(event.binding) ? current : press(current, event, rules);
    case 'renew':
      if (!current.held.has(event.binding)) return current;
      return { ...current, held: new Map(current.held).set(event.binding, current.now + rules.leaseTimeout) };
    case 'up':
      return current.held.has(event.binding) ? release(current, event.binding, rules) : current;
    case 'act':
      return rules.mode === 'pushToMute' && current.held.size === 0 ? { ...current, talk: { kind: 'free' } } : current;
    case 'reset':
      // With nothing to let go of, why it is off stays the better reason. A tap before is half of no double tap, though.
      if (current.held.size === 0 && current.talk.kind === 'off') {
        return { ...current, tapped: Number.NEGATIVE_INFINITY };
      }
      return letGo(current, event.reason);
    case 'unlatch':
      return unlatch(current, event.reason);
    case 'tick':
      return current;
  }
}

const letGo = (state: PushToTalkState, reason: TalkEnd): PushToTalkState => ({
  ...state,
  held: new Map(),
  talk: { kind: 'off', reason },
  tapped: Number.NEGATIVE_INFINITY,
});

function unlatch(state: PushToTalkState, reason: TalkEnd): PushToTalkState {
  const { talk } = state;
  const tapped = Number.NEGATIVE_INFINITY;
  switch (talk.kind) {
    case 'latched':
    case 'tail':
      return { ...state, talk: { kind: 'off', reason }, tapped };
    case 'on':
      return { ...state, talk: { ...talk, latches: false }, tapped };
    case 'off':
    case 'free':
      return { ...state, tapped };
  }
}

function press(
  before: PushToTalkState,
  { binding, unheard = false }: Extract<PushToTalkEvent, { kind: 'down' }>,
  rules: PushToTalkRules,
): PushToTalkState {
  const { now, talk } = before;
  const held = new Map(before.held).set(binding, now + rules.leaseTimeout);
  const state = { ...before, held };
  const off = (reason: TalkEnd): PushToTalkState => ({
    ...state,
    talk: { kind: 'off', reason },
    tapped: Number.NEGATIVE_INFINITY,
  });
  switch (rules.mode) {
    case 'pushToMute':
      return off('muteHeld');
    case 'toggle':
      if (talk.kind !== 'off') return off('released');
      return unheard ? state : { ...state, talk: { kind: 'latched', pressed: now, warned: false } };
    case 'hold':
    case 'latch': {
      if (talk.kind === 'latched') return off('released');
      const alone = before.held.size === 0;
      const latches = rules.mode === 'latch' && !unheard && alone && now - before.tapped <= doubleTap;
      return {
        ...state,
        talk: { kind: 'on', pressed: now, warned: false, latches },
        tapped: alone && !unheard ? now : Number.NEGATIVE_INFINITY,
      };
    }
  }
}

function release(before: PushToTalkState, binding: string, rules: PushToTalkRules): PushToTalkState {
  const held = without(before.held, binding);
  const state = { ...before, held };
  const { talk, now } = state;
  if (held.size > 0) return state;
  // Shut for any other reason than its key, push-to-mute waits for the person: a press and its release.
  if (talk.kind === 'off') return talk.reason === 'muteHeld' ? { ...state, talk: { kind: 'free' } } : state;
  if (talk.kind !== 'on') return state;
  const { pressed } = talk;
  if (talk.latches) {
    const latched = { kind: 'latched', pressed, warned: false } as const;
    // A second tap that was held for long may be let go of after the time of the warning.
    const warned = talkDeadline(latched, rules) <= now;
    if (limitOf(latched, rules) > now) return { ...state, talk: { ...latched, warned } };
  }
  const tail = { kind: 'tail', pressed, released: now } as const;
  return { ...state, talk: limitOf(tail, rules) <= now ? { kind: 'off', reason: 'released' } : tail };
}

/** Lets the deadlines up to `t` happen one after the other, so that the first one gives the reason. */
function passTime(state: PushToTalkState, t: number, rules: PushToTalkRules): PushToTalkState {
  if (t < state.now) {
    const idle = state.held.size === 0 && state.talk.kind === 'off';
    return { ...(idle ? state : letGo(state, 'clockJumped')), tapped: Number.NEGATIVE_INFINITY, now: t };
  }
  let current = judgeWarning(state, rules);
  for (let due = nextDeadline(current, rules); due !== null && due <= t; due = nextDeadline(current, rules)) {
    current = meetDeadline(current, due, rules);
  }
  return current.now === t ? current : { ...current, now: t };
}

/** A limit that was lengthened is warned of once more. */
function judgeWarning(state: PushToTalkState, rules: PushToTalkRules): PushToTalkState {
  const { talk } = state;
  if (!('warned' in talk) || !talk.warned) return state;
  const unwarned = { ...talk, warned: false };
  return talkDeadline(unwarned, rules) > state.now ? { ...state, talk: unwarned } : state;
}

function meetDeadline(state: PushToTalkState, due: number, rules: PushToTalkRules): PushToTalkState {
  const { talk } = state;
  if (talkDeadline(talk, rules) <= due) return meetTalkDeadline(state, due, rules);
  const dead = [...state.held].find(([, lease]) => lease <= due);
  if (dead === undefined) return state;
  const held = without(state.held, dead[0]);
  const shut = { ...state, held, talk: { kind: 'off', reason: 'leaseExpired' } as const };
  // Nobody knows whether the key is still down: no release delay. What is toggled on or muted by a key whose source died
  // shuts as well; only a binding beside it that is still held goes on.
  if (talk.kind === 'latched' || (talk.kind === 'off' && talk.reason === 'muteHeld')) return shut;
  return held.size === 0 && talk.kind === 'on' ? shut : { ...state, held };
}

function meetTalkDeadline(state: PushToTalkState, due: number, rules: PushToTalkRules): PushToTalkState {
  const { talk } = state;
  // The bindings stay held: only a real press starts again, and that needs them let go first.
  const off = (reason: TalkEnd): PushToTalkState => ({ ...state, talk: { kind: 'off', reason } });
  switch (talk.kind) {
    case 'on':
      return limitOf(talk, rules) <= due ? off('maximumHold') : { ...state, talk: { ...talk, warned: true } };
    case 'latched':
      return limitOf(talk, rules) <= due ? off('latchLimit') : { ...state, talk: { ...talk, warned: true } };
    case 'tail':
      return off('released');
    case 'off':
    case 'free':
      return state;
  }
}

function without(held: ReadonlyMap<string, number>, binding: string): ReadonlyMap<string, number> {
  const rest = new Map(held);
  rest.delete(binding);
  return rest;
}
