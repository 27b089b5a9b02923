import { describe, expect, it, vi } from 'vitest';
import { edge, inCall, setUp } from './microphone.fixture.ts';
import type { MicrophoneSettings } from './microphone.ts';

describe('devices', () => {
  it.each([
    ['NotAllowedError', 'microphoneRefused'],
    ['NotFoundError', 'microphoneAbsent'],
    ['NotReadableError', 'microphoneBusy'],
    ['AbortError', 'microphoneBusy'],
  ])('tells %s as %s, and tries again when asked', async (name, reason) => {
    const { microphone, mediaDevices } = setUp();
    mediaDevices.control.refusal = name;
    expect(await microphone.start()).toMatchObject({ ok: false, error: { reason } });
    expect(microphone.getView()).toMatchObject({ state: 'trouble', error: { reason } });
    mediaDevices.control.refusal = null;
    expect((await microphone.start()).ok).toBe(true);
  });

  it('stops what a capture opens after it was closed', async () => {
    const { microphone, mediaDevices } = setUp();
    const started = microphone.start();
    microphone.stop();
    expect(await started).toMatchObject({ ok: false, error: { code: 'cancelled' } });
    expect(mediaDevices.tracks.map(({ readyState }) => readyState)).toEqual(['ended']);
    expect(microphone.getView()).toEqual({ state: 'idle' });
  });

  it('opens another device before it lets go of the one in use', async () => {
    const { microphone, mediaDevices, track, settings, clock } = await inCall({}, ['desk', 'usb']);
    let fresh: MediaStreamTrack | null = null;
    microphone.onDeviceOpened(() => (fresh = microphone.createSendTrack()));
    microphone.edge(edge('down'));
    microphone.configure({ ...settings, deviceId: 'usb' });
    expect(track.enabled).toBe(true);
    await vi.waitFor(() => expect(fresh).toMatchObject({ label: 'usb', enabled: true, readyState: 'live' }));
    expect(track.readyState).toBe('live');
    microphone.edge(edge('renew'));
    clock.advance(1_000);
    expect([track.readyState, mediaDevices.tracks[0]?.readyState]).toEqual(['ended', 'ended']);
    expect(fresh).toMatchObject({ readyState: 'live' });
  });

  it('leaves neither of two devices open when the call ends between them', async () => {
    const { microphone, mediaDevices, settings } = await inCall({}, ['desk', 'usb']);
    microphone.configure({ ...settings, deviceId: 'usb' });
    await vi.waitFor(() => expect(microphone.createSendTrack().label).toBe('usb'));
    expect(mediaDevices.tracks.map(({ readyState }) => readyState)).toEqual(['live', 'live']);
    microphone.stop();
    expect(mediaDevices.tracks.map(({ readyState }) => readyState)).toEqual(['ended', 'ended']);
  });

  it('ends with the device that was asked for last', async () => {
    const { microphone, mediaDevices, settings } = await inCall({}, ['desk', 'usb', 'lamp']);
    microphone.configure({ ...settings, deviceId: 'usb' });
    microphone.configure({ ...settings, deviceId: 'lamp' });
    await vi.waitFor(() => expect(microphone.createSendTrack().label).toBe('lamp'));
    expect(mediaDevices.tracks.find(({ label }) => label === 'usb')?.readyState).toBe('ended');
  });

  it('does not open anything for settings that do not concern the device', async () => {
    const { microphone, mediaDevices, settings } = await inCall();
    microphone.configure({ ...settings, releaseDelay: 10 });
    expect(mediaDevices.asked).toHaveLength(1);
  });

  it('falls back to the default device when its own is unplugged, shut in between', async () => {
    const { microphone, mediaDevices, track } = await inCall({ deviceId: 'usb' }, ['desk', 'usb']);
    let fresh: MediaStreamTrack | null = null;
    microphone.onDeviceOpened(() => (fresh = microphone.createSendTrack()));
    microphone.edge(edge('down'));
    mediaDevices.plugged.pop();
    mediaDevices.tracks[0]?.end();
    expect([track.enabled, microphone.getView()]).toEqual([false, { state: 'connecting' }]);
    await vi.waitFor(() => expect(fresh).toMatchObject({ label: 'desk' }));
    expect(microphone.getView()).toEqual({ state: 'open', by: 'hold' });
  });

  const tap = (microphone: Awaited<ReturnType<typeof inCall>>['microphone'], times: number): void => {
    for (let i = 0; i < times; i += 1) for (const kind of ['down', 'up'] as const) microphone.edge(edge(kind));
  };
  /** By `ended` of its track, or moved to another one by the sound server, which only the list of devices tells. */
  const losses = ['ends', 'moved'] as const;
  const unheld = [
    ['alwaysOpen', { mode: 'alwaysOpen' }, 0],
    ['voice activation', { mode: 'voiceActivation', levels: true }, 0],
    ['toggle', { talkMode: 'toggle' }, 1],
    ['latch', { talkMode: 'latch' }, 2],
    ['push-to-mute', { talkMode: 'pushToMute' }, 0],
  ] as const satisfies readonly (readonly [string, Partial<MicrophoneSettings>, number])[];

  it.each(unheld.flatMap(([name, settings, taps]) => losses.map((loss) => [name, loss, settings, taps] as const)))(
    'shuts %s when its device is lost (%s), until the person acts',
    async (_, loss, settings, taps) => {
      const parts = await inCall({ deviceId: 'usb', releaseDelay: 0, ...settings }, ['built-in', 'usb']);
      const { microphone, mediaDevices, graphs, clock } = parts;
      let { track } = parts;
      microphone.onDeviceOpened(() => (track = microphone.createSendTrack()));
      const speak = (): void => {
        for (let i = 0; i < 4; i += 1) {
          clock.advance(10);
          graphs.graphs.at(-1)?.level(-10);
        }
      };
      tap(microphone, taps);
      speak();
      expect(track.enabled).toBe(true);
      mediaDevices.plugged.pop();
      let opened = false;
      microphone.subscribe(() => (opened ||= microphone.getView().state === 'open'));
      if (loss === 'moved') microphone.deviceLost();
      else {
        mediaDevices.tracks[0]?.end();
        await vi.waitFor(() => expect(track).toMatchObject({ label: 'built-in', readyState: 'live' }));
        // The list of devices says so as well, a moment later.
        clock.advance(250);
        microphone.deviceLost();
      }
      speak();
      expect([opened, track.enabled]).toEqual([false, false]);
      expect(microphone.getView()).toEqual({ state: 'shut', reason: 'deviceLost' });
      microphone.reopen();
      speak();
      expect([track.enabled, microphone.getView().state]).toEqual([true, 'open']);
      // The same loss, told once more.
      if (loss === 'ends') microphone.deviceLost();
      expect(track.enabled).toBe(true);
    },
  );

  it('is opened by a key and by unmuting as well after its device was lost', async () => {
    for (const by of ['key', 'unmute'] as const) {
      const { microphone, track } = await inCall({ mode: 'alwaysOpen' });
      microphone.deviceLost();
      expect(track.enabled).toBe(false);
      if (by === 'key') tap(microphone, 1);
      else {
        microphone.setMuted('self');
        microphone.setMuted(false);
      }
      expect(track.enabled).toBe(true);
    }
  });

  it('goes on while a key is held, and says nothing about a loss while none is', async () => {
    const { microphone, track } = await inCall({ releaseDelay: 0 });
    microphone.deviceLost();
    expect(microphone.getView()).toEqual({ state: 'shut', reason: 'notHeld' });
    microphone.edge(edge('down'));
    microphone.deviceLost();
    expect(track.enabled).toBe(true);
  });

  it('stays open when the person chooses another device, and when the chosen one returns', async () => {
    const { microphone, settings } = await inCall({ mode: 'alwaysOpen' }, ['desk', 'usb']);
    for (const deviceId of ['usb', 'desk']) {
      microphone.configure({ ...settings, deviceId });
      await vi.waitFor(() => expect(microphone.createSendTrack().label).toBe(deviceId));
      expect(microphone.getView()).toEqual({ state: 'open', by: 'always' });
    }
  });

  it('is in trouble when the only device is unplugged, and works again after a retry', async () => {
    const { microphone, mediaDevices } = await inCall();
    mediaDevices.plugged.pop();
    mediaDevices.tracks[0]?.end();
    await vi.waitFor(() =>
      expect(microphone.getView()).toMatchObject({ state: 'trouble', error: { reason: 'microphoneAbsent' } }),
    );
    mediaDevices.plugged.push('desk');
    await microphone.start();
    expect(microphone.getView()).toEqual({ state: 'shut', reason: 'notHeld' });
    expect(microphone.createSendTrack().readyState).toBe('live');
  });

  it.each(unheld)(
    'keeps %s shut that opens by itself after trouble, until the person acts',
    async (name, settings, taps) => {
      const { microphone, mediaDevices, graphs, clock } = setUp({ releaseDelay: 0, ...settings }, []);
      await microphone.start();
      microphone.setConnected(true);
      mediaDevices.plugged.push('desk');
      expect((await microphone.start('call')).ok).toBe(true);
      const track = microphone.createSendTrack();
      const speak = (): void => {
        for (let i = 0; i < 4; i += 1) {
          clock.advance(10);
          graphs.graphs.at(-1)?.level(-10);
        }
      };
      speak();
      const reason = taps > 0 ? 'notHeld' : 'deviceReady';
      expect([track.enabled, microphone.getView()], name).toEqual([false, { state: 'shut', reason }]);
      // A click that tries again is the person's word.
      microphone.setMuted('self');
      microphone.setMuted(false);
      tap(microphone, taps);
      speak();
      expect(track.enabled, name).toBe(true);
    },
  );

  it('is open after trouble by the click that tries again, and goes on with a held key by itself', async () => {
    const clicked = setUp({ mode: 'alwaysOpen' }, []);
    const held = setUp({}, []);
    for (const { microphone, mediaDevices } of [clicked, held]) {
      await microphone.start();
      microphone.setConnected(true);
      mediaDevices.plugged.push('desk');
    }
    held.microphone.edge(edge('down'));
    await clicked.microphone.start('person');
    await held.microphone.start('call');
    expect(clicked.microphone.getView()).toEqual({ state: 'open', by: 'always' });
    expect(held.microphone.getView()).toEqual({ state: 'open', by: 'hold' });
  });

  it('does not latch on another device what was held when its own was lost', async () => {
    const { microphone, track } = await inCall({ talkMode: 'latch', releaseDelay: 0 });
    tap(microphone, 1);
    microphone.edge(edge('down'));
    microphone.deviceLost();
    expect(track.enabled).toBe(true);
    microphone.edge(edge('up'));
    expect(microphone.getView()).toMatchObject({ state: 'shut' });
  });
});

describe('the level', () => {
  it('is measured 30 times a second while somebody listens, also while the gate is shut', async () => {
    const { microphone, clock, meters } = await inCall();
    clock.advance(100);
    expect(meters).toHaveLength(0);
    const heard: number[] = [];
    const unsubscribe = microphone.level.subscribe((dbfs) => heard.push(dbfs));
    clock.advance(1_000);
    expect(heard.length).toBeGreaterThanOrEqual(29);
    unsubscribe();
    expect(meters).toEqual([{ label: 'desk', closed: true }]);
    clock.advance(1_000);
    expect(heard.length).toBeLessThanOrEqual(30);
  });

  it('is measured as often as the most eager listener asks for, and told to each as often as it does', async () => {
    const { microphone, clock, reads } = await inCall();
    let calm = 0;
    let eager = 0;
    microphone.level.subscribe(() => void (calm += 1), 100);
    clock.advance(1_000);
    expect(reads).toEqual(Array.from({ length: 10 }, () => 100));
    const stop = microphone.level.subscribe(() => void (eager += 1));
    clock.advance(1_000);
    stop();
    expect(eager).toBeGreaterThanOrEqual(29);
    expect(calm).toBeGreaterThanOrEqual(19);
    expect(calm).toBeLessThanOrEqual(21);
    reads.length = 0;
    clock.advance(1_000);
    expect(reads).toEqual(Array.from({ length: 10 }, () => 100));
  });

  it('follows the device and ends with the capture', async () => {
    const { microphone, meters, settings } = await inCall({}, ['desk', 'usb']);
    microphone.level.subscribe(() => undefined);
    microphone.configure({ ...settings, deviceId: 'usb' });
    await vi.waitFor(() => expect(meters.map(({ label }) => label)).toEqual(['desk', 'usb']));
    microphone.stop();
    expect(meters.every(({ closed }) => closed)).toBe(true);
  });
});

describe('voice activation', () => {
  const listening = () => inCall({ mode: 'voiceActivation', levels: true });

  it('opens with a voice and shuts after the hangover, on the captured track itself', async () => {
    const { microphone, track, graphs, clock } = await listening();
    const [graph] = graphs.graphs;
    expect(graph?.wishes).toEqual({ suppress: false, preRoll: false, levels: true });
    const levels = (level: number, count: number): void => {
      for (let i = 0; i < count; i += 1) {
        clock.advance(10);
        graph?.level(level);
      }
    };
    levels(-70, 5);
    expect([track.enabled, microphone.getView()]).toEqual([false, { state: 'shut', reason: 'quiet' }]);
    levels(-20, 3);
    expect([track.enabled, microphone.getView()]).toEqual([true, { state: 'open', by: 'voice' }]);
    levels(-70, 39);
    expect(track.enabled).toBe(true);
    levels(-70, 1);
    expect(track.enabled).toBe(false);
  });

  it('shuts within 250 ms when the levels stop, and stays shut while muted', async () => {
    const { microphone, track, graphs, clock } = await listening();
    const speak = (): void => {
      for (let i = 0; i < 4; i += 1) {
        clock.advance(10);
        graphs.graphs[0]?.level(-10);
      }
    };
    speak();
    expect(track.enabled).toBe(true);
    clock.advance(250);
    expect(track.enabled).toBe(false);
    microphone.setMuted('self');
    speak();
    expect([track.enabled, microphone.getView().state]).toEqual([false, 'muted']);
  });

  it('is told when levels cannot be had, and is shut', async () => {
    const { microphone, graphs } = setUp({ mode: 'voiceActivation', levels: true });
    graphs.control.failure = 'no audio thread';
    const told: string[] = [];
    microphone.onCompromises((all) => told.push(...all.map(({ kind }) => kind)));
    expect((await microphone.start()).ok).toBe(true);
    microphone.setConnected(true);
    expect([told, microphone.getView()]).toEqual([['graphFailed'], { state: 'shut', reason: 'quiet' }]);
  });
});

describe('what is done to the sound', () => {
  const asked = { noiseSuppression: 'rnnoise', preRoll: true } as const;

  it("sends the processed track, with the browser's own suppression off, and tells the pre-roll what the gate does", async () => {
    const { microphone, track, graphs, mediaDevices, clock } = await inCall({ ...asked, releaseDelay: 0 });
    const [graph] = graphs.graphs;
    expect(mediaDevices.asked).toMatchObject([{ noiseSuppression: { exact: false } }]);
    expect(graph?.track.clones[0]).toBe(track);
    microphone.edge(edge('down'));
    microphone.edge(edge('up'));
    // What was said before the press is still on its way.
    expect(track.enabled).toBe(true);
    clock.advance(150);
    expect([track.enabled, graph?.told]).toEqual([false, ['barred', 'armed', 'open', 'armed']]);
    microphone.stop();
    expect(graph?.closed).toBe(true);
  });

  it('bars the pre-roll from what was said while the person did not mean to be heard', async () => {
    /** What the pre-roll is told from here on. */
    const from = async (settings: Partial<MicrophoneSettings>) => {
      const parts = await inCall({ preRoll: true, releaseDelay: 0, ...settings });
      const told = parts.graphs.graphs[0]?.told ?? [];
      told.length = 0;
      return { ...parts, told };
    };
    const always = await from({ mode: 'alwaysOpen' });
    always.microphone.setMuted('self');
    always.microphone.setMuted(false);
    always.microphone.setDeafened(true);
    always.microphone.setDeafened(false);
    always.microphone.setMuted('moderator');
    always.microphone.setMuted(false);
    expect(always.told).toEqual(['barred', 'open', 'barred', 'open', 'barred', 'open']);

    const cough = await from({ talkMode: 'pushToMute' });
    cough.microphone.edge(edge('down'));
    cough.microphone.edge(edge('up'));
    expect(cough.told).toEqual(['barred', 'open']);

    const held = await from({});
    held.microphone.edge(edge('down'));
    held.microphone.setMuted('self');
    held.microphone.setMuted(false);
    expect(held.told).toEqual(['open', 'barred', 'open']);

    // Muted while nothing is held: what follows the mute is waited with again.
    const idle = await from({});
    idle.microphone.setMuted('self');
    idle.microphone.setMuted(false);
    idle.microphone.edge(edge('down'));
    expect(idle.told).toEqual(['barred', 'armed', 'open']);
  });

  it("falls back to the browser's suppression when its own does not load, and says so", async () => {
    const { microphone, graphs, mediaDevices } = setUp({ noiseSuppression: 'rnnoise' });
    graphs.control.failure = 'refused by the policy';
    const told: string[] = [];
    microphone.onCompromises((all) => told.push(...all.map(({ kind }) => kind)));
    expect((await microphone.start()).ok).toBe(true);
    expect(told).toEqual(['suppressorFailed']);
    expect(mediaDevices.asked.map(({ noiseSuppression }) => noiseSuppression)).toEqual([
      { exact: false },
      { exact: true },
    ]);
    expect(mediaDevices.tracks.map(({ readyState }) => readyState)).toEqual(['ended', 'live']);
  });

  it('goes on with the default device where the chosen one is in use and RNNoise does not load, and says both', async () => {
    const { microphone, graphs, mediaDevices } = setUp({ deviceId: 'usb', noiseSuppression: 'rnnoise' }, [
      'desk',
      'usb',
    ]);
    mediaDevices.control.refusal = 'NotReadableError';
    mediaDevices.control.onlyFor = 'usb';
    graphs.control.failure = 'refused by the policy';
    const told: string[] = [];
    microphone.onCompromises((all) => told.push(...all.map(({ kind }) => kind)));
    expect((await microphone.start()).ok).toBe(true);
    expect(told).toEqual(['deviceRefused', 'suppressorFailed']);
    expect(microphone.createSendTrack().label).toBe('desk');
  });

  it("goes on with the browser's suppression when its own breaks down during the call", async () => {
    const { microphone, graphs, mediaDevices, clock } = await inCall({ noiseSuppression: 'rnnoise' });
    let opened = 0;
    microphone.onDeviceOpened(() => (opened += 1));
    graphs.graphs[0]?.breakDown();
    await vi.waitFor(() => expect(opened).toBe(1));
    expect(mediaDevices.asked.at(-1)).toMatchObject({ noiseSuppression: { exact: true } });
    expect(microphone.createSendTrack().readyState).toBe('live');
    clock.advance(1_000);
    expect([graphs.graphs[0]?.closed, mediaDevices.tracks[0]?.readyState]).toEqual([true, 'ended']);
  });

  it('asks a device for less that cannot do what was asked for', async () => {
    const { microphone, mediaDevices } = setUp({ echoCancellation: true });
    mediaDevices.control.lacks = 'echoCancellation';
    expect((await microphone.start()).ok).toBe(true);
    expect(mediaDevices.asked.map(({ echoCancellation }) => echoCancellation)).toEqual([
      { exact: true },
      { ideal: true },
    ]);
  });

  it('takes the default device when the chosen one is in use elsewhere, and says so', async () => {
    const { microphone, mediaDevices } = setUp({ deviceId: 'usb' }, ['desk', 'usb']);
    mediaDevices.control.refusal = 'NotReadableError';
    mediaDevices.control.onlyFor = 'usb';
    const told: unknown[] = [];
    microphone.onCompromises((all) => told.push(...all));
    expect((await microphone.start()).ok).toBe(true);
    expect(told).toMatchObject([{ kind: 'deviceRefused', error: { reason: 'microphoneBusy' } }]);
    expect(microphone.createSendTrack().label).toBe('desk');
  });

  it('opens the default again when it has become another device', async () => {
    const { microphone, mediaDevices, settings } = await inCall({ deviceId: 'default' }, ['default']);
    const named = { ...settings, deviceId: 'default' };
    microphone.configure({ ...named, deviceLabel: 'Default - Desk' });
    expect(mediaDevices.asked).toHaveLength(1);
    microphone.configure({ ...named, deviceLabel: 'Default - Headset' });
    await vi.waitFor(() => expect(mediaDevices.asked).toHaveLength(2));
  });
});
