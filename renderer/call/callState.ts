import type { ParleyError } from '@parley/shared/errors';
import type { CallChannel, CallEnd, CallState, ModeratedEnd, PathCause } from './callView.ts';
import type { ConnectAdvice } from './connection/connectFailure.ts';
import type { Repair } from './connection/repairTrouble.ts';
import type { Ways } from './transport/attempt.ts';

/** The state of one call (DESIGN.md §3): what the screen sees (`viewOfCall`) and which step is under way. */
export type CallMachine =
  | { readonly phase: 'idle' }
  | { readonly phase: 'authorising'; readonly channel: CallChannel }
  | ({ readonly phase: 'connecting'; readonly channel: CallChannel } & Attempt)
  | { readonly phase: 'connected'; readonly channel: CallChannel; readonly since: number; readonly by: PathCause }
  | ({
      readonly phase: 'reconnecting';
      readonly channel: CallChannel;
      readonly since: number;
      /** The Room from before still stands, and may come back by itself while another is on its way (a failover). */
      readonly standing: boolean;
    } & Attempt)
  | ({ readonly phase: 'ended'; readonly channel: CallChannel } & CallEnd)
  | { readonly phase: 'failed'; readonly channel: CallChannel; readonly error: ParleyError };

interface Attempt {
  /** From 1. */
  readonly attempt: number;
  /** `sdk`: LiveKit's client is repairing its own connection. */
  readonly step: 'sdk' | 'ticket' | 'link' | 'pause';
  /** A refused ticket was replaced once already; the second refusal is final. */
  readonly refreshed: boolean;
  /** The next authorisation must be a new ticket. */
  readonly fresh: boolean;
  /** Why the attempt before came to nothing; null at the first. */
  readonly error: ParleyError | null;
}

export type CallEvent =
  | { readonly kind: 'join'; readonly channel: CallChannel }
  | { readonly kind: 'leave' }
  | { readonly kind: 'dismiss' }
  /** The server's live list no longer has the channel. */
  | { readonly kind: 'channelGone' }
  /** A moderator ends our call; LiveKit's removal comes before or after it. */
  | { readonly kind: 'moderated'; readonly end: ModeratedEnd }
  | { readonly kind: 'ticketGranted' }
  | { readonly kind: 'ticketRefused'; readonly error: ParleyError }
  /** `at`: ms since the epoch. */
  | { readonly kind: 'linkConnected'; readonly at: number }
  | { readonly kind: 'linkFailed'; readonly advice: ConnectAdvice }
  /** The signalling is away while media flows: LiveKit's client repairs that. */
  | { readonly kind: 'linkInterrupted' }
  | { readonly kind: 'linkResumed' }
  /** Media does not flow, or will not: the Room that stands is of no use, unless it comes back by itself. */
  | { readonly kind: 'mediaLost' }
  /** It came back by itself, and nothing else took over meanwhile. */
  | { readonly kind: 'mediaBack' }
  /** The system has a network again, or another one. */
  | { readonly kind: 'networkChanged' }
  /** The call moved to a better path. */
  | { readonly kind: 'climbed' }
  /** It was to move, and neither the Room from before nor the new one is there now. */
  | { readonly kind: 'climbLost' }
  /** The connection is over for good. */
  | { readonly kind: 'linkEnded'; readonly advice: ConnectAdvice }
  | { readonly kind: 'pauseOver' }
  /** A join took as long as one may. */
  | { readonly kind: 'timeUp'; readonly error: ParleyError };

export type CallEffect =
  /** `fresh: false` may use the ticket at hand again while it is valid. */
  | { readonly kind: 'authorise'; readonly fresh: boolean }
  | { readonly kind: 'connect' }
  /** Wait as `joinDelay` or `rejoinDelay` of the attempt says. */
  | { readonly kind: 'pause'; readonly attempt: number; readonly rejoin: boolean }
  /** Let go of the Room that is on its way, and of whatever else is under way; the one that stands stays. */
  | { readonly kind: 'abandon' }
  /** Let go of every Room. */
  | { readonly kind: 'close' };

export interface CallTransition {
  readonly state: CallMachine;
  readonly effects: readonly CallEffect[];
}

/** A call that was connected is tried again this often: with `rejoinDelay`, four minutes and more. */
export const rejoinAttempts = 40;

export const idleCall: CallMachine = { phase: 'idle' };

/** The person waits for a call that has not been there yet. */
export const isJoining = (state: CallMachine): state is Extract<CallMachine, { phase: 'authorising' | 'connecting' }> =>
  state.phase === 'authorising' || state.phase === 'connecting';

/** The next state and what is to be done. A pair that means nothing gives the same state object and no effects. */
export function nextCall(state: CallMachine, event: CallEvent): CallTransition {
  if (event.kind === 'moderated') return endModerated(state, event.end);
  switch (state.phase) {
    case 'idle':
    case 'ended':
    case 'failed':
      if (event.kind === 'join') {
        return to({ phase: 'authorising', channel: event.channel }, { kind: 'authorise', fresh: true });
      }
      return event.kind === 'dismiss' && state.phase !== 'idle' ? to(idleCall) : stay(state);
    case 'authorising':
      if (event.kind === 'leave') return to(idleCall, { kind: 'close' });
      if (event.kind === 'channelGone') return gone(state.channel);
      if (event.kind === 'ticketRefused' || event.kind === 'timeUp') return fail(state.channel, event.error);
      if (event.kind !== 'ticketGranted') return stay(state);
      return to({ ...first(state.channel), step: 'link' }, { kind: 'connect' });
    case 'connected':
      if (event.kind === 'leave') return to(idleCall, { kind: 'close' });
      if (event.kind === 'channelGone') return gone(state.channel);
      if (event.kind === 'linkInterrupted') return to(lost(state));
      if (event.kind === 'mediaLost') return failOver(lost(state));
      if (event.kind === 'climbed') return to({ ...state, by: 'climbed' });
      if (event.kind === 'climbLost') return to({ ...lost(state), step: 'ticket' }, authoriseAgain);
      return event.kind === 'linkEnded' ? ended(lost(state), event.advice) : stay(state);
    case 'connecting':
    case 'reconnecting':
      return nextWhileTrying(state, event);
  }
}

/** What the machine does not know of the call. */
export interface CallFacts {
  /** What the latest attempt of a join tries. */
  readonly ways: Ways | null;
  /** Of a call that is repaired: it is heard all the same. */
  readonly mediaFlows: boolean;
  /** What keeps a repair, once that takes long. */
  readonly trouble: ParleyError | null;
}

const noFacts: CallFacts = { ways: null, mediaFlows: false, trouble: null };

/** The part of the state that the screen sees. */
export function viewOfCall(state: CallMachine, { ways, mediaFlows, trouble }: CallFacts = noFacts): CallState {
  if (state.phase === 'connecting') {
    return { phase: 'connecting', channel: state.channel, attempt: state.attempt, ways };
  }
  if (state.phase === 'reconnecting') {
    const { channel, since, attempt } = state;
    return { phase: 'reconnecting', channel, since, attempt, mediaFlows, trouble };
  }
  if (state.phase === 'connected') return { phase: 'connected', channel: state.channel, since: state.since };
  return state;
}

/** What is known of a repair, if one goes on. @param voice the URL of the voice server */
export const repairOf = (state: CallMachine, voice: string | null): Repair | null =>
  state.phase === 'reconnecting' ? { error: state.error, signalling: state.step === 'sdk', voice } : null;

/** Ends a call that is on, and gives its reason to one that LiveKit ended without. */
function endModerated(state: CallMachine, end: ModeratedEnd): CallTransition {
  switch (state.phase) {
    case 'idle':
    case 'failed':
      return stay(state);
    case 'ended':
      return isUnexplained(state) ? to({ phase: 'ended', channel: state.channel, ...end }) : stay(state);
    case 'authorising':
    case 'connecting':
    case 'connected':
    case 'reconnecting':
      return to({ phase: 'ended', channel: state.channel, ...end }, { kind: 'close' });
  }
}

/** LiveKit's words for what a moderator does: somebody was removed, a room was closed. */
export const isUnexplained = (state: { readonly phase: CallMachine['phase']; readonly reason?: string }): boolean =>
  state.phase === 'ended' && (state.reason === 'removed' || state.reason === 'channelDeleted');

/** LiveKit makes a room again for whoever comes back with an old token: the backend's list is the one to believe. */
const gone = (channel: CallChannel): CallTransition =>
  to({ phase: 'ended', channel, reason: 'channelDeleted' }, { kind: 'close' });

type Trying = Extract<CallMachine, { phase: 'connecting' | 'reconnecting' }>;
type Reconnecting = Extract<CallMachine, { phase: 'reconnecting' }>;

function nextWhileTrying(state: Trying, event: Exclude<CallEvent, { kind: 'moderated' }>): CallTransition {
  switch (event.kind) {
    case 'leave':
      return to(idleCall, { kind: 'close' });
    case 'channelGone':
      return gone(state.channel);
    case 'pauseOver':
      if (state.step !== 'pause') return stay(state);
      return to({ ...state, step: 'ticket' }, { kind: 'authorise', fresh: state.fresh });
    case 'networkChanged':
      if (state.step !== 'pause') return stay(state);
      return to({ ...state, step: 'ticket' }, { kind: 'abandon' }, { kind: 'authorise', fresh: state.fresh });
    case 'mediaLost':
      return state.step === 'sdk' && state.phase === 'reconnecting' ? failOver(state) : stay(state);
    case 'mediaBack':
      if (state.phase !== 'reconnecting' || !state.standing || state.step === 'sdk') return stay(state);
      return to({ phase: 'connected', channel: state.channel, since: state.since, by: 'network' }, { kind: 'abandon' });
    case 'ticketGranted':
      return state.step === 'ticket' ? to({ ...state, step: 'link', fresh: false }, { kind: 'connect' }) : stay(state);
    case 'ticketRefused':
      return state.step === 'ticket' ? refused(state, event.error) : stay(state);
    case 'linkConnected':
      if (state.step !== 'link') return stay(state);
      return to({ phase: 'connected', channel: state.channel, since: sinceOf(state, event.at), by: causeOf(state) });
    case 'linkFailed':
      return state.step === 'link' ? follow(state, event.advice) : stay(state);
    case 'linkResumed':
      if (state.phase !== 'reconnecting' || state.step !== 'sdk') return stay(state);
      return to({ phase: 'connected', channel: state.channel, since: state.since, by: 'network' });
    case 'linkEnded':
      return ended(state, event.advice);
    case 'timeUp':
      return state.phase === 'connecting' ? fail(state.channel, event.error) : stay(state);
    case 'join':
    case 'dismiss':
    case 'linkInterrupted':
    case 'climbed':
    case 'climbLost':
      return stay(state);
  }
}

/** Another Room takes over; the one that stands is let go of only then, because it may come back first. */
const failOver = (state: Reconnecting): CallTransition =>
  to({ ...state, step: 'ticket', standing: true }, authoriseAgain);

const authoriseAgain: CallEffect = { kind: 'authorise', fresh: false };

/** The Room that stood is over. */
function ended(state: Trying, advice: ConnectAdvice): CallTransition {
  if (state.step === 'sdk') return follow(state, advice);
  if (state.phase === 'connecting' || !state.standing) return stay(state);
  // Another one is on its way already; only what forbids that one as well matters.
  return advice.kind === 'end' || advice.kind === 'fail' ? follow(state, advice) : to({ ...state, standing: false });
}

function follow(state: Trying, advice: ConnectAdvice): CallTransition {
  switch (advice.kind) {
    case 'nothing':
      return stay(state);
    case 'end':
      return to({ phase: 'ended', channel: state.channel, reason: advice.reason }, { kind: 'close' });
    case 'fail':
      return fail(state.channel, advice.error);
    case 'freshTicket':
      if (state.refreshed) return fail(state.channel, advice.error);
      return authoriseAnew({ ...state, refreshed: true });
    case 'rejoin':
      return advice.immediately && state.attempt === 1 ? authoriseAnew(state) : again(state, 3, advice.error, true);
    case 'retry':
      return again(state, advice.attempts, advice.error, false);
  }
}

/** A ticket that is refused while a call is repaired: an unreachable backend may come back, anything else is final. */
function refused(state: Trying, error: ParleyError): CallTransition {
  if (state.phase === 'connecting') return fail(state.channel, error);
  if (error.reason === 'channelNotFound') {
    return gone(state.channel);
  }
  return error.code === 'unavailable' ? again(state, rejoinAttempts, error, true) : fail(state.channel, error);
}

const authoriseAnew = (state: Trying): CallTransition =>
  to(
    { ...state, attempt: state.attempt + 1, step: 'ticket', fresh: true },
    { kind: 'abandon' },
    { kind: 'authorise', fresh: true },
  );

function again(state: Trying, joinAttempts: number, error: ParleyError, fresh: boolean): CallTransition {
  const limit = state.phase === 'reconnecting' ? rejoinAttempts : joinAttempts;
  if (state.attempt < limit) {
    return to(
      { ...state, attempt: state.attempt + 1, step: 'pause', fresh, error },
      { kind: 'abandon' },
      { kind: 'pause', attempt: state.attempt, rejoin: state.phase === 'reconnecting' },
    );
  }
  return state.phase === 'reconnecting'
    ? to({ phase: 'ended', channel: state.channel, reason: 'connectionLost' }, { kind: 'close' })
    : fail(state.channel, error);
}

const first = (channel: CallChannel): Extract<CallMachine, { phase: 'connecting' }> => ({
  phase: 'connecting',
  channel,
  attempt: 1,
  step: 'ticket',
  refreshed: false,
  fresh: false,
  error: null,
});

const lost = ({ channel, since }: Extract<CallMachine, { phase: 'connected' }>): Reconnecting => ({
  ...first(channel),
  phase: 'reconnecting',
  since,
  standing: false,
  step: 'sdk',
});

const causeOf = (state: Trying): PathCause =>
  state.phase === 'connecting' ? 'joined' : state.standing ? 'pathLost' : 'connectionLost';

/** A repaired call goes on from when it began. */
const sinceOf = (state: Trying, at: number): number => (state.phase === 'reconnecting' ? state.since : at);

const fail = (channel: CallChannel, error: ParleyError): CallTransition =>
  to({ phase: 'failed', channel, error }, { kind: 'close' });

const to = (state: CallMachine, ...effects: CallEffect[]): CallTransition => ({ state, effects });

const stay = (state: CallMachine): CallTransition => ({ state, effects: [] });
