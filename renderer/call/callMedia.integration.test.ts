import { describe, expect, it } from 'vitest';
import { roomService, ticketsFor, useCalls, view } from '../../tests/fixtures/calls.ts';

// The whole call of the renderer in a real Chromium against a real LiveKit server. Doubles: `window.desktop` (main is not
// here), and Chromium's fake microphone, which plays a tone of 440 Hz.
const call = useCalls();

it.each([
  ['balanced', 50],
  ['lowest', 100],
] as const)('with the delay “%s” sound leaves in %i packets a second, and arrives', async (latency, packets) => {
  const ada = await call.open({
    ticket: ticketsFor(call.livekit(), 'ada'),
    settings: { microphoneMode: 'alwaysOpen', latency },
  });
  const bo = await call.open({ ticket: ticketsFor(call.livekit(), 'bo') });
  await Promise.all([call.joined(ada, latency), call.joined(bo, latency)]);
  await bo.evaluate(() => window.lab.untilHeard());
  const sent = await ada.evaluate(async () => (await window.lab.traffic(2_000)).packets);
  expect(sent).toBeGreaterThan(packets * 0.8);
  expect(sent).toBeLessThan(packets * 1.2);
  expect(await bo.evaluate(() => window.lab.loudest(300))).toBeGreaterThan(0.02);
});

it('no audio context runs while the microphone is shut and nobody is amplified', async () => {
  const ada = await call.open({
    ticket: ticketsFor(call.livekit(), 'ada'),
    settings: { microphoneMode: 'pushToTalk', cues: false },
    before: () => {
      const contexts: AudioContext[] = [];
      Object.assign(window, { contexts });
      window.AudioContext = class extends AudioContext {
        constructor(options?: AudioContextOptions) {
          super(options);
          contexts.push(this);
        }
      };
    },
  });
  const running = (): Promise<number> =>
    ada.evaluate(() => {
      const { contexts } = window as unknown as { readonly contexts: readonly AudioContext[] };
      return contexts.filter(({ state }) => state === 'running').length;
    });
  const bo = await call.open({
    ticket: ticketsFor(call.livekit(), 'bo'),
    settings: { microphoneMode: 'alwaysOpen' },
  });
  await Promise.all([call.joined(ada, 'rest'), call.joined(bo, 'rest')]);
  await expect.poll(running, { timeout: 10_000 }).toBe(0);
  // What an element plays is heard all the same.
  expect(await ada.evaluate(() => window.lab.loudest(1_000))).toBeGreaterThan(0.02);
  // That was this test's own.
  expect(await running()).toBe(1);
});

describe('devices', () => {
  it('plays to the selected output, also what comes later, and to the default when it is gone', async () => {
    const ada = await call.open({ ticket: ticketsFor(call.livekit(), 'ada') });
    const bo = await call.open({
      ticket: ticketsFor(call.livekit(), 'bo'),
      settings: { microphoneMode: 'alwaysOpen' },
    });
    const outputs = (): Promise<string[]> => ada.evaluate(() => window.lab.outputs());
    await call.joined(ada, 'sinks');
    await expect.poll(() => ada.evaluate(() => window.lab.devices.length)).toBeGreaterThan(2);
    const other = await ada.evaluate(
      () =>
        window.lab.devices.find(({ kind, deviceId }) => kind === 'audiooutput' && deviceId !== 'default')?.deviceId ??
        '',
    );
    expect(other).not.toBe('');
    await ada.evaluate(
      (deviceId) => window.lab.select({ output: { deviceId, label: 'Other', fallback: false } }),
      other,
    );
    await call.joined(bo, 'sinks');
    await expect.poll(outputs).toEqual([other]);
    await ada.evaluate(() => window.lab.select({ output: { deviceId: 'gone', label: 'Gone', fallback: false } }));
    await expect.poll(outputs).toEqual(['']);
    await ada.evaluate(() => window.lab.untilHeard());
    await ada.evaluate(() => window.lab.select({ output: { deviceId: 'default', label: 'Built-in', fallback: true } }));
    expect((await view(ada)).notices).toMatchObject([{ kind: 'deviceFallback', device: 'output', label: 'Built-in' }]);
    await ada.evaluate(() => window.lab.controller.setHeard('bo', { volume: 25 }));
    // Up to 100 % the received track is played by an element that sounds, as echo cancellation wants it (`remoteAudio.ts`), and
    // not through WebAudio, beside which the element is muted.
    const played = () =>
      ada.evaluate(() => {
        const { volume, muted, paused, srcObject } = document.querySelector('audio') ?? {};
        return {
          volume,
          muted,
          paused,
          track: srcObject instanceof MediaStream && srcObject.getAudioTracks()[0]?.kind,
        };
      });
    expect(await played()).toEqual({ volume: 0.25, muted: false, paused: false, track: 'audio' });
    await ada.evaluate(() => window.lab.controller.setHeard('bo', { volume: 180 }));
    expect(await played()).toMatchObject({ muted: true });
    await ada.evaluate(() => window.lab.controller.setHeard('bo', { volume: 100 }));
    expect(await played()).toMatchObject({ volume: 1, muted: false });
    await ada.evaluate(() => window.lab.controller.setHeard('bo', { volume: 25 }));
    await expect
      .poll(async () => (await view(ada)).participants.find(({ identity }) => identity === 'bo')?.volume)
      .toBe(25);
  });

  it('goes on with another microphone in the place of the one that is published', async () => {
    const ada = await call.open({
      ticket: ticketsFor(call.livekit(), 'ada'),
      settings: { microphoneMode: 'alwaysOpen' },
    });
    const bo = await call.open({ ticket: ticketsFor(call.livekit(), 'bo') });
    await Promise.all([call.joined(ada, 'swap'), call.joined(bo, 'swap')]);
    await bo.evaluate(() => window.lab.untilHeard());
    const before = (await roomService(call.livekit()).getParticipant('swap', 'ada')).tracks[0]?.sid;
    const other = await ada.evaluate(
      () => window.lab.devices.findLast(({ kind }) => kind === 'audioinput')?.deviceId ?? '',
    );
    await ada.evaluate(
      (deviceId) => window.lab.select({ input: { deviceId, label: 'Other', fallback: false } }),
      other,
    );
    // The capture before ends a second later; what is heard afterwards comes from the other device.
    await expect.poll(() => ada.evaluate(() => window.lab.madeCaptures()), { timeout: 5_000 }).toBe(4);
    await expect.poll(() => ada.evaluate(() => window.lab.openCaptures()), { timeout: 5_000 }).toBe(2);
    expect(await bo.evaluate(() => window.lab.loudest(300))).toBeGreaterThan(0.02);
    expect((await roomService(call.livekit()).getParticipant('swap', 'ada')).tracks).toMatchObject([
      { sid: before, muted: false },
    ]);
  });
});

describe('a screen', () => {
  it('is seen by the others with a moving picture until it is taken away', async () => {
    const ada = await call.open({ ticket: ticketsFor(call.livekit(), 'ada', 'Ada') });
    const bo = await call.open({ ticket: ticketsFor(call.livekit(), 'bo') });
    await Promise.all([call.joined(ada, 'cinema'), call.joined(bo, 'cinema')]);
    await ada.evaluate(() => window.lab.controller.shareScreen('screen:0:0'));
    expect(await view(ada)).toMatchObject({ sharing: 'on' });
    await expect
      .poll(async () => (await view(bo)).screens, { timeout: 10_000 })
      .toMatchObject([{ identity: 'ada', name: 'Ada', isLocal: false }]);
    await expect.poll(async () => (await view(ada)).screens).toMatchObject([{ isLocal: true }]);
    expect((await view(bo)).participants.find(({ identity }) => identity === 'ada')).toMatchObject({ sharing: true });
    const seen = await bo.evaluate(() => window.lab.watchScreen());
    expect(seen.frames).toBeGreaterThanOrEqual(5);
    expect(seen.shades).toBeGreaterThan(4);
    await ada.evaluate(() => window.lab.controller.stopSharing());
    expect(await view(ada)).toMatchObject({ sharing: 'off' });
    await expect.poll(async () => (await view(bo)).screens).toEqual([]);
  });

  it('that the system refuses is told, and the call goes on', async () => {
    const page = await call.open({ ticket: ticketsFor(call.livekit(), 'ada') });
    await call.joined(page, 'cinema');
    await page.evaluate(async () => {
      navigator.mediaDevices.getDisplayMedia = async () => {
        throw new DOMException('Permission denied', 'NotAllowedError');
      };
      await window.lab.controller.shareScreen('screen:0:0');
    });
    expect(await view(page)).toMatchObject({
      sharing: 'off',
      state: { phase: 'connected' },
      notices: [{ kind: 'shareFailed', error: { reason: 'screenRefused' } }],
    });
  });
});

describe("cues of one's own", () => {
  /** What made sound since it was asked last: notes of a built-in cue, or a file. */
  const countSounds = (): void => {
    const sounds = { notes: 0, files: 0 };
    Reflect.set(window, 'sounds', sounds);
    Reflect.set(window, 'over', 0);
    /** 8-bit mono, 8 kHz. */
    const wave = (seconds: number): Blob => {
      const length = seconds * 8_000;
      const head = new DataView(new ArrayBuffer(44));
      const word = (at: number, text: string): void =>
        [...text].forEach((letter, i) => head.setUint8(at + i, letter.charCodeAt(0)));
      word(0, 'RIFF');
      head.setUint32(4, 36 + length, true);
      word(8, 'WAVEfmt ');
      head.setUint32(16, 16, true);
      head.setUint16(20, 1, true);
      head.setUint16(22, 1, true);
      head.setUint32(24, 8_000, true);
      head.setUint32(28, 8_000, true);
      head.setUint16(32, 1, true);
      head.setUint16(34, 8, true);
      word(36, 'data');
      head.setUint32(40, length, true);
      return new Blob([head.buffer, new Uint8Array(length).fill(128)]);
    };
    Reflect.set(window, 'wave', wave);
    for (const [node, kind] of [
      [OscillatorNode, 'notes'],
      [AudioBufferSourceNode, 'files'],
    ] as const) {
      const { start } = node.prototype;
      node.prototype.start = function (this: AudioScheduledSourceNode, ...when: []) {
        sounds[kind] += 1;
        this.addEventListener('ended', () => Reflect.set(window, 'over', Number(Reflect.get(window, 'over')) + 1));
        return Reflect.apply(start, this, when);
      };
    }
  };

  it('are played when they are sound; what is none, or too long, is refused, and the built-in one plays on', async () => {
    const page = await call.open({ ticket: ticketsFor(call.livekit(), 'ada'), before: countSounds });
    const result = await page.evaluate(async () => {
      const { cues } = window.lab.controller;
      const sounds = Reflect.get(window, 'sounds') as { notes: number; files: number };
      const played = async (): Promise<string> => {
        Object.assign(sounds, { notes: 0, files: 0 });
        cues.play('join');
        const end = performance.now() + 5_000;
        while (sounds.notes + sounds.files === 0 && performance.now() < end)
          await new Promise((go) => setTimeout(go, 10));
        return sounds.files > 0 ? 'file' : sounds.notes > 0 ? 'built-in' : 'nothing';
      };
      const wave = Reflect.get(window, 'wave') as (seconds: number) => Blob;
      const answers: unknown[] = [];
      const replace = async (file: Blob): Promise<void> => {
        const replaced = await cues.replace('join', file);
        answers.push([replaced.ok ? 'taken' : replaced.error.reason, await cues.own(), await played()]);
      };
      await replace(new Blob(['<!doctype html>']));
      await replace(new Blob([]));
      await replace(wave(6));
      await replace(new Blob([new Uint8Array(5 * 1024 * 1024)]));
      await replace(wave(1));
      // A refused one takes nothing away.
      await replace(new Blob(['no sound']));
      await cues.reset('join');
      answers.push(['reset', await cues.own(), await played()]);
      return answers;
    });
    expect(result).toEqual([
      ['notSound', [], 'built-in'],
      ['notSound', [], 'built-in'],
      ['soundTooLong', [], 'built-in'],
      ['soundTooLong', [], 'built-in'],
      ['taken', ['join'], 'file'],
      ['notSound', ['join'], 'file'],
      ['reset', [], 'built-in'],
    ]);
  });

  it('end when the microphone goes on: one sounds at a time', async () => {
    const page = await call.open({ ticket: ticketsFor(call.livekit(), 'ada'), before: countSounds });
    await page.evaluate(async () => {
      const { cues } = window.lab.controller;
      const wave = Reflect.get(window, 'wave') as (seconds: number) => Blob;
      for (const cue of ['open', 'shut'] as const) await cues.replace(cue, wave(5));
      const sounds = Reflect.get(window, 'sounds') as { files: number };
      for (let press = 1; press <= 6; press += 1) {
        cues.play(press % 2 === 1 ? 'open' : 'shut');
        while (sounds.files < press) await new Promise((go) => setTimeout(go, 10));
      }
    });
    await expect.poll(() => page.evaluate(() => Reflect.get(window, 'over') as unknown), { timeout: 4_000 }).toBe(5);
  });

  it('that are damaged where they are kept give way to the built-in one', async () => {
    const page = await call.open({ ticket: ticketsFor(call.livekit(), 'ada'), before: countSounds });
    await page.evaluate(async () => {
      await window.lab.controller.cues.own();
      const open = indexedDB.open('parley', 1);
      await new Promise((go) => open.addEventListener('success', go));
      const put = open.result
        .transaction('cues', 'readwrite')
        .objectStore('cues')
        .put(new TextEncoder().encode('no sound').buffer, 'leave');
      await new Promise((go) => put.addEventListener('success', go));
      window.lab.controller.cues.play('leave');
    });
    await expect
      .poll(() => page.evaluate(() => Reflect.get(window, 'sounds') as unknown))
      .toEqual({ notes: 2, files: 0 });
  });

  it('in words are asked for only where the system has a voice; else they sound', async () => {
    const page = await call.open({
      ticket: ticketsFor(call.livekit(), 'ada'),
      settings: { cueSpeech: true },
      before: countSounds,
    });
    expect(await page.evaluate(() => speechSynthesis.getVoices().length)).toBe(0);
    await call.joined(page, 'words');
    await page.evaluate(() => window.lab.controller.setMuted(true));
    await expect.poll(async () => (await view(page)).cue).toMatchObject({ cue: 'muted', spoken: false });
    await expect
      .poll(() => page.evaluate(() => Reflect.get(window, 'sounds') as unknown))
      .toEqual({ notes: 2, files: 0 });
    await page.evaluate(() => {
      speechSynthesis.getVoices = () => [{ name: 'Ava' } as SpeechSynthesisVoice];
      window.lab.controller.setMuted(false);
    });
    await expect.poll(async () => (await view(page)).cue).toMatchObject({ cue: 'shut', spoken: true });
    expect(await page.evaluate(() => Reflect.get(window, 'sounds') as unknown)).toEqual({ notes: 2, files: 0 });
  });
});
