import type { LevelSource } from '../callView.ts';
import { every, type Clock } from './clock.ts';

/** Measures one track until it is closed. */
export interface Meter {
  /** Level of the last `duration` ms (20 to 170) in dBFS, −Infinity for digital silence. */
  read(duration: number): number;
  close(): void;
}

export type CreateMeter = (track: MediaStreamTrack) => Meter;

/** 30 Hz, ms. */
const usual = 1_000 / 30;
/** Timers are not more exact than this, ms. */
const slack = 4;

/** A level source that measures only while somebody listens and a track is there. */
export function createLevelSource(
  clock: Clock,
  createMeter: CreateMeter,
): LevelSource & { setTrack(track: MediaStreamTrack | null): void } {
  interface Listener {
    readonly hear: (dbfs: number) => void;
    readonly apart: number;
    heardAt: number;
  }
  const listeners = new Set<Listener>();
  let track: MediaStreamTrack | null = null;
  let meter: Meter | null = null;
  let timer: { readonly interval: number; readonly stop: () => void } | null = null;

  const stopMeasuring = (): void => {
    timer?.stop();
    timer = null;
    meter?.close();
    meter = null;
  };
  const measure = (interval: number): void => {
    if (meter === null) return;
    const level = meter.read(interval);
    const now = clock.now();
    for (const listener of listeners) {
      if (now - listener.heardAt < listener.apart - slack) continue;
      listener.heardAt = now;
      listener.hear(level);
    }
  };
  const render = (): void => {
    if (track === null || listeners.size === 0) return stopMeasuring();
    meter ??= createMeter(track);
    const interval = Math.min(...Array.from(listeners, ({ apart }) => apart));
    if (timer?.interval === interval) return;
    timer?.stop();
    timer = { interval, stop: every(clock, interval, () => measure(interval)) };
  };
  return {
    subscribe(hear, apart = usual) {
      const own: Listener = { hear, apart, heardAt: -Infinity };
      listeners.add(own);
      render();
      return () => {
        listeners.delete(own);
        render();
      };
    },
    setTrack(next) {
      if (next === track) return;
      stopMeasuring();
      track = next;
      render();
    },
  };
}

/** Root mean square of samples as dBFS: 0 for a full-scale square wave, −Infinity for digital silence. */
export function dbfsOf(samples: Float32Array): number {
  // Not `reduce`: a call for each of some thousand samples is most of what reading costs (bench/ui).
  let sum = 0;
  for (const sample of samples) sum += sample * sample;
  return 10 * Math.log10(sum / Math.max(1, samples.length));
}

/** The least that is measured, ms: more than lies between two readings, so that nothing falls between them. */
const shortest = 43;

/** TypeScript's library does not know of `sinkId` yet (https://webaudio.github.io/web-audio-api/#audiocontextoptions). */
const unheard: AudioContextOptions & { readonly sinkId: { readonly type: 'none' } } = {
  latencyHint: 'playback',
  sinkId: { type: 'none' },
};

/** A meter by an AnalyserNode, which keeps the last 8192 samples: 170 ms at 48 kHz. */
export const createAnalyserMeter: CreateMeter = (track) => {
  // Nothing of it is heard: no output device is opened for it, and large buffers do (bench/ui).
  const context = new AudioContext(unheard);
  // The page may have had no gesture yet; the context then starts with the first one.
  void context.resume().catch(() => undefined);
  const source = context.createMediaStreamSource(new MediaStream([track]));
  const analyser = new AnalyserNode(context, { fftSize: 8192 });
  source.connect(analyser);
  const samples = new Float32Array(analyser.fftSize);
  return {
    read(duration) {
      analyser.getFloatTimeDomainData(samples);
      const count = Math.round((Math.max(shortest, duration) / 1_000) * context.sampleRate);
      return dbfsOf(samples.subarray(-count));
    },
    close() {
      source.disconnect();
      void context.close().catch(() => undefined);
    },
  };
};
