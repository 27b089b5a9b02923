import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { deadAfter, firstPulse, isAlive, nextPulse, planProbe, type Pulse } from './pulse.ts';

/** Readings as the heartbeat takes them, each `late` ms after it was due. */
function run(
  steps: readonly { readonly packets: number; readonly late: number }[],
  from: Pulse = { packets: 5, at: 0, silentFor: 0 },
): Pulse {
  return steps.reduce((pulse, { packets, late }) => {
    const at = pulse.at + planProbe(pulse).wait + late;
    return nextPulse(pulse, { packets: pulse.packets + packets, at });
  }, from);
}
const silence = (count: number, late = 0) => Array.from({ length: count }, () => ({ packets: 0, late }));

describe('the pulse of a media path', () => {
  it('is dead one second after the last answer, and no sooner', () => {
    let pulse: Pulse = { packets: 5, at: 0, silentFor: 0 };
    while (isAlive(pulse)) pulse = run(silence(1), pulse);
    expect(pulse.at).toBeGreaterThanOrEqual(deadAfter);
    expect(pulse.at).toBeLessThanOrEqual(deadAfter + 100);
  });

  it('asks a dozen times before it says so', () => {
    let asked = 0;
    let pulse: Pulse = { packets: 5, at: 0, silentFor: 0 };
    while (isAlive(pulse)) {
      asked += planProbe(pulse).probes;
      pulse = run(silence(1), pulse);
    }
    expect(asked).toBeGreaterThanOrEqual(12);
  });

  it('lives again with the first answer', () => {
    expect(isAlive(run([...silence(20), { packets: 1, late: 0 }]))).toBe(true);
  });

  it.each([
    ['a page that was busy', 1_500],
    ['a machine that slept', 3_600_000],
    ['a clock that jumped back', -60_000],
  ])('concludes nothing from %s', (_what, gap) => {
    expect(isAlive(nextPulse({ packets: 5, at: 100_000, silentFor: 600 }, { packets: 5, at: 100_000 + gap }))).toBe(
      true,
    );
  });

  it('counts the first reading as an answer', () => {
    expect(nextPulse(firstPulse(0), { packets: 0, at: 200 }).silentFor).toBe(0);
  });

  it('never dies while something arrives at least every four readings, however late they are', () => {
    const step = fc.record({ packets: fc.integer({ min: 1, max: 50 }), late: fc.integer({ min: 0, max: 1_500 }) });
    const block = fc.tuple(fc.integer({ min: 0, max: 3 }), fc.integer({ min: 0, max: 1_500 }), step);
    fc.assert(
      fc.property(fc.array(block), (blocks) => {
        let pulse: Pulse = { packets: 5, at: 0, silentFor: 0 };
        for (const [count, late, answer] of blocks) {
          for (const quiet of silence(count, late)) {
            pulse = run([quiet], pulse);
            if (!isAlive(pulse)) return false;
          }
          pulse = run([answer], pulse);
        }
        return isAlive(pulse);
      }),
    );
  });
});
