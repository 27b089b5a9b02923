import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { suggestThreshold } from './suggestThreshold.ts';
import { nextVoice, quiet, type VoiceRules, type VoiceState } from './voiceActivation.ts';

const rules: VoiceRules = { threshold: -45, attack: 20, hangover: 400 };

/** Levels every 10 ms; when it was open, ms. */
function run(levels: readonly number[], with_: Partial<VoiceRules> = {}): readonly boolean[] {
  let state: VoiceState = quiet;
  return levels.map((level, index) => (state = nextVoice(state, level, index * 10, { ...rules, ...with_ })).open);
}
const loud = (count: number): number[] => Array.from({ length: count }, () => -20);
const hush = (count: number): number[] => Array.from({ length: count }, () => -70);

describe('nextVoice', () => {
  it('opens once it was loud for the attack, and not for a click', () => {
    expect(run([...hush(2), ...loud(3)])).toEqual([false, false, false, false, true]);
    expect(run([-70, -20, -70, -20, -70])).not.toContain(true);
    expect(run([-20], { attack: 0 })).toEqual([true]);
  });

  it('stays open over a pause that is shorter than the hangover, and shuts with it', () => {
    expect(run([...loud(4), ...hush(39), ...loud(1)]).slice(2)).not.toContain(false);
    const shut = run([...loud(4), ...hush(60)]).lastIndexOf(true);
    expect(shut * 10).toBe(30 + 390);
  });

  it('does not flutter with a level around the threshold', () => {
    const levels = Array.from({ length: 200 }, (_, index) => (index % 2 === 0 ? -44 : -47));
    const opened = run([...loud(4), ...levels], { hangover: 0 });
    expect(opened.slice(3)).not.toContain(false);
  });

  it('takes what is no number for silence', () => {
    expect(run([NaN, -Infinity, NaN, NaN], { attack: 0 })).not.toContain(true);
  });

  it('is never open for longer than the hangover after the last loud level, whatever the clock does', () => {
    fc.assert(
      fc.property(
        fc.array(fc.record({ level: fc.double({ min: -100, max: 0 }), step: fc.integer({ min: -500, max: 500 }) })),
        fc.record({
          threshold: fc.integer({ min: -80, max: -10 }),
          attack: fc.integer({ min: 0, max: 200 }),
          hangover: fc.integer({ min: 0, max: 2000 }),
        }),
        (steps, own) => {
          let state: VoiceState = quiet;
          let t = 0;
          let loudAt = -Infinity;
          for (const { level, step } of steps) {
            t += step;
            const before = state;
            state = nextVoice(state, level, t, own);
            if (level > own.threshold) loudAt = t;
            else if (before.open && level > own.threshold - 4) loudAt = t;
            if (state.open && level <= own.threshold - 4)
              expect(Math.abs(t - loudAt)).toBeLessThanOrEqual(own.hangover);
            if (!before.open && state.open) expect(level).toBeGreaterThan(own.threshold);
          }
        },
      ),
    );
  });
});

describe('suggestThreshold', () => {
  const room = (floor: number): number[] => Array.from({ length: 300 }, (_, index) => floor + Math.sin(index) * 2);

  it.each([
    ['a quiet room', room(-60), { kind: 'suggested', threshold: -50 }],
    ['a fan', room(-45), { kind: 'suggested', threshold: -35 }],
    ['a studio', room(-80), { kind: 'suggested', threshold: -65 }],
    ['a chair that creaks once', [...room(-60), ...room(-20).slice(0, 20)], { kind: 'suggested' }],
    ['somebody who speaks', room(-18), { kind: 'tooLoud' }],
    ['a microphone that is switched off', Array.from({ length: 300 }, () => -Infinity), { kind: 'silent' }],
    ['nothing at all', [], { kind: 'silent' }],
  ])('in %s', (_, levels, suggestion) => {
    expect(suggestThreshold(levels)).toMatchObject(suggestion);
  });

  it('lies above the room it was measured in, for any room', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: -100, max: 0, noNaN: true }), { minLength: 100 }), (levels) => {
        const suggestion = suggestThreshold(levels);
        if (suggestion.kind !== 'suggested') return;
        expect(suggestion.threshold).toBeGreaterThan(suggestion.floor);
        expect(levels.filter((level) => level < suggestion.threshold).length).toBeGreaterThan(levels.length * 0.89);
      }),
    );
  });
});
