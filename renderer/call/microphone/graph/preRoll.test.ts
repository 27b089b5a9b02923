import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createPreRoll, preRollLength, type PreRollState } from './preRoll.ts';

const rate = 48_000;
const full = (rate * preRollLength) / 1000;

/** Plays a signal through it in blocks of 128; `events`: at which sample it opens or shuts; armed before the first. */
function play(signal: Float32Array, events: readonly (readonly [at: number, state: PreRollState])[]) {
  const preRoll = createPreRoll(rate);
  preRoll.setState('armed');
  const out = new Float32Array(signal.length);
  let rest = [...events];
  for (let from = 0; from < signal.length; from += 128) {
    while (rest[0] !== undefined && rest[0][0] <= from) {
      preRoll.setState(rest[0][1]);
      rest = rest.slice(1);
    }
    preRoll.process(signal.subarray(from, from + 128), out.subarray(from, from + 128));
  }
  return { out, lag: preRoll.lag() };
}

const sine = (seconds: number, frequency: number): Float32Array =>
  Float32Array.from({ length: rate * seconds }, (_, i) => 0.5 * Math.sin((2 * Math.PI * frequency * i) / rate));

describe('createPreRoll', () => {
  it('plays what was said 150 ms before it opened, and nothing older', () => {
    // Silence, then a click 100 ms and another 200 ms before it opens at 1 s.
    const signal = new Float32Array(rate * 2);
    signal[rate - 4_800] = 1;
    signal[rate - 9_600] = 1;
    const { out } = play(signal, [[rate, 'open']]);
    const heard = out.subarray(rate).findIndex((sample) => Math.abs(sample) > 0.1);
    expect(out.subarray(rate).filter((sample) => Math.abs(sample) > 0.1)).toHaveLength(1);
    // As long after the opening as it was after the oldest that is played, less what was left out by then.
    expect(heard).toBeLessThanOrEqual(full - 4_800 + 128);
  });

  it('catches up within a second, and is then the input itself', () => {
    const signal = sine(3, 173);
    const { out, lag } = play(signal, [[rate, 'open']]);
    expect(lag).toBe(0);
    expect(out.subarray(rate * 2)).toEqual(signal.subarray(rate * 2));
  });

  it('makes no clicks while it catches up', () => {
    for (const frequency of [97, 173, 311, 702]) {
      const signal = sine(3, frequency);
      const steepest = 0.5 * 2 * Math.PI * (frequency / rate);
      const { out } = play(signal, [[rate, 'open']]);
      let largest = 0;
      for (let i = rate + 1; i < out.length; i += 1) largest = Math.max(largest, Math.abs(out[i]! - out[i - 1]!));
      // A crossfade of two unlike places is steeper than the tone, but no jump: a jump would be up to 1.
      expect(largest).toBeLessThan(steepest * 2.5);
    }
  });

  it('does not send again what was sent before it shut', () => {
    const signal = new Float32Array(rate * 3);
    // A click while it is open and caught up; it shuts 20 ms later and opens again after another 30 ms.
    signal[rate * 2] = 1;
    const { out } = play(signal, [
      [rate / 2, 'open'],
      [rate * 2 + 960, 'armed'],
      [rate * 2 + 2_400, 'open'],
    ]);
    const whileOpen = [...out.keys()].filter(
      (i) => Math.abs(out[i]!) > 0.1 && (i < rate * 2 + 960 || i >= rate * 2 + 2_432),
    );
    expect(whileOpen).toEqual([rate * 2]);
  });

  it('ends without delay and within the input, for any signal and any presses', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: rate * 2 }), { maxLength: 8 }),
        fc.integer({ min: 1, max: 4000 }),
        (times, frequency) => {
          const events = times
            .toSorted((a, b) => a - b)
            .map((at, index): readonly [number, PreRollState] => [at, index % 2 === 0 ? 'open' : 'armed']);
          const signal = sine(4, frequency);
          const { out, lag } = play(signal, [...events, [rate * 2, 'armed'], [rate * 2 + 128, 'open']]);
          expect(lag).toBe(0);
          expect(out.every((sample) => Math.abs(sample) <= 0.5001)).toBe(true);
          expect(out.subarray(rate * 3.5)).toEqual(signal.subarray(rate * 3.5));
        },
      ),
      { numRuns: 15 },
    );
  });

  it('never sends what was said while it was barred, whatever comes before and after', () => {
    const state = fc.constantFrom<PreRollState>('open', 'armed', 'barred');
    fc.assert(
      fc.property(
        // In blocks of 128 samples: 60 of them are longer than the pre-roll.
        fc.array(fc.tuple(state, fc.integer({ min: 1, max: 60 })), { minLength: 2, maxLength: 12 }),
        (stretches) => {
          const preRoll = createPreRoll(rate);
          const out = new Float32Array(128);
          for (const [next, blocks] of stretches) {
            preRoll.setState(next);
            // Only while barred is anything said.
            const said = new Float32Array(128).fill(next === 'barred' ? 0.5 : 0);
            for (let i = 0; i < blocks; i += 1) {
              preRoll.process(said, out);
              expect(out.every((sample) => sample === 0)).toBe(true);
            }
          }
        },
      ),
      { numRuns: 200 },
    );
  });

  it('is barred at first, and sends at once where it opens out of that', () => {
    const preRoll = createPreRoll(rate);
    const out = new Float32Array(128);
    for (let i = 0; i < 100; i += 1) preRoll.process(new Float32Array(128).fill(0.5), out);
    preRoll.setState('open');
    preRoll.process(new Float32Array(128).fill(0.25), out);
    expect([...new Set(out)]).toEqual([0.25]);
  });
});
