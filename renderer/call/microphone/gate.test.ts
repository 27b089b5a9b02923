import type { TalkEnd } from '@parley/shared/hotkeys/pushToTalk';
import { describe, expect, it } from 'vitest';
import { decideGate, decidePreRoll, type GateInputs } from './gate.ts';

const captures: GateInputs['capture'][] = [
  { kind: 'off' },
  { kind: 'starting' },
  { kind: 'live' },
  { kind: 'trouble', error: { code: 'unavailable', reason: 'microphoneBusy', message: 'in use' } },
];
const ends: TalkEnd[] = [
  'notHeld',
  'released',
  'maximumHold',
  'latchLimit',
  'muteHeld',
  'leaseExpired',
  'clockJumped',
  'keyLost',
  'sourceLost',
  'rebound',
  'stopping',
  'lockScreen',
  'suspend',
  'sessionSwitch',
  'deviceLost',
  'deviceReady',
  'channelChanged',
];
const everything: GateInputs[] = captures.flatMap((capture) =>
  (['new', 'connected', 'reconnecting'] as const).flatMap((link) =>
    (['pushToTalk', 'voiceActivation', 'alwaysOpen'] as const).flatMap((mode) =>
      ends.flatMap((end) =>
        [true, false].flatMap((transmits) =>
          [true, false].flatMap((voice) =>
            ([false, 'self', 'moderator', 'listener'] as const).flatMap((muted) =>
              [true, false].flatMap((deafened) =>
                ([null, 'suspend', 'lockScreen', 'sessionSwitch', 'deviceLost'] as const).map((interrupted) => ({
                  capture,
                  link,
                  mode,
                  talk: { transmits, end, by: 'hold' as const },
                  voice,
                  muted,
                  deafened,
                  interrupted,
                })),
              ),
            ),
          ),
        ),
      ),
    ),
  ),
);
const ready: GateInputs = {
  capture: { kind: 'live' },
  link: 'connected',
  mode: 'pushToTalk',
  talk: { transmits: false, end: 'notHeld', by: 'hold' },
  voice: false,
  muted: false,
  deafened: false,
  interrupted: null,
};

describe('decideGate', () => {
  it('opens exactly when nothing at all speaks against it, over the whole product of inputs', () => {
    expect(everything).toHaveLength(4 * 3 * 3 * 17 * 2 * 2 * 4 * 2 * 5);
    for (const inputs of everything) {
      const may =
        inputs.capture.kind === 'live' &&
        inputs.link === 'connected' &&
        !inputs.muted &&
        !inputs.deafened &&
        inputs.interrupted === null &&
        (inputs.mode === 'alwaysOpen' || (inputs.mode === 'pushToTalk' ? inputs.talk.transmits : inputs.voice));
      expect(decideGate(inputs).state === 'open', JSON.stringify(inputs)).toBe(may);
    }
  });

  it('stays shut in a mode that it does not know', () => {
    const inputs = {
      ...ready,
      mode: JSON.parse('"telepathy"'),
      talk: { transmits: true, end: 'notHeld' as const, by: 'hold' as const },
    };
    expect(decideGate(inputs)).toEqual({ state: 'shut', reason: 'notHeld' });
  });

  it.each<[string, Partial<GateInputs>, ReturnType<typeof decideGate>]>([
    ['no call', { capture: { kind: 'off' }, muted: 'self' }, { state: 'idle' }],
    ['capture starting', { capture: { kind: 'starting' } }, { state: 'connecting' }],
    ['first connect', { link: 'new' }, { state: 'connecting' }],
    ['muted while connecting', { link: 'new', muted: 'self' }, { state: 'muted', by: 'self' }],
    ['muted by a moderator', { muted: 'moderator' }, { state: 'muted', by: 'moderator' }],
    ['only listening', { muted: 'listener' }, { state: 'muted', by: 'listener' }],
    ['muted and deafened', { muted: 'self', deafened: true }, { state: 'muted', by: 'deafen' }],
    ['reconnecting', { link: 'reconnecting' }, { state: 'shut', reason: 'reconnecting' }],
    ['locked while talking', { interrupted: 'lockScreen' }, { state: 'shut', reason: 'lockScreen' }],
    ['locked, always open', { interrupted: 'suspend', mode: 'alwaysOpen' }, { state: 'shut', reason: 'suspend' }],
    [
      'key lost',
      { talk: { transmits: false, end: 'leaseExpired', by: 'hold' } },
      { state: 'shut', reason: 'leaseExpired' },
    ],
    [
      'binding edited',
      { talk: { transmits: false, end: 'rebound', by: 'hold' } },
      { state: 'shut', reason: 'rebound' },
    ],
    ['held', { talk: { transmits: true, end: 'notHeld', by: 'hold' } }, { state: 'open', by: 'hold' }],
    ['latched', { talk: { transmits: true, end: 'notHeld', by: 'latch' } }, { state: 'open', by: 'latch' }],
    ['a voice', { mode: 'voiceActivation', voice: true }, { state: 'open', by: 'voice' }],
    ['no voice', { mode: 'voiceActivation' }, { state: 'shut', reason: 'quiet' }],
    ['a voice while a key opens', { voice: true }, { state: 'shut', reason: 'notHeld' }],
    ['always open', { mode: 'alwaysOpen' }, { state: 'open', by: 'always' }],
  ])('%s', (_, change, view) => {
    expect(decideGate({ ...ready, ...change })).toEqual(view);
  });
});

describe('decidePreRoll', () => {
  it('waits only where nothing but the key or a voice is missing', () => {
    const armed = everything.filter((inputs) => decidePreRoll(decideGate(inputs)) === 'armed');
    expect(armed.length).toBeGreaterThan(0);
    for (const { capture, link, mode, talk, muted, deafened, interrupted } of armed) {
      expect([capture.kind, link, muted, deafened, interrupted]).toEqual(['live', 'connected', false, false, null]);
      if (mode === 'pushToTalk') expect(['notHeld', 'released', 'stopping']).toContain(talk.end);
    }
  });

  it('is open exactly when the gate is', () => {
    for (const view of everything.map(decideGate)) {
      expect(decidePreRoll(view) === 'open').toBe(view.state === 'open');
    }
  });
});
