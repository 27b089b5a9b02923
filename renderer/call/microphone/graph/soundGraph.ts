// Vite gives the address of the built file (https://vite.dev/guide/assets); the module itself has no default export.
// oxlint-disable-next-line import/default
import suppressorWorklet from '@sapphi-red/web-noise-suppressor/rnnoiseWorklet.js?url';
import suppressorBinary from '@sapphi-red/web-noise-suppressor/rnnoise_simd.wasm?url';
import type { PreRollState } from './preRoll.ts';
import { levelName, preRollName, type PreRollMessage } from './processors.ts';
// oxlint-disable-next-line import/default
import voiceWorklet from './voiceWorklet.ts?worker&url';

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
  /** RNNoise (10 ms frames of 48 kHz, 13 ms of delay). */
  readonly suppress: boolean;
  readonly preRoll: boolean;
  /** A level every 10 ms, after the suppression and before the pre-roll. */
  readonly levels: boolean;
}

/** Rejects when the suppressor or a worklet cannot be loaded; nothing is left open then. */
export type CreateSoundGraph = (
  source: MediaStreamTrack,
  wishes: SoundGraphWishes,
  listener: {
    readonly onLevel: (dbfs: number) => void;
    /** The audio thread gave up: `track` is silent from now on. */
    readonly onBroken: () => void;
  },
) => Promise<SoundGraph>;

export const needsGraph = ({ suppress, preRoll, levels }: SoundGraphWishes): boolean => suppress || preRoll || levels;

export const createBrowserSoundGraph: CreateSoundGraph = async (source, wishes, listener) => {
  const processes = wishes.suppress || wishes.preRoll;
  // Without an output device: the microphone must not depend on a headset that may be unplugged. RNNoise knows 48 kHz only.
  const context = new AudioContext({ sampleRate: 48_000, latencyHint: 'interactive', ...withoutOutput });
  try {
    const [binary] = await Promise.all([
      wishes.suppress ? loadSuppressor() : null,
      context.audioWorklet.addModule(voiceWorklet),
      wishes.suppress ? context.audioWorklet.addModule(suppressorWorklet) : null,
    ]);
    const one = { channelCount: 1, channelCountMode: 'explicit' } as const;
    const nodes: AudioNode[] = [context.createMediaStreamSource(new MediaStream([source]))];
    const add = (name: string, options: AudioWorkletNodeOptions = {}): AudioWorkletNode => {
      const node = new AudioWorkletNode(context, name, { ...one, outputChannelCount: [1], ...options });
      node.addEventListener('processorerror', listener.onBroken);
      nodes.push(node);
      return node;
    };
    if (binary !== null) add(suppressorName, { processorOptions: { maxChannels: 1, wasmBinary: binary } });
    if (wishes.levels) add(levelName).port.onmessage = ({ data }) => listener.onLevel(Number(data));
    const preRoll = wishes.preRoll ? add(preRollName) : null;
    const end = new MediaStreamAudioDestinationNode(context, one);
    nodes.push(end);
    nodes.reduce((from, to) => from.connect(to));
    await context.resume();
    const processed = end.stream.getAudioTracks()[0];
    if (processed === undefined) throw new Error('the graph has no track');
    return {
      track: processes ? processed : source,
      setPreRoll(state) {
        preRoll?.port.postMessage({ state } satisfies PreRollMessage);
      },
      close() {
        processed.stop();
        for (const node of nodes) node.disconnect();
        void context.close().catch(() => undefined);
      },
    };
  } catch (thrown) {
    void context.close().catch(() => undefined);
    throw thrown;
  }
};

/** TypeScript's library does not know it yet (https://webaudio.github.io/web-audio-api/#dom-audiocontextoptions-sinkid). */
const withoutOutput = { sinkId: { type: 'none' } };

/** As its worklet registers itself. */
const suppressorName = '@sapphi-red/web-noise-suppressor/rnnoise';

let loaded: Promise<ArrayBuffer> | null = null;

/** 157 kB, once, and only when it is wanted. Rejects when it is not there, is damaged, or WebAssembly is refused. */
function loadSuppressor(): Promise<ArrayBuffer> {
  loaded ??= (async () => {
    const response = await fetch(suppressorBinary);
    if (!response.ok) throw new Error(`the suppressor was answered with ${response.status}`);
    const binary = await response.arrayBuffer();
    // Its worklet is silent for ever where this fails; here it can be told.
    await WebAssembly.compile(binary);
    return binary;
  })();
  loaded.catch(() => (loaded = null));
  return loaded;
}
