import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createOutlet, createVoiceChain, type VoiceChainOptions } from './voiceChain.ts';

// The library's own binary: what runs in the program runs here.
const binary = createRequire(import.meta.url).resolve('@sapphi-red/web-noise-suppressor/rnnoise_simd.wasm');
const suppressor = await WebAssembly.compile(readFileSync(binary));
const rate = 48_000;

const nothing: VoiceChainOptions = { sampleRate: rate, suppressor: null, preRoll: false, levels: false };

function run(options: Partial<VoiceChainOptions>, blocks: readonly Float32Array[]) {
  const sound: number[] = [];
  const levels: number[] = [];
  const chain = createVoiceChain(
    { ...nothing, ...options },
    { onSound: (block) => sound.push(...block), onLevel: (dbfs) => levels.push(dbfs) },
  );
  for (const block of blocks) chain.process(block);
  return { sound, levels, chain };
}

/** As of a fan: the deeper the stronger; RMS about a quarter of `level`. */
const noise = (seconds: number, level: number): Float32Array => {
  let sample = 0;
  return Float32Array.from({ length: rate * seconds }, () => {
    sample = sample * 0.9 + (Math.random() - 0.5) * 0.4;
    return sample * level;
  });
};
const rms = (samples: readonly number[]): number =>
  Math.sqrt(samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length);
/** In blocks of these lengths, again and again. */
const cut = (sound: Float32Array, lengths: readonly number[]): readonly Float32Array[] => {
  const blocks: Float32Array[] = [];
  for (let from = 0, i = 0; from < sound.length; i += 1) {
    const length = lengths[i % lengths.length] ?? 1;
    blocks.push(sound.subarray(from, from + length));
    from += length;
  }
  return blocks;
};

describe('createVoiceChain', () => {
  it('hands on what it gets where nothing is wished for', () => {
    const said = noise(0.1, 0.5);
    expect(run({}, cut(said, [64])).sound).toEqual([...said]);
  });

  it('takes out noise by RNNoise', () => {
    const { sound } = run({ suppressor }, cut(noise(3, 0.05), [480]));
    // Until it knows what noise is, some of it comes through; how much depends on the noise (0.0006 was seen).
    expect(rms(sound.slice(480, 4_800))).toBeGreaterThan(0.0003);
    expect(rms(sound.slice(-rate))).toBeLessThan(0.0002);
  });

  it('is one frame of RNNoise behind, and no more', () => {
    const click = new Float32Array(rate / 2);
    click[10_000] = 0.9;
    const { sound } = run({ suppressor }, cut(click, [480]));
    const loudest = sound.reduce((most, sample, at) => (Math.abs(sample) > Math.abs(sound[most] ?? 0) ? at : most), 0);
    expect(loudest).toBe(10_480);
  });

  it('makes the same of sound in blocks of any lengths, in whole frames', () => {
    const said = noise(0.2, 0.3);
    const whole = run({ suppressor, levels: true }, [said]);
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 2_000 }), { minLength: 1, maxLength: 5 }), (lengths) => {
        const { sound, levels } = run({ suppressor, levels: true }, cut(said, lengths));
        expect(sound).toEqual(whole.sound);
        expect(levels).toEqual(whole.levels);
      }),
      { numRuns: 30 },
    );
  });

  it('tells a level every 10 ms at any rate, and silence as silence', () => {
    for (const sampleRate of [8_000, 44_100, 48_000, 192_000]) {
      const second = new Float32Array(sampleRate).fill(0.1);
      const { levels } = run({ sampleRate, levels: true }, cut(second, [Math.floor(sampleRate / 750)]));
      expect(levels.length).toBeGreaterThan(85);
      expect(levels.length).toBeLessThanOrEqual(100);
      expect(levels.every((level) => Math.abs(level + 20) < 0.01)).toBe(true);
    }
    expect(run({ levels: true }, [new Float32Array(480)]).levels).toEqual([-Infinity]);
  });

  it('measures before the pre-roll, which is barred until it is told otherwise', () => {
    const { sound, levels, chain } = run({ preRoll: true, levels: true }, cut(noise(0.1, 0.5), [480]));
    expect(levels[0]).toBeGreaterThan(-20);
    expect(rms(sound)).toBe(0);
    chain.setPreRoll('open');
    chain.process(new Float32Array(480).fill(0.25));
    expect(sound.at(-1)).toBe(0.25);
  });

  it('refuses rates that RNNoise does not know, and a binary that is another one', async () => {
    expect(() => run({ suppressor, sampleRate: 44_100 }, [])).toThrow(/44100 Hz/);
    const empty = await WebAssembly.compile(Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0));
    expect(() => run({ suppressor: empty }, [])).toThrow();
  });
});

describe('createOutlet', () => {
  it('gives frames of 480 as blocks of 128 without a gap, with a lead of all but their common divisor', () => {
    const gaps = (lead: number): number => {
      const outlet = createOutlet(lead);
      const out = new Float32Array(128);
      let fed = 0;
      let silent = 0;
      for (let block = 1; block <= 1_000; block += 1) {
        for (; fed + 480 <= block * 128; fed += 480) outlet.push(new Float32Array(480).fill(1));
        outlet.pull(out);
        silent += out.filter((sample) => sample === 0).length;
      }
      return silent - lead;
    };
    expect(gaps(480 - 32)).toBe(0);
    expect(gaps(480 - 33)).toBeGreaterThan(0);
  });
});
