import { suppressorFrame } from './rnnoise.ts';
import { createOutlet, createVoiceChain } from './voiceChain.ts';
import { voiceProcessor, type FromVoice, type ToVoice, type VoiceOptions } from './voiceMessages.ts';

// Runs in the audio thread (https://webaudio.github.io/web-audio-api/#AudioWorklet), whose globals no library of ours types.
declare const sampleRate: number;
declare class AudioWorkletProcessor {
  readonly port: MessagePort;
}
declare function registerProcessor(
  name: string,
  processor: new (options: { readonly processorOptions: VoiceOptions }) => AudioWorkletProcessor,
): void;

type Channels = readonly (readonly Float32Array[])[];

/** Samples that the audio thread asks for at a time. */
const quantum = 128;
/** Whole frames of the suppressor make blocks of a quantum without a gap, once all but their common divisor (32) lies there. */
const lead = suppressorFrame - 32;

registerProcessor(
  voiceProcessor,
  class extends AudioWorkletProcessor {
    readonly #silence = new Float32Array(quantum);
    readonly #outlet;
    readonly #chain;

    constructor({ processorOptions: options }: { readonly processorOptions: VoiceOptions }) {
      super();
      const tell = (message: FromVoice): void => this.port.postMessage(message);
      const outlet = createOutlet(options.suppressor === null ? 0 : lead);
      const chain = createVoiceChain(
        { ...options, sampleRate },
        { onSound: (block) => outlet.push(block), onLevel: (dbfs) => tell({ kind: 'level', dbfs }) },
      );
      this.port.onmessage = ({ data }: MessageEvent<ToVoice>) => {
        if (data.kind === 'preRoll') chain.setPreRoll(data.state);
      };
      this.#outlet = outlet;
      this.#chain = chain;
      tell({ kind: 'ready' });
    }
    process(inputs: Channels, outputs: Channels): boolean {
      this.#chain.process(inputs[0]?.[0] ?? this.#silence);
      const output = outputs[0]?.[0];
      if (output !== undefined) this.#outlet.pull(output);
      return true;
    }
  },
);
