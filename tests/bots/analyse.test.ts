import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { analyse, floor } from './analyse.ts';

const rate = 48_000;
const tone = (frequency: number, peak: number, count = 2400): Float32Array =>
  Float32Array.from({ length: count }, (_, index) => peak * Math.sin((2 * Math.PI * frequency * index) / rate + 0.3));

describe('analyse', () => {
  it.each([220, 440, 660, 880, 1000, 3520])('finds a tone of %i Hz and its level', (frequency) => {
    const { frequency: found, level } = analyse(tone(frequency, 0.25), rate);
    expect(Math.abs(found - frequency)).toBeLessThan(1);
    expect(Math.abs(level - (20 * Math.log10(0.25) - 3.01))).toBeLessThan(0.2);
  });

  it('says the louder of two tones', () => {
    const [loud, soft] = [tone(660, 0.2), tone(440, 0.05)];
    const { frequency } = analyse(
      loud.map((sample, index) => sample + (soft[index] ?? 0)),
      rate,
    );
    expect(Math.abs(frequency - 660)).toBeLessThan(2);
  });

  it('has no pitch and a finite level in silence, and for no samples', () => {
    expect(analyse(new Float32Array(2400), rate)).toEqual({ frequency: 0, level: floor });
    expect(analyse(new Float32Array(0), rate)).toEqual({ frequency: 0, level: floor });
    expect(analyse(tone(440, 0.0001), rate).frequency).toBe(0);
  });

  it('finds any tone of a voice at any audible level', () => {
    fc.assert(
      fc.property(fc.integer({ min: 100, max: 8000 }), fc.integer({ min: -50, max: 0 }), (frequency, decibels) => {
        const found = analyse(tone(frequency, 10 ** (decibels / 20)), rate);
        expect(Math.abs(found.frequency - frequency)).toBeLessThan(3);
        expect(Math.abs(found.level - (decibels - 3.01))).toBeLessThan(1);
      }),
      { numRuns: 60 },
    );
  });
});
