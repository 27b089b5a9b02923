import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { edge, inCall, setUp } from './microphone.fixture.ts';
import type { Microphone } from './microphone.ts';

describe('the microphone in a call with push-to-talk', () => {
  it('asks for the device and the processing of the settings', async () => {
    const { mediaDevices } = await inCall({ deviceId: 'usb' }, ['desk', 'usb']);
    expect(mediaDevices.asked).toEqual([
      {
        deviceId: { exact: 'usb' },
        channelCount: { ideal: 1 },
        noiseSuppression: { exact: true },
        echoCancellation: { exact: false },
        autoGainControl: { exact: true },
      },
    ]);
  });

  it('goes from idle over connecting to shut, and sends nothing on the way', async () => {
    const { microphone } = setUp();
    expect(microphone.getView()).toEqual({ state: 'idle' });
    const started = microphone.start();
    expect(microphone.getView()).toEqual({ state: 'connecting' });
    expect(microphone.start()).toBe(started);
    await started;
    const track = microphone.createSendTrack();
    expect([microphone.getView().state, track.enabled]).toEqual(['connecting', false]);
    microphone.setConnected(true);
    expect([microphone.getView(), track.enabled]).toEqual([{ state: 'shut', reason: 'notHeld' }, false]);
  });

  it('stays shut after the lock when the call publishes it anew, until a person acts', async () => {
    const { microphone, track } = await inCall({ mode: 'alwaysOpen' });
    expect(track.enabled).toBe(true);
    microphone.interrupt('lockScreen');
    microphone.resume('lockScreen');
    microphone.setConnected(false);
    await microphone.start('call');
    microphone.setConnected(true);
    expect([track.enabled, microphone.getView()]).toEqual([false, { state: 'shut', reason: 'lockScreen' }]);
    microphone.holdTalk();
    expect(track.enabled).toBe(true);
  });

  it('keeps a track shut that is held, whoever opens the gate, and never opens one by letting it go', async () => {
    const { microphone, track } = await inCall({ releaseDelay: 0 });
    const held = microphone.createSendTrack();
    microphone.holdSendTrack(held, true);
    microphone.edge(edge('down'));
    held.enabled = true;
    expect([track.enabled, held.enabled]).toEqual([true, false]);
    microphone.holdSendTrack(held, false);
    expect(held.enabled).toBe(true);
    microphone.edge(edge('up'));
    microphone.holdSendTrack(held, true);
    microphone.holdSendTrack(held, false);
    expect(held.enabled).toBe(false);
  });

  it('has opened and shut the track when the call of the edge returns', async () => {
    const { microphone, track, clock } = await inCall({ releaseDelay: 0 });
    microphone.edge(edge('down'));
    expect([track.enabled, microphone.getView()]).toEqual([true, { state: 'open', by: 'hold' }]);
    clock.advance(100);
    microphone.edge(edge('up'));
    expect([track.enabled, microphone.getView()]).toEqual([false, { state: 'shut', reason: 'released' }]);
  });

  it('keeps open for the release delay', async () => {
    const { microphone, track, clock } = await inCall();
    microphone.edge(edge('down'));
    microphone.edge(edge('up'));
    clock.advance(199);
    expect(track.enabled).toBe(true);
    clock.advance(1);
    expect(track.enabled).toBe(false);
  });

  it('shuts by itself when the hook dies', async () => {
    const { microphone, track, clock } = await inCall();
    microphone.edge(edge('down'));
    clock.advance(249);
    expect(track.enabled).toBe(true);
    clock.advance(1);
    expect([track.enabled, microphone.getView()]).toEqual([false, { state: 'shut', reason: 'leaseExpired' }]);
  });

  it('shuts at the maximum hold although the key is renewed', async () => {
    const { microphone, track, clock } = await inCall();
    microphone.edge(edge('down'));
    for (let t = 0; t < 5_000; t += 50) {
      expect(track.enabled).toBe(true);
      clock.advance(50);
      microphone.edge(edge('renew'));
    }
    expect([track.enabled, microphone.getView()]).toEqual([false, { state: 'shut', reason: 'maximumHold' }]);
  });

  it('shuts at once and says why when the source is lost', async () => {
    const { microphone, track } = await inCall();
    microphone.edge(edge('down'));
    microphone.edge({ kind: 'reset', reason: 'sourceLost' });
    expect([track.enabled, microphone.getView()]).toEqual([false, { state: 'shut', reason: 'sourceLost' }]);
  });

  it('renews the lease of the mic-key itself, up to the maximum hold', async () => {
    const { microphone, track, clock } = await inCall();
    microphone.holdTalk();
    clock.advance(4_999);
    expect(track.enabled).toBe(true);
    clock.advance(1);
    expect(microphone.getView()).toEqual({ state: 'shut', reason: 'maximumHold' });
    // The release was lost; the next press works all the same.
    microphone.holdTalk();
    expect(track.enabled).toBe(true);
    microphone.releaseTalk();
    clock.advance(200);
    expect(track.enabled).toBe(false);
  });

  it.each(['setMuted', 'setDeafened'] as const)('is shut by %s while held, and open again after it', async (method) => {
    const { microphone, track } = await inCall();
    microphone.edge(edge('down'));
    if (method === 'setMuted') microphone.setMuted('self');
    else microphone.setDeafened(true);
    expect([track.enabled, microphone.getView().state]).toEqual([false, 'muted']);
    microphone[method](false);
    expect(track.enabled).toBe(true);
  });

  it('is shut while reconnecting', async () => {
    const { microphone, track } = await inCall();
    microphone.edge(edge('down'));
    microphone.setConnected(false);
    expect([track.enabled, microphone.getView()]).toEqual([false, { state: 'shut', reason: 'reconnecting' }]);
  });

  it('lets go of a held key when the mode changes', async () => {
    const { microphone, track, settings } = await inCall();
    microphone.edge(edge('down'));
    microphone.configure({ ...settings, mode: 'alwaysOpen' });
    microphone.configure(settings);
    expect(track.enabled).toBe(false);
  });

  it('tells subscribers only of changes, after the gate has acted', async () => {
    const { microphone, track } = await inCall();
    const seen: boolean[] = [];
    const unsubscribe = microphone.subscribe(() => seen.push(track.enabled));
    microphone.edge(edge('down'));
    microphone.edge(edge('renew'));
    microphone.edge({ kind: 'reset', reason: 'stopping' });
    unsubscribe();
    microphone.edge(edge('down'));
    expect(seen).toEqual([true, false]);
  });
});

describe('after a locked screen or sleep', () => {
  it.each(['lockScreen', 'suspend', 'sessionSwitch'] as const)(
    '%s shuts, also in always-open mode, until the person acts',
    async (cause) => {
      for (const act of ['holdTalk', 'setMuted', 'edge'] as const) {
        const { microphone, track } = await inCall({ mode: 'alwaysOpen' });
        expect(track.enabled).toBe(true);
        microphone.interrupt(cause);
        expect([track.enabled, microphone.getView()]).toEqual([false, { state: 'shut', reason: cause }]);
        microphone.resume(cause);
        expect(track.enabled).toBe(false);
        if (act === 'holdTalk') microphone.holdTalk();
        if (act === 'edge') microphone.edge(edge('down'));
        if (act === 'setMuted') {
          microphone.setMuted('self');
          microphone.setMuted(false);
        }
        expect(track.enabled).toBe(true);
      }
    },
  );

  it('takes no hotkey while the screen is still locked, and no renewal after it', async () => {
    const { microphone, track } = await inCall();
    microphone.edge(edge('down'));
    microphone.interrupt('lockScreen');
    microphone.edge(edge('down'));
    microphone.edge(edge('renew'));
    expect(track.enabled).toBe(false);
    microphone.resume('lockScreen');
    microphone.edge(edge('renew'));
    expect(microphone.getView()).toEqual({ state: 'shut', reason: 'lockScreen' });
    microphone.edge(edge('down'));
    expect(track.enabled).toBe(true);
  });

  it('ends what was toggled on for good: a person who acts otherwise does not open it again', async () => {
    const { microphone, track } = await inCall({ talkMode: 'toggle' });
    microphone.edge(edge('down'));
    microphone.edge(edge('up'));
    expect(track.enabled).toBe(true);
    microphone.interrupt('lockScreen');
    microphone.resume('lockScreen');
    microphone.setMuted('self');
    microphone.setMuted(false);
    expect([track.enabled, microphone.getView()]).toEqual([false, { state: 'shut', reason: 'lockScreen' }]);
  });

  it('waits for the person, not for a moderator who lifts a mute', async () => {
    const locked = await inCall({ mode: 'alwaysOpen' });
    locked.microphone.interrupt('lockScreen');
    locked.microphone.resume('lockScreen');
    const lost = await inCall({ talkMode: 'pushToMute' });
    lost.microphone.edge({ kind: 'reset', reason: 'sourceLost' });
    for (const { microphone, track } of [locked, lost]) {
      for (const by of ['moderator', 'listener'] as const) {
        microphone.setMuted(by);
        microphone.setMuted(false);
        expect([track.enabled, microphone.getView().state]).toEqual([false, 'shut']);
      }
      microphone.setMuted('self');
      microphone.setMuted(false);
      expect(track.enabled).toBe(true);
    }
  });

  it('takes no hotkey of a machine that woke up behind its lock, until that is opened', async () => {
    const { microphone, track } = await inCall();
    microphone.interrupt('lockScreen');
    microphone.interrupt('suspend');
    microphone.resume('suspend');
    microphone.edge(edge('down'));
    expect([track.enabled, microphone.getView()]).toEqual([false, { state: 'shut', reason: 'suspend' }]);
    microphone.edge(edge('up'));
    microphone.resume('lockScreen');
    microphone.edge(edge('down'));
    expect(track.enabled).toBe(true);
  });

  it.each(['setMuted', 'setDeafened'] as const)('is not opened by the key of %s behind the lock', async (method) => {
    const { microphone, track } = await inCall({ mode: 'alwaysOpen' });
    microphone.interrupt('lockScreen');
    const set = (on: boolean): void =>
      method === 'setMuted' ? microphone.setMuted(on && 'self') : microphone.setDeafened(on);
    set(true);
    set(false);
    expect([track.enabled, microphone.getView()]).toEqual([false, { state: 'shut', reason: 'lockScreen' }]);
    microphone.resume('lockScreen');
    set(true);
    set(false);
    expect(track.enabled).toBe(true);
  });

  it('for every order of causes, a hotkey opens exactly when all are over, and the mic-key always', async () => {
    const causes = ['suspend', 'lockScreen', 'sessionSwitch'] as const;
    const change = fc.record({ kind: fc.constantFrom('begins', 'ends'), cause: fc.constantFrom(...causes) });
    await fc.assert(
      fc.asyncProperty(fc.array(change, { maxLength: 12 }), async (changes) => {
        const { microphone, track } = await inCall({ releaseDelay: 0 });
        for (const { kind, cause } of changes) {
          if (kind === 'begins') microphone.interrupt(cause);
          else microphone.resume(cause);
        }
        const lasts = causes.some((one) => changes.findLast(({ cause }) => cause === one)?.kind === 'begins');
        microphone.edge(edge('down'));
        expect(track.enabled).toBe(!lasts);
        microphone.edge(edge('up'));
        microphone.holdTalk();
        expect(track.enabled).toBe(true);
      }),
      { numRuns: 60 },
    );
  });
});

describe('send tracks', () => {
  it('stay shut whoever writes enabled, and so do their clones', async () => {
    const { microphone, track } = await inCall();
    const clone = track.clone();
    track.enabled = true;
    clone.enabled = true;
    expect([track.enabled, clone.enabled]).toEqual([false, false]);
    microphone.edge(edge('down'));
    expect([track.enabled, clone.enabled, clone.clone().enabled]).toEqual([true, true, true]);
  });

  it('stay shut while the SDK holds them muted, though the gate is open', async () => {
    const { microphone, track } = await inCall();
    track.enabled = false;
    microphone.edge(edge('down'));
    expect(track.enabled).toBe(false);
    track.enabled = true;
    expect(track.enabled).toBe(true);
  });

  it('end with stop, which also ends the capture', async () => {
    const { microphone, track, mediaDevices } = await inCall();
    microphone.edge(edge('down'));
    microphone.stop();
    expect([track.readyState, track.enabled, mediaDevices.tracks[0]?.readyState]).toEqual(['ended', false, 'ended']);
    expect(microphone.getView()).toEqual({ state: 'idle' });
    expect(() => microphone.createSendTrack()).toThrow('no capture');
  });
});

describe('for every sequence of what can happen', () => {
  it('a send track is enabled exactly when the view is open, and never without a sign of life for 250 ms', async () => {
    const step = fc.oneof(
      { weight: 6, arbitrary: fc.constantFrom('down', 'renew', 'up').map((kind) => ({ does: kind })) },
      fc
        .constantFrom('mute', 'unmute', 'deafen', 'hear', 'lose', 'connect', 'interrupt', 'resume', 'write', 'reset')
        .map((does) => ({ does })),
    );
    const gap = fc.oneof({ weight: 4, arbitrary: fc.nat(100) }, fc.nat(600));
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(step, gap), { maxLength: 40 }), async (steps) => {
        const { microphone, track, clock } = await inCall({ maximumHold: 1_000 });
        for (const [{ does }, after] of steps) {
          if (does === 'down' || does === 'renew' || does === 'up') microphone.edge(edge(does));
          if (does === 'mute' || does === 'unmute') microphone.setMuted(does === 'mute' ? 'self' : false);
          if (does === 'deafen' || does === 'hear') microphone.setDeafened(does === 'deafen');
          if (does === 'lose' || does === 'connect') microphone.setConnected(does === 'connect');
          if (does === 'interrupt') microphone.interrupt('lockScreen');
          if (does === 'resume') microphone.resume('lockScreen');
          if (does === 'reset') microphone.edge({ kind: 'reset', reason: 'sourceLost' });
          if (does === 'write') track.enabled = true;
          expect(track.enabled).toBe(microphone.getView().state === 'open');
          if (does === 'mute' || does === 'deafen' || does === 'lose' || does === 'interrupt' || does === 'reset') {
            expect(track.enabled).toBe(false);
          }
          clock.advance(after);
          expect(track.enabled).toBe(microphone.getView().state === 'open');
          if (after >= 250) expect(track.enabled).toBe(false);
        }
      }),
      { numRuns: 60 },
    );
  });
});

describe('the other modes of the talk key', () => {
  const tap = (microphone: Awaited<ReturnType<typeof inCall>>['microphone']): void => {
    microphone.edge(edge('down'));
    microphone.edge(edge('up'));
  };

  it('toggles by hotkey and by mic-key, and shuts at its limit after a warning', async () => {
    const { microphone, track, clock } = await inCall({ talkMode: 'toggle' });
    let warnings = 0;
    microphone.onLimitNear(() => (warnings += 1));
    tap(microphone);
    clock.advance(40_000);
    expect([track.enabled, microphone.getView()]).toEqual([true, { state: 'open', by: 'toggle' }]);
    microphone.holdTalk();
    expect(track.enabled).toBe(false);
    microphone.releaseTalk();
    tap(microphone);
    clock.advance(50_000);
    expect([track.enabled, warnings]).toEqual([true, 1]);
    clock.advance(10_000);
    expect([track.enabled, microphone.getView()]).toEqual([false, { state: 'shut', reason: 'latchLimit' }]);
    expect(warnings).toBe(1);
  });

  it('latches by a double tap', async () => {
    const { microphone, clock } = await inCall({ talkMode: 'latch' });
    tap(microphone);
    clock.advance(100);
    tap(microphone);
    clock.advance(5_000);
    expect(microphone.getView()).toEqual({ state: 'open', by: 'latch' });
    tap(microphone);
    expect(microphone.getView()).toEqual({ state: 'shut', reason: 'released' });
  });

  it('is open from the start in push-to-mute, shut while held, and shut for good when the source is lost', async () => {
    const { microphone, track } = await inCall({ talkMode: 'pushToMute' });
    expect(microphone.getView()).toEqual({ state: 'open', by: 'pushToMute' });
    microphone.edge(edge('down'));
    expect([track.enabled, microphone.getView()]).toEqual([false, { state: 'shut', reason: 'muteHeld' }]);
    microphone.edge(edge('up'));
    expect(track.enabled).toBe(true);
    microphone.edge({ kind: 'reset', reason: 'sourceLost' });
    microphone.edge(edge('up'));
    microphone.edge(edge('renew'));
    expect([track.enabled, microphone.getView()]).toEqual([false, { state: 'shut', reason: 'sourceLost' }]);
    tap(microphone);
    expect(track.enabled).toBe(true);
  });

  it('does not open for an instant when a key of push-to-mute goes down after a locked screen', async () => {
    const { microphone } = await inCall({ talkMode: 'pushToMute' });
    microphone.interrupt('lockScreen');
    microphone.resume('lockScreen');
    const states: string[] = [];
    microphone.subscribe(() => states.push(microphone.getView().state));
    microphone.edge(edge('down'));
    expect(states).not.toContain('open');
    microphone.edge(edge('up'));
    expect(microphone.getView()).toEqual({ state: 'open', by: 'pushToMute' });
  });

  it.each(['toggle', 'latch'] as const)(
    '%s: presses while nothing can be heard open nothing later',
    async (talkMode) => {
      const silences = {
        muted: [(m) => m.setMuted('self'), (m) => m.setMuted(false)],
        'muted by a moderator': [(m) => m.setMuted('moderator'), (m) => m.setMuted(false)],
        deafened: [(m) => m.setDeafened(true), (m) => m.setDeafened(false)],
        'without a connection': [(m) => m.setConnected(false), (m) => m.setConnected(true)],
      } satisfies Record<string, readonly [(microphone: Microphone) => void, (microphone: Microphone) => void]>;
      for (const [name, [begin, end]] of Object.entries(silences)) {
        const { microphone, clock } = await inCall({ talkMode, releaseDelay: 0 });
        begin(microphone);
        for (let taps = 0; taps < 2; taps += 1) {
          clock.advance(100);
          tap(microphone);
        }
        clock.advance(100);
        end(microphone);
        expect(microphone.getView(), name).toMatchObject({ state: 'shut' });
        // The first tap of a double tap was not heard.
        tap(microphone);
        expect(microphone.getView().state, name).toBe(talkMode === 'toggle' ? 'open' : 'shut');
      }
    },
  );

  it.each(['setMuted', 'setDeafened'] as const)('%s ends what is toggled or latched on, for good', async (method) => {
    for (const [talkMode, taps] of [
      ['toggle', 1],
      ['latch', 2],
    ] as const) {
      const { microphone, track } = await inCall({ talkMode, releaseDelay: 0 });
      for (let count = 0; count < taps; count += 1) tap(microphone);
      expect(track.enabled).toBe(true);
      if (method === 'setMuted') microphone.setMuted('self');
      else microphone.setDeafened(true);
      microphone[method](false);
      expect([track.enabled, microphone.getView()]).toEqual([false, { state: 'shut', reason: 'released' }]);
    }
  });

  it('opens nothing by a press in trouble once that is over', async () => {
    const { microphone, mediaDevices } = setUp({ talkMode: 'toggle' });
    mediaDevices.control.refusal = 'NotAllowedError';
    await microphone.start();
    microphone.setConnected(true);
    tap(microphone);
    mediaDevices.control.refusal = null;
    await microphone.start();
    expect(microphone.getView()).toEqual({ state: 'shut', reason: 'notHeld' });
  });

  it.each([
    ['toggle', { talkMode: 'toggle' }, 1, { state: 'shut', reason: 'channelChanged' }],
    ['latch', { talkMode: 'latch' }, 2, { state: 'shut', reason: 'channelChanged' }],
    ['push-to-mute', { talkMode: 'pushToMute' }, 0, { state: 'open', by: 'pushToMute' }],
    ['always open', { mode: 'alwaysOpen' }, 0, { state: 'open', by: 'always' }],
  ] as const)('%s in another channel', async (_, settings, taps, there) => {
    const { microphone } = await inCall({ releaseDelay: 0, ...settings });
    for (let count = 0; count < taps; count += 1) tap(microphone);
    expect(microphone.getView().state).toBe('open');
    microphone.channelChanged();
    microphone.setConnected(false);
    microphone.setConnected(true);
    expect(microphone.getView()).toEqual(there);
  });

  it('goes on in another channel while a key is held', async () => {
    const { microphone, track } = await inCall();
    microphone.edge(edge('down'));
    microphone.channelChanged();
    microphone.setConnected(false);
    microphone.setConnected(true);
    expect(track.enabled).toBe(true);
  });

  it('shuts at once when a limit is shortened that has passed', async () => {
    const { microphone, clock, settings } = await inCall({ talkMode: 'toggle', latchLimit: 1_800_000 });
    tap(microphone);
    clock.advance(120_000);
    expect(microphone.getView().state).toBe('open');
    microphone.configure({ ...settings, latchLimit: 60_000 });
    expect(microphone.getView()).toEqual({ state: 'shut', reason: 'latchLimit' });
  });

  it('lets go of what is toggled on when a key is edited, and says so', async () => {
    const { microphone, track, settings } = await inCall({ talkMode: 'toggle' });
    tap(microphone);
    microphone.configure({ ...settings, talkBindings: [{ kind: 'mouse', button: 'back' }] });
    expect([track.enabled, microphone.getView()]).toEqual([false, { state: 'shut', reason: 'rebound' }]);
  });
});
