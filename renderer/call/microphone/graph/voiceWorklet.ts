import { createPreRoll } from './preRoll.ts';
import { levelName, preRollName, type PreRollMessage } from './processors.ts';

// Runs in the audio thread (https://webaudio.github.io/web-audio-api/#AudioWorklet), whose globals no library of ours types.
declare const sampleRate: number;
declare class AudioWorkletProcessor {
  readonly port: MessagePort;
}
declare function registerProcessor(name: string, processor: new () => AudioWorkletProcessor): void;

type Channels = readonly (readonly Float32Array[])[];

registerProcessor(
  preRollName,
  class extends AudioWorkletProcessor {
    readonly #preRoll = createPreRoll(sampleRate);
    readonly #silence = new Float32Array(128);

    constructor() {
      super();
      this.port.onmessage = ({ data }: MessageEvent<PreRollMessage>) => this.#preRoll.setState(data.state);
    }
    process(inputs: Channels, outputs: Channels): boolean {
      const output = outputs[0]?.[0];
      if (output !== undefined) this.#preRoll.process(inputs[0]?.[0] ?? this.#silence, output);
      return true;
    }
  },
);

registerProcessor(
  levelName,
  class extends AudioWorkletProcessor {
    #power = 0;
    #count = 0;

    process([input]: Channels, [output]: Channels): boolean {
      const samples = input?.[0];
      for (const sample of samples ?? []) this.#power += sample * sample;
      if (samples !== undefined) output?.[0]?.set(samples);
      this.#count += 128;
      // About every 10 ms.
      if (this.#count < sampleRate / 100) return true;
      this.port.postMessage(10 * Math.log10(this.#power / this.#count));
      this.#power = 0;
      this.#count = 0;
      return true;
    }
  },
);
