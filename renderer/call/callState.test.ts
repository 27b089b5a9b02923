import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ParleyError } from '@parley/shared/errors';
import { idleCall, nextCall, rejoinAttempts, viewOfCall, type CallEvent, type CallMachine } from './callState.ts';

const channel = { server: 'team', id: 'c1', name: 'Stand-up' };
const error: ParleyError = { code: 'unavailable', reason: 'voiceServerDown', message: 'down' };
const gone: ParleyError = { code: 'notFound', reason: 'channelNotFound', message: 'gone' };
const attempt = { attempt: 1, refreshed: false, fresh: false, error: null } as const;

const told = { by: 'Mo', reason: 'noise', everywhere: false, until: null };
const kicked = { reason: 'kicked', told } as const;

const states = {
  idle: idleCall,
  authorising: { phase: 'authorising', channel },
  'connecting:ticket': { phase: 'connecting', channel, ...attempt, step: 'ticket' },
  'connecting:link': { phase: 'connecting', channel, ...attempt, step: 'link' },
  'connecting:pause': { phase: 'connecting', channel, ...attempt, step: 'pause' },
  connected: { phase: 'connected', channel, since: 5, by: 'joined' },
  'reconnecting:sdk': { phase: 'reconnecting', channel, since: 5, standing: false, ...attempt, step: 'sdk' },
  'reconnecting:pause': { phase: 'reconnecting', channel, since: 5, standing: false, ...attempt, step: 'pause' },
  'reconnecting:ticket': { phase: 'reconnecting', channel, since: 5, standing: false, ...attempt, step: 'ticket' },
  'reconnecting:link': { phase: 'reconnecting', channel, since: 5, standing: false, ...attempt, step: 'link' },
  'failover:pause': { phase: 'reconnecting', channel, since: 5, standing: true, ...attempt, step: 'pause' },
  'failover:ticket': { phase: 'reconnecting', channel, since: 5, standing: true, ...attempt, step: 'ticket' },
  'failover:link': { phase: 'reconnecting', channel, since: 5, standing: true, ...attempt, step: 'link' },
  ended: { phase: 'ended', channel, reason: 'removed' },
  failed: { phase: 'failed', channel, error },
} as const satisfies Record<string, CallMachine>;

const events = {
  join: { kind: 'join', channel },
  leave: { kind: 'leave' },
  dismiss: { kind: 'dismiss' },
  gone: { kind: 'channelGone' },
  moderated: { kind: 'moderated', end: kicked },
  ticketGranted: { kind: 'ticketGranted' },
  ticketRefused: { kind: 'ticketRefused', error },
  channelGone: { kind: 'ticketRefused', error: gone },
  linkConnected: { kind: 'linkConnected', at: 9 },
  'linkFailed:retry': { kind: 'linkFailed', advice: { kind: 'retry', attempts: 3, error } },
  'linkFailed:freshTicket': { kind: 'linkFailed', advice: { kind: 'freshTicket', error } },
  'linkFailed:nothing': { kind: 'linkFailed', advice: { kind: 'nothing' } },
  'linkFailed:fail': { kind: 'linkFailed', advice: { kind: 'fail', error } },
  linkInterrupted: { kind: 'linkInterrupted' },
  linkResumed: { kind: 'linkResumed' },
  mediaLost: { kind: 'mediaLost' },
  mediaBack: { kind: 'mediaBack' },
  networkChanged: { kind: 'networkChanged' },
  climbed: { kind: 'climbed' },
  climbLost: { kind: 'climbLost' },
  'linkEnded:end': { kind: 'linkEnded', advice: { kind: 'end', reason: 'joinedElsewhere' } },
  'linkEnded:rejoin': { kind: 'linkEnded', advice: { kind: 'rejoin', immediately: false, error } },
  'linkEnded:atOnce': { kind: 'linkEnded', advice: { kind: 'rejoin', immediately: true, error } },
  pauseOver: { kind: 'pauseOver' },
  timeUp: { kind: 'timeUp', error },
} as const satisfies Record<string, CallEvent>;

/** Where each meaningful pair leads, and with which effects. Every pair that is not listed changes nothing. */
const table: { [S in keyof typeof states]: { [E in keyof typeof events]?: string } } = {
  idle: { join: 'authorising | authorise' },
  authorising: {
    leave: 'idle | close',
    timeUp: 'failed | close',
    gone: 'ended | close',
    moderated: 'ended | close',
    ticketGranted: 'connecting:link | connect',
    ticketRefused: 'failed | close',
    channelGone: 'failed | close',
  },
  'connecting:ticket': {
    leave: 'idle | close',
    timeUp: 'failed | close',
    gone: 'ended | close',
    moderated: 'ended | close',
    ticketGranted: 'connecting:link | connect',
    ticketRefused: 'failed | close',
    channelGone: 'failed | close',
  },
  'connecting:link': {
    leave: 'idle | close',
    timeUp: 'failed | close',
    gone: 'ended | close',
    moderated: 'ended | close',
    linkConnected: 'connected |',
    'linkFailed:retry': 'connecting:pause | abandon pause',
    'linkFailed:freshTicket': 'connecting:ticket | abandon authorise',
    'linkFailed:fail': 'failed | close',
  },
  'connecting:pause': {
    leave: 'idle | close',
    timeUp: 'failed | close',
    gone: 'ended | close',
    moderated: 'ended | close',
    pauseOver: 'connecting:ticket | authorise',
    networkChanged: 'connecting:ticket | abandon authorise',
  },
  connected: {
    leave: 'idle | close',
    gone: 'ended | close',
    moderated: 'ended | close',
    linkInterrupted: 'reconnecting:sdk |',
    mediaLost: 'failover:ticket | authorise',
    climbed: 'connected |',
    climbLost: 'reconnecting:ticket | authorise',
    'linkEnded:end': 'ended | close',
    'linkEnded:rejoin': 'reconnecting:pause | abandon pause',
    'linkEnded:atOnce': 'reconnecting:ticket | abandon authorise',
  },
  'reconnecting:sdk': {
    leave: 'idle | close',
    gone: 'ended | close',
    moderated: 'ended | close',
    linkResumed: 'connected |',
    mediaLost: 'failover:ticket | authorise',
    'linkEnded:end': 'ended | close',
    'linkEnded:rejoin': 'reconnecting:pause | abandon pause',
    'linkEnded:atOnce': 'reconnecting:ticket | abandon authorise',
  },
  'reconnecting:pause': {
    leave: 'idle | close',
    gone: 'ended | close',
    moderated: 'ended | close',
    pauseOver: 'reconnecting:ticket | authorise',
    networkChanged: 'reconnecting:ticket | abandon authorise',
  },
  'reconnecting:ticket': {
    leave: 'idle | close',
    gone: 'ended | close',
    moderated: 'ended | close',
    ticketGranted: 'reconnecting:link | connect',
    ticketRefused: 'reconnecting:pause | abandon pause',
    channelGone: 'ended | close',
  },
  'reconnecting:link': {
    leave: 'idle | close',
    gone: 'ended | close',
    moderated: 'ended | close',
    linkConnected: 'connected |',
    'linkFailed:retry': 'reconnecting:pause | abandon pause',
    'linkFailed:freshTicket': 'reconnecting:ticket | abandon authorise',
    'linkFailed:fail': 'failed | close',
  },
  // The Room from before still stands: it may come back, or end, beside all that happens to the one on its way.
  'failover:pause': {
    leave: 'idle | close',
    gone: 'ended | close',
    moderated: 'ended | close',
    mediaBack: 'connected | abandon',
    'linkEnded:end': 'ended | close',
    'linkEnded:rejoin': 'reconnecting:pause |',
    'linkEnded:atOnce': 'reconnecting:pause |',
    pauseOver: 'failover:ticket | authorise',
    networkChanged: 'failover:ticket | abandon authorise',
  },
  'failover:ticket': {
    leave: 'idle | close',
    gone: 'ended | close',
    moderated: 'ended | close',
    mediaBack: 'connected | abandon',
    'linkEnded:end': 'ended | close',
    'linkEnded:rejoin': 'reconnecting:ticket |',
    'linkEnded:atOnce': 'reconnecting:ticket |',
    ticketGranted: 'failover:link | connect',
    ticketRefused: 'failover:pause | abandon pause',
    channelGone: 'ended | close',
  },
  'failover:link': {
    leave: 'idle | close',
    gone: 'ended | close',
    moderated: 'ended | close',
    mediaBack: 'connected | abandon',
    'linkEnded:end': 'ended | close',
    'linkEnded:rejoin': 'reconnecting:link |',
    'linkEnded:atOnce': 'reconnecting:link |',
    linkConnected: 'connected |',
    'linkFailed:retry': 'failover:pause | abandon pause',
    'linkFailed:freshTicket': 'failover:ticket | abandon authorise',
    'linkFailed:fail': 'failed | close',
  },
  ended: { join: 'authorising | authorise', dismiss: 'idle |', moderated: 'ended |' },
  failed: { join: 'authorising | authorise', dismiss: 'idle |' },
};

const nameOf = (state: CallMachine): string => {
  if (!('step' in state)) return state.phase;
  return `${state.phase === 'reconnecting' && state.standing ? 'failover' : state.phase}:${state.step}`;
};

describe('nextCall', () => {
  const pairs = Object.keys(states).flatMap((state) => Object.keys(events).map((event) => [state, event]));
  it.each(pairs as [keyof typeof states, keyof typeof events][])('%s on %s', (stateName, eventName) => {
    const state: CallMachine = states[stateName];
    const { state: after, effects } = nextCall(state, events[eventName]);
    const expected = table[stateName][eventName];
    if (expected === undefined) {
      expect(after).toBe(state);
      expect(effects).toEqual([]);
    } else {
      expect(`${nameOf(after)} | ${effects.map(({ kind }) => kind).join(' ')}`.trim()).toBe(expected);
    }
  });

  it('keeps the ticket, and with it the identity, over a retry of a join', () => {
    const { state } = nextCall(states['connecting:link'], events['linkFailed:retry']);
    expect(nextCall(state, events.pauseOver).effects).toEqual([{ kind: 'authorise', fresh: false }]);
  });

  it('asks for a new ticket when a running call is joined again', () => {
    const { state } = nextCall(states.connected, events['linkEnded:rejoin']);
    expect(nextCall(state, events.pauseOver).effects).toEqual([{ kind: 'authorise', fresh: true }]);
  });

  it('fails with the error when a ticket is refused a second time', () => {
    const once = nextCall(states['connecting:link'], events['linkFailed:freshTicket']).state;
    const again = nextCall(once, events.ticketGranted).state;
    expect(nextCall(again, events['linkFailed:freshTicket']).state).toEqual({ phase: 'failed', channel, error });
  });

  it('gives up a join after as many attempts as advised', () => {
    const { state, attempts } = run(states['connecting:link'], 10);
    expect(state).toMatchObject({ phase: 'failed', error });
    expect(attempts).toBe(3);
  });

  it('gives up a call that was connected only after many attempts, as a lost connection', () => {
    const { state, attempts } = run(states['reconnecting:link'], 1000);
    expect(state).toMatchObject({ phase: 'ended', reason: 'connectionLost' });
    expect(attempts).toBe(rejoinAttempts);
  });

  it('tells why the voice goes by another Room now', () => {
    const by = (state: keyof typeof states, event: keyof typeof events) => nextCall(states[state], events[event]).state;
    expect(by('connecting:link', 'linkConnected')).toMatchObject({ by: 'joined' });
    expect(by('failover:link', 'linkConnected')).toMatchObject({ by: 'pathLost' });
    expect(by('reconnecting:link', 'linkConnected')).toMatchObject({ by: 'connectionLost' });
    expect(by('failover:link', 'mediaBack')).toMatchObject({ by: 'network' });
  });

  it('goes on from when the call began after a repair', () => {
    expect(nextCall(states['reconnecting:link'], events.linkConnected).state).toMatchObject({ since: 5 });
    expect(nextCall(states['connecting:link'], events.linkConnected).state).toMatchObject({ since: 9 });
  });

  it('ends with the words of the moderator, before LiveKit ends it and after', () => {
    const ended = { phase: 'ended', channel, ...kicked };
    expect(nextCall(states.connected, events.moderated).state).toEqual(ended);
    expect(nextCall(states.ended, events.moderated).state).toEqual(ended);
    const banned = { kind: 'moderated', end: { reason: 'banned', told } } as const;
    expect(nextCall(nextCall(states.ended, events.moderated).state, banned).state).toEqual(ended);
    const elsewhere: CallMachine = { phase: 'ended', channel, reason: 'joinedElsewhere' };
    expect(nextCall(elsewhere, events.moderated).state).toBe(elsewhere);
  });

  it('is idle after leaving, whatever happened before', () => {
    const anyEvent = fc.constantFrom(...Object.values<CallEvent>(events));
    fc.assert(
      fc.property(fc.array(anyEvent, { maxLength: 60 }), (history) => {
        const state = history.reduce<CallMachine>((before, event) => nextCall(before, event).state, idleCall);
        const left = nextCall(nextCall(state, { kind: 'leave' }).state, { kind: 'dismiss' });
        return left.state.phase === 'idle';
      }),
    );
  });
});

it('keeps what the last attempt of a repair came to while the next one goes on', () => {
  let state = states['failover:link'] as CallMachine;
  expect(state).toMatchObject({ error: null });
  for (const event of [events['linkFailed:retry'], events.pauseOver, events.ticketGranted]) {
    state = nextCall(state, event).state;
    expect(state).toMatchObject({ phase: 'reconnecting', error });
  }
});

describe('viewOfCall', () => {
  it('hides the steps', () => {
    expect(viewOfCall(states['connecting:pause'])).toEqual({ phase: 'connecting', channel, attempt: 1, ways: null });
    expect(viewOfCall(states['reconnecting:sdk'])).toEqual({
      phase: 'reconnecting',
      channel,
      since: 5,
      attempt: 1,
      mediaFlows: false,
      trouble: null,
    });
    const failed = nextCall(states['failover:link'], events['linkFailed:retry']).state;
    expect(viewOfCall(failed)).toMatchObject({ phase: 'reconnecting', attempt: 2, trouble: null });
    expect(viewOfCall(states.connected)).toEqual({ phase: 'connected', channel, since: 5 });
  });

  it('tells of a repair what is known of it', () => {
    const facts = { ways: null, mediaFlows: true, trouble: error };
    expect(viewOfCall(states['reconnecting:sdk'], facts)).toMatchObject({ mediaFlows: true, trouble: error });
    expect(viewOfCall(states.connected, facts)).toEqual({ phase: 'connected', channel, since: 5 });
  });
});

/** Every attempt fails. */
function run(start: CallMachine, limit: number): { state: CallMachine; attempts: number } {
  let state = start;
  let attempts = 0;
  for (let i = 0; i < limit && 'step' in state; i += 1) {
    attempts += 1;
    state = nextCall(state, events['linkFailed:retry']).state;
    state = nextCall(state, events.pauseOver).state;
    state = nextCall(state, events.ticketGranted).state;
  }
  return { state, attempts };
}
