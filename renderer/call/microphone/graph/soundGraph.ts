import { warn } from '../../log.ts';
import type { PreRollState } from './preRoll.ts';
import { canStream, createWorkerGraph } from './workerGraph.ts';
import { createWorkletGraph } from './workletGraph.ts';

/** What is done to the captured sound between the device and the gate, beyond what the browser does. */
export interface SoundGraph {
  /** What is to be sent: the processed sound, or the source itself where nothing changes it (the fastest way). */
  readonly track: MediaStreamTrack;
  /** Barred until it is told otherwise. The gate itself is elsewhere. */
  setPreRoll(state: PreRollState): void;
  /** Does not end the source. */
  close(): void;
}

export interface SoundGraphWishes {
  /** RNNoise (10 ms frames of 48 kHz, of which it keeps one). */
  readonly suppress: boolean;
  readonly preRoll: boolean;
  /** A level every 10 ms, after the suppression and before the pre-roll. */
  readonly levels: boolean;
}

export interface SoundGraphListener {
  readonly onLevel: (dbfs: number) => void;
  /** It gave up: `track` is silent from now on. */
  readonly onBroken: () => void;
}

/** Rejects when the suppressor, or what runs it, cannot be loaded; nothing is left open then. */
export type CreateSoundGraph = (
  source: MediaStreamTrack,
  wishes: SoundGraphWishes,
  listener: SoundGraphListener,
) => Promise<SoundGraph>;

export const needsGraph = ({ suppress, preRoll, levels }: SoundGraphWishes): boolean => suppress || preRoll || levels;

/** A worker that gave up once is not trusted again before the page is loaded anew. */
let workerGaveUp = false;

/** In a worker, which takes the sound as it is captured; where that cannot be, in an audio thread, some 50 ms later (bench/voice). */
export const createBrowserSoundGraph: CreateSoundGraph = async (source, wishes, listener) => {
  if (workerGaveUp || !canStream(source, wishes)) return createWorkletGraph(source, wishes, listener);
  const onBroken = (): void => {
    workerGaveUp = true;
    listener.onBroken();
  };
  return createWorkerGraph(source, wishes, { ...listener, onBroken }).catch((thrown: unknown) => {
    warn('no worker processes the sound: the audio thread does', thrown);
    return createWorkletGraph(source, wishes, listener);
  });
};
