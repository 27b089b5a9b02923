import type { PreRollState } from './preRoll.ts';

/** What page and audio thread call each other's parts (`voiceWorklet.ts`). */
export const preRollName = 'parley-pre-roll';
/** Tells a level about every 10 ms, dBFS, and hands the sound on. */
export const levelName = 'parley-level';

export interface PreRollMessage {
  readonly state: PreRollState;
}
