import type { LevelSource } from '../../call/callView.ts';
import { atTime } from '../stillness.ts';

/** dBFS, or `voice`: somebody talks. */
export type DoubleLevel = number | 'voice';

/** Something like speech, dBFS: syllables, words and breaths. */
const voiceAt = (step: number): number =>
  -22 + 9 * Math.sin(step / 3.1) + 6 * Math.sin(step / 1.3) - 8 * Math.sin(step / 11) ** 2;

/** A reading of a still picture is so far behind the one before it, ms: whatever rate a meter keeps to, it takes each. */
const apart = 300;
/** As many as the plot of the last seconds shows. */
const readings = 60;

/** A double of a microphone's level: no device is opened. It moves slowly, or in a still picture is told at once. */
export const createLevelDouble = (level: DoubleLevel, still: boolean): LevelSource => ({
  subscribe(listener) {
    const at = (step: number): number => (level === 'voice' ? voiceAt(step) : level);
    if (still) {
      for (let step = 1; step <= readings; step += 1) atTime(step * apart, () => listener(at(step)));
      return () => undefined;
    }
    let step = 0;
    listener(at(step));
    const timer = setInterval(() => listener(at((step += 1))), 100);
    return () => clearInterval(timer);
  },
});
