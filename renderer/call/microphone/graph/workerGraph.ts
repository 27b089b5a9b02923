import { warn } from '../../log.ts';
import { browserClock } from '../clock.ts';
import { suppressorRate } from './rnnoise.ts';
import type { CreateSoundGraph, SoundGraphWishes } from './soundGraph.ts';
import { loadSuppressor } from './suppressor.ts';
import type { FromVoice, ToVoice } from './voiceMessages.ts';
// Vite gives the address of the built file (https://vite.dev/guide/assets); the module itself has no default export.
// oxlint-disable-next-line import/default
import voiceWorker from './voiceWorker.ts?worker&url';
import { watchAlive } from './watchAlive.ts';

// Chromium has both for sound, in windows only; the standard has them for pictures
// (https://github.com/w3c/mediacapture-transform/blob/main/audio-explainer.md). TypeScript's library does not know them.
declare class MediaStreamTrackProcessor {
  constructor(init: { readonly track: MediaStreamTrack; readonly maxBufferSize: number });
  readonly readable: ReadableStream<AudioData>;
}
declare const MediaStreamTrackGenerator: {
  new (init: { readonly kind: 'audio' }): MediaStreamTrack & { readonly writable: WritableStream<AudioData> };
};

/**
 * What a worker that is late may still send, ms; older sound is left out. So much of what was said just before the gate opened
 * could be heard by way of a worker that stood still just then.
 */
const longestQueue = 60;
/** s. */
const shortestBlock = 0.001;
/** How long a worker may take until it is ready, ms; the audio thread takes its place. */
const patience = 3_000;

/** Whether the browser hands sound to workers, and in the rate that is needed. */
export function canStream(source: MediaStreamTrack, { suppress }: SoundGraphWishes): boolean {
  if (!('MediaStreamTrackProcessor' in globalThis && 'MediaStreamTrackGenerator' in globalThis)) return false;
  // What is not known is most likely right, and if not, the worker says so.
  return !suppress || (source.getSettings().sampleRate ?? suppressorRate) === suppressorRate;
}

/** The chain in a worker: no buffers of an AudioContext, and no clock but the device's. */
export const createWorkerGraph: CreateSoundGraph = async (source, wishes, listener) => {
  const { preRoll, levels } = wishes;
  const worker = new Worker(voiceWorker, { type: 'module', name: 'voice' });
  const tell = (message: ToVoice, transfer: Transferable[] = []): void => worker.postMessage(message, transfer);
  const ready = Promise.withResolvers<void>();
  // What is awaited before it may fail first.
  ready.promise.catch(() => undefined);
  let state: 'begins' | 'runs' | 'over' = 'begins';
  const stopWorker = (): void => {
    state = 'over';
    cancel();
    alive.stop();
    worker.terminate();
  };
  const fail = (why: string): void => {
    const was = state;
    if (was === 'over') return;
    stopWorker();
    ready.reject(new Error(`the voice worker: ${why}`));
    if (was === 'begins') return;
    warn('the voice worker gave up', new Error(why));
    listener.onBroken();
  };
  const cancel = browserClock.after(patience, () => fail('it does not begin'));
  const alive = watchAlive({
    clock: browserClock,
    ask: () => tell({ kind: 'alive' }),
    onDead: () => fail('it does not answer'),
  });
  worker.addEventListener('error', ({ message }) => fail(message));
  worker.addEventListener('messageerror', () => fail('it cannot be understood'));
  worker.addEventListener('message', ({ data }: MessageEvent<FromVoice>) => {
    switch (data.kind) {
      case 'ready':
        return ready.resolve();
      case 'level':
        return listener.onLevel(data.dbfs);
      case 'alive':
        return alive.answered();
      case 'broken':
        return fail(data.why);
    }
  });
  try {
    const suppressor = wishes.suppress ? await loadSuppressor() : null;
    const generator = wishes.suppress || preRoll ? new MediaStreamTrackGenerator({ kind: 'audio' }) : null;
    // Blocks of the device, or what the browser's own processing makes of them, s.
    const { latency } = source.getSettings() as { readonly latency?: number };
    const maxBufferSize = Math.ceil(longestQueue / 1_000 / Math.max(shortestBlock, latency ?? 0.01));
    const { readable } = new MediaStreamTrackProcessor({ track: source, maxBufferSize });
    const writable = generator?.writable ?? null;
    tell(
      { kind: 'begin', options: { suppressor, preRoll, levels }, readable, writable },
      writable === null ? [readable] : [readable, writable],
    );
    await ready.promise;
    cancel();
    state = 'runs';
    return {
      track: generator ?? source,
      setPreRoll: (roll) => tell({ kind: 'preRoll', state: roll }),
      close() {
        stopWorker();
        generator?.stop();
      },
    };
  } catch (thrown) {
    stopWorker();
    throw thrown;
  }
};
