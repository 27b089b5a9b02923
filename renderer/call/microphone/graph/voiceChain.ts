import { createPreRoll, type PreRollState } from './preRoll.ts';
import { createRnnoise, suppressorFrame, suppressorRate } from './rnnoise.ts';

/** What is done to the captured sound, in this order; mono. It is the same in a worker and in an audio thread. */
export interface VoiceChain {
  /** Sound in blocks of any length, −1..1; what is made of it comes out in its own time. */
  process(block: Float32Array): void;
  /** Barred until it is told otherwise. */
  setPreRoll(state: PreRollState): void;
}

export interface VoiceChainOptions {
  /** Hz; with a suppressor 48000. */
  readonly sampleRate: number;
  /** RNNoise; null: none. */
  readonly suppressor: WebAssembly.Module | null;
  readonly preRoll: boolean;
  readonly levels: boolean;
}

/** How often a level is told, per second. */
const levelsPerSecond = 100;

/** Throws where RNNoise cannot run, or not at that rate. */
export function createVoiceChain(
  { sampleRate, suppressor, preRoll: rolls, levels }: VoiceChainOptions,
  listener: {
    /** The listener may keep the block. */
    readonly onSound: (block: Float32Array<ArrayBuffer>) => void;
    /** dBFS, every 10 ms: after the suppression and before the pre-roll. */
    readonly onLevel: (dbfs: number) => void;
  },
): VoiceChain {
  if (suppressor !== null && sampleRate !== suppressorRate) throw new Error(`RNNoise cannot do ${sampleRate} Hz`);
  const suppress = suppressor === null ? null : createRnnoise(suppressor);
  const preRoll = rolls ? createPreRoll(sampleRate) : null;
  let power = 0;
  let count = 0;

  const measure = (block: Float32Array): void => {
    for (const sample of block) power += sample * sample;
    count += block.length;
    if (count * levelsPerSecond < sampleRate) return;
    listener.onLevel(10 * Math.log10(power / count));
    power = 0;
    count = 0;
  };
  const finish = (block: Float32Array<ArrayBuffer>): void => {
    suppress?.(block);
    if (levels) measure(block);
    preRoll?.process(block, block);
    listener.onSound(block);
  };

  /** What is not yet a whole frame. */
  let frame = new Float32Array(suppressorFrame);
  let filled = 0;
  return {
    process(block) {
      if (suppress === null) return finish(Float32Array.from(block));
      for (let from = 0; from < block.length;) {
        const part = block.subarray(from, from + suppressorFrame - filled);
        frame.set(part, filled);
        filled += part.length;
        from += part.length;
        if (filled < suppressorFrame) return;
        const whole = frame;
        frame = new Float32Array(suppressorFrame);
        filled = 0;
        finish(whole);
      }
    },
    setPreRoll: (state) => preRoll?.setState(state),
  };
}

/** Hands out as many samples as are taken, whatever the lengths of the blocks that come in. */
export interface Outlet {
  push(block: Float32Array): void;
  /** Silence for what is not there. */
  pull(output: Float32Array): void;
}

/** @param lead samples of silence at first, so that later ones are always there */
export function createOutlet(lead: number): Outlet {
  let blocks: readonly Float32Array[] = lead > 0 ? [new Float32Array(lead)] : [];
  return {
    push: (block) => void (blocks = [...blocks, block]),
    pull(output) {
      let at = 0;
      while (at < output.length) {
        const [first, ...rest] = blocks;
        if (first === undefined) return void output.fill(0, at);
        const part = first.subarray(0, output.length - at);
        output.set(part, at);
        at += part.length;
        blocks = part.length < first.length ? [first.subarray(part.length), ...rest] : rest;
      }
    },
  };
}
