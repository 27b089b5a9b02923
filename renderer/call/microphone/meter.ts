import type { LevelSource } from '../callView.ts';
import { every, type Clock } from './clock.ts';

/** Measures one track until it is closed. */
export interface Meter {
  /** Level of the last tens of milliseconds in dBFS, −Infinity for digital silence. */
  read(): number;
  close(): void;
}

export type CreateMeter = (track: MediaStreamTrack) => Meter;

/** 30 Hz. */
const interval = 1000 / 30;

/** A level source that measures only while somebody listens and a track is there. */
export function createLevelSource(
  clock: Clock,
  createMeter: CreateMeter,
): LevelSource & { setTrack(track: MediaStreamTrack | null): void } {
  const listeners = new Set<(dbfs: number) => void>();
  let track: MediaStreamTrack | null = null;
  let stopMeasuring: (() => void) | null = null;

  const render = (): void => {
    if (track === null || listeners.size === 0) {
      stopMeasuring?.();
      stopMeasuring = null;
      return;
    }
    if (stopMeasuring !== null) return;
    const meter = createMeter(track);
    const stopTimer = every(clock, interval, () => {
      const level = meter.read();
      for (const listener of listeners) listener(level);
    });
    stopMeasuring = () => {
      stopTimer();
      meter.close();
    };
  };
  return {
    subscribe(listener) {
      // Wrapped, so that the same function may subscribe twice.
      const own = (dbfs: number): void => listener(dbfs);
      listeners.add(own);
      render();
      return () => {
        listeners.delete(own);
        render();
      };
    },
    setTrack(next) {
      if (next === track) return;
      stopMeasuring?.();
      stopMeasuring = null;
      track = next;
      render();
    },
  };
}

/** Root mean square of samples as dBFS: 0 for a full-scale square wave, −Infinity for digital silence. */
export function dbfsOf(samples: Float32Array): number {
  const power = samples.reduce((sum, sample) => sum + sample * sample, 0) / Math.max(1, samples.length);
  return 10 * Math.log10(power);
}

/** A meter by an AnalyserNode; 2048 samples are 43 ms at 48 kHz, so that nothing falls between two readings. */
export const createAnalyserMeter: CreateMeter = (track) => {
  // Nothing of it is heard, so large buffers do: fewer wake-ups of the audio thread (bench/ui).
  const context = new AudioContext({ latencyHint: 'playback' });
  // The page may have had no gesture yet; the context then starts with the first one.
  void context.resume().catch(() => undefined);
  const source = context.createMediaStreamSource(new MediaStream([track]));
  const analyser = new AnalyserNode(context, { fftSize: 2048 });
  source.connect(analyser);
  const samples = new Float32Array(analyser.fftSize);
  return {
    read() {
      analyser.getFloatTimeDomainData(samples);
      return dbfsOf(samples);
    },
    close() {
      source.disconnect();
      void context.close().catch(() => undefined);
    },
  };
};
