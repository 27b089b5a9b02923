/** What a few seconds of a room without a voice say about the threshold. */
export type ThresholdSuggestion =
  /** `floor`: how loud the room is, `threshold`: where to put it; dBFS. */
  | { readonly kind: 'suggested'; readonly floor: number; readonly threshold: number }
  /** Somebody spoke, or the room is so loud that a voice would not stand out. */
  | { readonly kind: 'tooLoud'; readonly floor: number }
  /** Digital silence: nothing is measured by that. */
  | { readonly kind: 'silent' };

/** The room is louder than all but the loudest tenth of the levels: a chair that creaks once does not count. */
const share = 0.9;
/** A voice at a microphone is louder than the room by more than this, dB. */
const margin = 8;
/** In a louder room a threshold above it would shut out a voice, dBFS. */
const loudestRoom = -26;
/** Below this is the noise of the converter, not of the room, dBFS. */
const quietest = -65;

/** @param levels dBFS, of at least 1 s */
export function suggestThreshold(levels: readonly number[]): ThresholdSuggestion {
  const heard = levels.filter((level) => level > -120).toSorted((a, b) => a - b);
  if (heard.length < levels.length / 2 || heard.length === 0) return { kind: 'silent' };
  const floor = heard[Math.min(heard.length - 1, Math.floor(heard.length * share))] ?? -Infinity;
  if (floor > loudestRoom) return { kind: 'tooLoud', floor };
  return { kind: 'suggested', floor, threshold: Math.max(quietest, Math.ceil(floor + margin)) };
}
