import type { ParleyError } from '@parley/shared/errors';
import { systemDefault } from '@parley/shared/devices/selectDevice';
import { err, ok, type Result } from '@parley/shared/result';
import type { OwnRecording, SoundCheck, ToneSide } from '../callView.ts';
import { captureError } from '../microphone/captureErrors.ts';
import { createCapture, type CaptureSettings } from '../microphone/capture.ts';
import { createBrowserSoundGraph } from '../microphone/graph/soundGraph.ts';

/** Tone, Hz; linear; s. A pair of fifths is found by ear more easily than one tone. */
const tones = [440, 660];
const toneLevel = 0.1;
const toneLength = 0.8;
const toneEdge = 0.02;

/** Tries devices for this person alone: nothing of it goes into a call. */
export function createSoundCheck(ports: {
  readonly settings: () => CaptureSettings;
  /** null: the system's default. */
  readonly output: () => string | null;
}): SoundCheck {
  let playing: HTMLAudioElement | null = null;
  const recordings = new Set<string>();

  const stop = (): void => {
    playing?.pause();
    playing = null;
  };

  return {
    async record(suppressions, duration) {
      // All at once, so that they hear the same.
      const attempts = suppressions.map((noiseSuppression) =>
        recordOne({ ...ports.settings(), noiseSuppression }, duration),
      );
      const made = await Promise.all(attempts);
      for (const url of recordings) URL.revokeObjectURL(url);
      recordings.clear();
      const done: OwnRecording[] = [];
      for (const [index, result] of made.entries()) {
        if (!result.ok) return result;
        recordings.add(result.value.url);
        const suppression = suppressions[index];
        if (suppression !== undefined) done.push({ suppression, ...result.value });
      }
      return ok(done);
    },
    async play({ url }) {
      stop();
      const element = new Audio(url);
      playing = element;
      return sound(async () => {
        await choose(element, ports.output());
        const ended = new Promise<void>((resolve) => {
          for (const event of ['ended', 'pause']) element.addEventListener(event, () => resolve(), { once: true });
        });
        await element.play();
        await ended;
      });
    },
    tone: (side) =>
      sound(async () => {
        const context = new AudioContext({ latencyHint: 'playback' });
        try {
          await choose(context, ports.output());
          await context.resume();
          await playTone(context, side);
        } finally {
          await context.close();
        }
      }),
    stop,
  };
}

async function sound(work: () => Promise<void>): Promise<Result<void>> {
  try {
    await work();
    return ok(undefined);
  } catch (thrown) {
    const name = thrown instanceof Error ? thrown.name : 'unknown';
    const error: ParleyError = { code: 'unavailable', reason: 'outputFailed', message: `playing: ${name}` };
    return err(error);
  }
}

/** A device that is gone must not be taken for the default one here: that is what is tried. */
async function choose(target: HTMLAudioElement | AudioContext, output: string | null): Promise<void> {
  if (output === null || output === systemDefault) return;
  // TypeScript's library knows it of media elements only.
  await (target as { setSinkId(id: string): Promise<void> }).setSinkId(output);
}

async function playTone(context: AudioContext, side: ToneSide): Promise<void> {
  const pan = new StereoPannerNode(context, { pan: side === 'left' ? -1 : side === 'right' ? 1 : 0 });
  pan.connect(context.destination);
  const start = context.currentTime + 0.05;
  const ended = tones.map((frequency, index) => {
    const from = start + (index * toneLength) / 2;
    const to = from + toneLength / 2;
    const oscillator = new OscillatorNode(context, { frequency });
    const gain = new GainNode(context, { gain: 0 });
    gain.gain.setValueAtTime(0, from);
    gain.gain.linearRampToValueAtTime(toneLevel, from + toneEdge);
    gain.gain.setValueAtTime(toneLevel, to - toneEdge);
    gain.gain.linearRampToValueAtTime(0, to);
    oscillator.connect(gain).connect(pan);
    oscillator.start(from);
    oscillator.stop(to);
    return new Promise<void>((resolve) => oscillator.addEventListener('ended', () => resolve(), { once: true }));
  });
  await Promise.all(ended);
}

interface Recorded {
  readonly url: string;
  /** RNNoise did not load: the browser's own did it. */
  readonly instead: boolean;
}

async function recordOne(settings: CaptureSettings, duration: number): Promise<Result<Recorded>> {
  let lost = false;
  let recorder: MediaRecorder | null = null;
  const end = (): void => void (recorder?.state === 'recording' && recorder.stop());
  const capture = createCapture({
    mediaDevices: navigator.mediaDevices,
    createSoundGraph: createBrowserSoundGraph,
    onLevel: () => undefined,
    onChange: (_state, previous) => previous?.stop(),
    // What another device hears is no part of it.
    onLost() {
      lost = true;
      end();
    },
  });
  try {
    const opened = await capture.open({ ...settings, preRoll: false, levels: false });
    const state = capture.getState();
    if (!opened.ok) return opened;
    if (state.kind !== 'live') return err({ code: 'unavailable', reason: 'microphoneBusy', message: 'no capture' });
    const { sent, compromises } = state.captured;
    recorder = new MediaRecorder(new MediaStream([sent]), { audioBitsPerSecond: 64_000 });
    const parts: Blob[] = [];
    recorder.addEventListener('dataavailable', ({ data }) => parts.push(data));
    const running = recorder;
    const ended = new Promise<void>((resolve) => running.addEventListener('stop', () => resolve(), { once: true }));
    running.start();
    setTimeout(end, duration);
    await ended;
    if (lost) return err({ code: 'unavailable', reason: 'microphoneLost', message: 'the device ended' });
    const url = URL.createObjectURL(new Blob(parts, { type: running.mimeType }));
    return ok({ url, instead: compromises.some(({ kind }) => kind === 'suppressorFailed') });
  } catch (thrown) {
    return err(captureError(thrown));
  } finally {
    capture.close();
  }
}
