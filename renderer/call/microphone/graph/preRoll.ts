/**
 * A delay line that lets the microphone open a moment ago: while shut it is `length` behind; once it opens it catches
 * up by leaving out short stretches that look like what follows them (overlap-add at the best match, as time-scale
 * modification of speech does), until nothing is delayed. Mono; one sample out for each one in.
 */
export interface PreRoll {
  /** What was sent before it shut is not sent again by the next opening, and nothing of what was said while barred. */
  setState(state: PreRollState): void;
  process(input: Float32Array, output: Float32Array): void;
  /** How far behind the output is, in samples; 0 once it has caught up. */
  lag(): number;
}

export type PreRollState =
  /** Sending, and catching up. */
  | 'open'
  /** Shut, and what is said now may be sent by the opening that follows. */
  | 'armed'
  /** Shut, and what is said now is nobody's business: it is never sent. */
  | 'barred';

/** ms. */
export const preRollLength = 150;

/** Of a crossfade, and of what two stretches are compared by, s. */
const fadeTime = 0.005;
/** The longest stretch that is left out at once, s: the period of a low voice fits. */
const longestCut = 0.012;
/** Between two cuts, s: speech gets faster by about a third. */
const cutEvery = 0.03;
/** A stretch that is so much stronger than its ends is a sound of its own (a click, a consonant): it stays. */
const outstanding = 4;
/** At most so often in a row, a fade apart: it has to catch up. */
const longestWait = 12;

/** @param sampleRate Hz  @param length ms */
export function createPreRoll(sampleRate: number, length: number = preRollLength): PreRoll {
  const full = Math.round((sampleRate * length) / 1000);
  const fade = Math.round(sampleRate * fadeTime);
  const longest = Math.round(sampleRate * longestCut);
  const every = Math.round(sampleRate * cutEvery);
  const size = full + longest + fade + 4096;
  const ring = new Float32Array(size);
  const at = (position: number): number => ring[((position % size) + size) % size] ?? 0;

  let written = 0;
  let state: PreRollState = 'barred';
  let behind = full;
  /** The oldest that may still be sent, as a position of the input: not what was sent before, nor what was barred. */
  let oldest = 0;
  let untilCut = 0;
  let waited = 0;
  /** A crossfade to a place `by` samples later; `done` of `fade`. */
  let cut: { readonly by: number; done: number } | null = null;

  /** How much to leave out now: where what follows looks most like what would be played. */
  const bestCut = (): number => {
    // The comparison needs what was already heard; the last stretch is too short for one.
    const reach = Math.min(longest, behind - fade);
    if (reach < fade) return behind;
    const from = written - behind;
    let best = reach;
    let bestLikeness = -Infinity;
    for (let by = fade; by <= reach; by += 2) {
      let product = 0;
      let power = 1e-9;
      for (let i = 0; i < fade; i += 2) {
        const later = at(from + by + i);
        product += at(from + i) * later;
        power += later * later;
      }
      const likeness = product / Math.sqrt(power);
      if (likeness >= bestLikeness) [best, bestLikeness] = [by, likeness];
    }
    return best;
  };

  const powerOf = (from: number, count: number): number => {
    let power = 0;
    for (let i = 0; i < count; i += 1) power += at(from + i) ** 2;
    return power / Math.max(1, count);
  };
  const begin = (by: number): typeof cut => {
    const from = written - 1 - behind;
    const ends = Math.max(powerOf(from, fade), powerOf(from + by, Math.min(fade, behind - by)));
    if (powerOf(from, by + 1) > outstanding * ends && waited < longestWait) {
      waited += 1;
      untilCut = fade;
      return null;
    }
    waited = 0;
    return { by, done: 0 };
  };

  const next = (): number => {
    if (state === 'barred') return 0;
    if (state === 'open' && behind > 0 && cut === null && untilCut <= 0) cut = begin(bestCut());
    const position = written - 1 - behind;
    untilCut -= 1;
    // The gate may open a moment before this hears of it.
    if (position < oldest) return 0;
    if (cut === null) return at(position);
    const weight = (cut.done + 1) / fade;
    const sample = at(position) * (1 - weight) + at(position + cut.by) * weight;
    cut.done += 1;
    if (cut.done >= fade) {
      behind -= cut.by;
      cut = null;
      untilCut = every - fade;
    }
    return sample;
  };

  return {
    setState(wish) {
      if (wish === state) return;
      if (state === 'open') oldest = written - behind;
      if (state === 'barred') oldest = written;
      state = wish;
      cut = null;
      untilCut = 0;
      behind = state === 'open' ? Math.max(0, Math.min(full, written - oldest)) : full;
    },
    process(input, output) {
      for (let i = 0; i < input.length; i += 1) {
        ring[written % size] = input[i] ?? 0;
        written += 1;
        output[i] = next();
      }
    },
    lag: () => (state === 'open' ? behind : full),
  };
}
