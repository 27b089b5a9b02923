import type { CreateSoundGraph } from './soundGraph.ts';
import { loadSuppressor } from './suppressor.ts';
import { voiceProcessor, type FromVoice, type ToVoice, type VoiceOptions } from './voiceMessages.ts';
// Vite gives the address of the built file (https://vite.dev/guide/assets); the module itself has no default export.
// oxlint-disable-next-line import/default
import voiceWorklet from './voiceWorklet.ts?worker&url';

/** The chain in the audio thread of a context of its own, which takes sound of any rate. */
export const createWorkletGraph: CreateSoundGraph = async (source, wishes, listener) => {
  // Without an output device: the microphone must not depend on a headset that may be unplugged. RNNoise knows 48 kHz only.
  const context = new AudioContext({ sampleRate: 48_000, latencyHint: 'interactive', ...withoutOutput });
  try {
    const [suppressor] = await Promise.all([
      wishes.suppress ? loadSuppressor() : null,
      context.audioWorklet.addModule(voiceWorklet),
    ]);
    const { preRoll, levels } = wishes;
    const one = { channelCount: 1, channelCountMode: 'explicit' } as const;
    const begin = context.createMediaStreamSource(new MediaStream([source]));
    const chain = new AudioWorkletNode(context, voiceProcessor, {
      ...one,
      outputChannelCount: [1],
      processorOptions: { suppressor, preRoll, levels } satisfies VoiceOptions,
    });
    const end = new MediaStreamAudioDestinationNode(context, one);
    const ready = new Promise<void>((resolve, reject) => {
      chain.addEventListener('processorerror', () => {
        reject(new Error('the audio thread cannot process the sound'));
        listener.onBroken();
      });
      chain.port.onmessage = ({ data }: MessageEvent<FromVoice>) => {
        if (data.kind === 'level') listener.onLevel(data.dbfs);
        if (data.kind === 'ready') resolve();
      };
    });
    begin.connect(chain).connect(end);
    await context.resume();
    await ready;
    const processed = end.stream.getAudioTracks()[0];
    if (processed === undefined) throw new Error('the graph has no track');
    return {
      track: wishes.suppress || preRoll ? processed : source,
      setPreRoll: (state) => chain.port.postMessage({ kind: 'preRoll', state } satisfies ToVoice),
      close() {
        processed.stop();
        for (const node of [begin, chain, end]) node.disconnect();
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
