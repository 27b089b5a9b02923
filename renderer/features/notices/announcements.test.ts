import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CallView, ParticipantView } from '../../call/callView.ts';
import { participant } from '../../call/testing/participant.ts';
import { decideAnnouncements, mergeWaiting } from './announcements.ts';

type Moment = Pick<CallView, 'state' | 'microphone' | 'participants' | 'sharing'>;

const person = (name: string, more: Partial<ParticipantView> = {}): ParticipantView =>
  participant(name, { isLocal: name === 'me', ...more });
const channel = { server: 'team', id: 'c', name: 'Lobby' };
const call = (...participants: ParticipantView[]): Moment => ({
  state: { phase: 'connected', channel, since: 0 },
  microphone: { state: 'shut', reason: 'notHeld' },
  participants: [person('me'), ...participants],
  sharing: 'off',
});

describe('decideAnnouncements', () => {
  it('tells who comes and goes, by name or, for a crowd, by number', () => {
    expect(decideAnnouncements(call(person('Bo')), call(person('Cy')), 'people')).toEqual([
      { kind: 'joined', name: 'Cy' },
      { kind: 'left', name: 'Bo' },
    ]);
    const crowd = Array.from({ length: 40 }, (_, index) => person(`P${index}`));
    expect(decideAnnouncements(call(), call(...crowd), 'people')).toEqual([{ kind: 'joinedMany', count: 40 }]);
    expect(decideAnnouncements(call(...crowd), call(), 'people')).toEqual([{ kind: 'leftMany', count: 40 }]);
  });

  it('tells who begins to speak only to whoever wants everything', () => {
    const change = [call(person('Bo')), call(person('Bo', { speaking: true }))] as const;
    expect(decideAnnouncements(...change, 'all')).toEqual([{ kind: 'speaks', name: 'Bo' }]);
    expect(decideAnnouncements(...change, 'people')).toEqual([]);
    expect(decideAnnouncements(change[1], change[0], 'all')).toEqual([]);
  });

  it('tells microphone and connection at every verbosity, and people not at the least', () => {
    const muted: Moment = { ...call(person('Bo')), microphone: { state: 'muted', by: 'self' } };
    expect(decideAnnouncements(call(), muted, 'own')).toEqual([{ kind: 'microphone', state: 'muted' }]);
    const away: Moment = {
      ...call(),
      state: { phase: 'reconnecting', channel, since: 0, attempt: 1, mediaFlows: false, trouble: null },
    };
    expect(decideAnnouncements(call(), away, 'own')).toEqual([{ kind: 'reconnecting' }]);
    expect(decideAnnouncements(away, call(), 'own')).toEqual([{ kind: 'reconnected' }]);
  });

  it('tells that one is heard while only the signalling is away, and when no longer', () => {
    const away = (mediaFlows: boolean): Moment => ({
      ...call(),
      state: { phase: 'reconnecting', channel, since: 0, attempt: 1, mediaFlows, trouble: null },
    });
    expect(decideAnnouncements(call(), away(true), 'own')).toEqual([{ kind: 'signallingAway' }]);
    expect(decideAnnouncements(away(true), away(false), 'own')).toEqual([{ kind: 'reconnecting' }]);
    expect(decideAnnouncements(away(false), away(true), 'own')).toEqual([]);
  });

  it('tells after the connection was away who left meanwhile', () => {
    const away: Moment = {
      ...call(person('Bo')),
      state: { phase: 'reconnecting', channel, since: 0, attempt: 1, mediaFlows: false, trouble: null },
    };
    expect(decideAnnouncements(away, call(), 'people')).toEqual([
      { kind: 'reconnected' },
      { kind: 'left', name: 'Bo' },
    ]);
    // The list may come before the phase.
    expect(decideAnnouncements(away, { ...away, participants: [person('me')] }, 'people')).toEqual([
      { kind: 'left', name: 'Bo' },
    ]);
  });

  it('tells that joining was given up, and leaves an end to the page that shows it', () => {
    const joining: Moment = { ...call(), state: { phase: 'connecting', channel, attempt: 1, ways: null } };
    const over = (state: Moment['state']): Moment => ({ ...joining, state });
    expect(decideAnnouncements(joining, over({ phase: 'idle' }), 'own')).toEqual([{ kind: 'cancelled' }]);
    expect(decideAnnouncements(joining, over({ phase: 'ended', channel, reason: 'removed' }), 'own')).toEqual([]);
  });

  it('tells who begins and ends to share a screen; of the own one at every verbosity', () => {
    const shares = call(person('Bo', { sharing: true }));
    expect(decideAnnouncements(call(person('Bo')), shares, 'people')).toEqual([{ kind: 'shares', name: 'Bo' }]);
    expect(decideAnnouncements(shares, call(person('Bo')), 'people')).toEqual([{ kind: 'sharesNoMore', name: 'Bo' }]);
    expect(decideAnnouncements(shares, call(person('Bo')), 'own')).toEqual([]);
    // Whoever leaves takes the screen along.
    expect(decideAnnouncements(shares, call(), 'people')).toEqual([{ kind: 'left', name: 'Bo' }]);
    const own = (sharing: Moment['sharing']): Moment => ({ ...call(), sharing });
    expect(decideAnnouncements(own('starting'), own('on'), 'own')).toEqual([{ kind: 'ownScreen' }]);
    expect(decideAnnouncements(own('on'), own('off'), 'own')).toEqual([{ kind: 'ownScreenNoMore' }]);
    expect(decideAnnouncements(own('starting'), own('off'), 'own')).toEqual([]);
  });

  it('tells that a moderator took the microphone, and that one may speak again', () => {
    const by = (who: 'self' | 'moderator' | 'listener'): Moment => ({
      ...call(),
      microphone: { state: 'muted', by: who },
    });
    const state = (before: Moment, after: Moment) => decideAnnouncements(before, after, 'own');
    expect(state(call(), by('moderator'))).toEqual([{ kind: 'microphone', state: 'moderator' }]);
    expect(state(by('self'), by('moderator'))).toEqual([{ kind: 'microphone', state: 'moderator' }]);
    expect(state(call(), by('listener'))).toEqual([{ kind: 'microphone', state: 'listener' }]);
    expect(state(by('moderator'), call())).toEqual([{ kind: 'microphone', state: 'allowed' }]);
    expect(state(by('moderator'), by('self'))).toEqual([{ kind: 'microphone', state: 'muted' }]);
    expect(state(by('self'), call())).toEqual([{ kind: 'microphone', state: 'shut' }]);
  });

  it('does not read out a channel that one enters or leaves', () => {
    const idle: Moment = { state: { phase: 'idle' }, microphone: { state: 'idle' }, participants: [], sharing: 'off' };
    expect(decideAnnouncements(idle, call(person('Bo')), 'all')).toEqual([
      { kind: 'connected', channel: 'Lobby' },
      { kind: 'microphone', state: 'shut' },
    ]);
    expect(decideAnnouncements(call(person('Bo')), idle, 'all')).toEqual([]);
    const elsewhere: Moment = { ...call(), participants: [person('also me', { isLocal: true }), person('Cy')] };
    expect(decideAnnouncements(call(person('Bo')), elsewhere, 'all')).toEqual([]);
  });

  it('never tells that the microphone opens, and nothing where nothing changed', () => {
    const states = ['idle', 'connecting', 'shut', 'open', 'muted', 'trouble'] as const;
    fc.assert(
      fc.property(fc.constantFrom(...states), fc.constantFrom(...states), (from, to) => {
        const at = (state: string): Moment => ({ ...call(), microphone: { state } as Moment['microphone'] });
        const told = decideAnnouncements(at(from), at(to), 'all');
        expect(JSON.stringify(told)).not.toContain('open');
        if (from === to) expect(told).toEqual([]);
      }),
    );
  });
});

describe('mergeWaiting', () => {
  const joined = (name: string) => ({ kind: 'joined', name }) as const;
  const left = (name: string) => ({ kind: 'left', name }) as const;

  it('names a few and counts many, without those who came and went', () => {
    expect(mergeWaiting([joined('Bo'), joined('Cy'), left('Bo')])).toEqual([joined('Cy'), left('Bo')]);
    expect(mergeWaiting(['a', 'b', 'c', 'd'].map(joined))).toEqual([{ kind: 'joinedMany', count: 4 }]);
    expect(mergeWaiting([{ kind: 'joinedMany', count: 9 }, joined('Bo')])).toEqual([{ kind: 'joinedMany', count: 10 }]);
  });

  it('tells of screens how it is now, for each person', () => {
    expect(
      mergeWaiting([
        { kind: 'shares', name: 'Bo' },
        { kind: 'ownScreen' },
        { kind: 'shares', name: 'Cy' },
        { kind: 'sharesNoMore', name: 'Bo' },
        { kind: 'ownScreenNoMore' },
      ]),
    ).toEqual([{ kind: 'shares', name: 'Cy' }, { kind: 'sharesNoMore', name: 'Bo' }, { kind: 'ownScreenNoMore' }]);
  });

  it('keeps every notice, the last of the microphone and of the connection, and nobody who spoke', () => {
    expect(
      mergeWaiting([
        { kind: 'reconnecting' },
        { kind: 'speaks', name: 'Bo' },
        { kind: 'notice', text: 'a' },
        { kind: 'microphone', state: 'muted' },
        { kind: 'reconnected' },
        { kind: 'notice', text: 'b' },
        { kind: 'microphone', state: 'shut' },
      ]),
    ).toEqual([
      { kind: 'notice', text: 'a' },
      { kind: 'reconnected' },
      { kind: 'notice', text: 'b' },
      { kind: 'microphone', state: 'shut' },
    ]);
  });
});
