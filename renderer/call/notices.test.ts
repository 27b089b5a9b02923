import { describe, expect, it } from 'vitest';
import { noCall, type CallNotice, type CallView } from './callView.ts';
import { addNotice, stillHolds, type Without } from './notices.ts';
import { createViewStore } from './viewStore.ts';

const told = { by: 'Root', reason: '', everywhere: false, until: null };
const all = (...notices: readonly Without<CallNotice>[]): readonly CallNotice[] =>
  notices.reduce<readonly CallNotice[]>((before, notice, at) => addNotice(before, notice, at), []);

describe('addNotice', () => {
  it('keeps one of each matter, as fresh as the last', () => {
    expect(all({ kind: 'hookLost' }, { kind: 'muteOver' }, { kind: 'hookLost' })).toEqual([
      { kind: 'muteOver', id: 2, at: 1 },
      { kind: 'hookLost', id: 3, at: 2 },
    ]);
    expect(
      all(
        { kind: 'deviceFallback', device: 'input', label: 'Built-in' },
        { kind: 'deviceFallback', device: 'output', label: 'Speakers' },
        { kind: 'deviceReturned', device: 'input', label: 'Headset' },
      ).map(({ kind }) => kind),
    ).toEqual(['deviceFallback', 'deviceReturned']);
  });

  it('tells a mute in one channel from one in another, and from a move', () => {
    const deed = (action: 'mute' | 'unmute' | 'move', channel: string) => ({
      kind: 'moderated' as const,
      action,
      channel,
      told,
    });
    const deeds = all(deed('mute', 'Lobby'), deed('mute', 'Office'), deed('move', 'Lobby'), deed('unmute', 'Lobby'));
    expect(deeds).toMatchObject([
      { action: 'mute', channel: 'Office' },
      { action: 'move', channel: 'Lobby' },
      { action: 'unmute', channel: 'Lobby' },
    ]);
  });

  it('keeps the newest', () => {
    const many = Array.from({ length: 30 }, (_, index) => ({
      kind: 'moderated' as const,
      action: 'mute' as const,
      channel: `Channel ${index}`,
      told,
    }));
    expect(all(...many).map(({ id }) => id)).toEqual(Array.from({ length: 20 }, (_, index) => index + 11));
  });
});

const shut: CallView['microphone'] = { state: 'shut', reason: 'notHeld' };
const open: CallView['microphone'] = { state: 'open', by: 'hold' };
const trouble: CallView['microphone'] = { state: 'trouble', error: { code: 'unavailable', message: 'absent' } };

it.each<[CallNotice['kind'], Partial<CallView>, Partial<CallView>]>([
  ['hookLost', { microphone: shut }, { microphone: open }],
  ['maximumHold', { microphone: shut }, { microphone: open }],
  ['latchLimit', { microphone: shut }, { microphone: open }],
  ['deviceLost', { microphone: { state: 'shut', reason: 'reconnecting' } }, { microphone: open }],
  ['microphoneSilent', { microphone: open }, { microphone: trouble }],
  ['graphFailed', { microphone: open }, { microphone: { state: 'idle' } }],
  ['talkingWhileMuted', { muted: true }, { muted: false }],
  ['mutedByServer', { muted: true }, { muted: false }],
  ['shareFailed', { sharing: 'off' }, { sharing: 'on' }],
])('%s holds, and then no more', (kind, holds, over) => {
  const notice = { kind, id: 1, at: 0, label: '' } as CallNotice;
  expect(stillHolds(notice, { ...noCall, microphone: shut, ...holds })).toBe(true);
  expect(stillHolds(notice, { ...noCall, microphone: shut, ...over })).toBe(false);
});

describe('the view', () => {
  it('withdraws what no longer holds, and keeps the list while nothing of it changes', () => {
    const view = createViewStore(
      { ...noCall, microphone: shut },
      () => undefined,
      () => 5,
    );
    view.notify({ kind: 'hookLost' });
    view.notify({ kind: 'playbackBlocked' });
    const { notices } = view.get();
    view.show({ cue: { cue: 'shut', id: 1, who: '', spoken: false } });
    expect(view.get().notices).toBe(notices);
    view.show({ microphone: open });
    expect(view.get().notices.map(({ kind }) => kind)).toEqual(['playbackBlocked']);
    view.withdraw(({ kind }) => kind === 'playbackBlocked');
    expect(view.get().notices).toEqual([]);
  });
});
