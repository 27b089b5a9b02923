import type { Voice } from './protocol.ts';

/** Endless samples of a voice at a rate: `next(count)` fills a frame of 16-bit samples. */
export function createVoice(
  voice: Exclude<Voice, { kind: 'silent' }>,
  sampleRate: number,
): (count: number) => Int16Array {
  const sample = voice.kind === 'tone' ? tone(voice.frequency, voice.level) : phrase;
  let index = 0;
  return (count) =>
    Int16Array.from({ length: count }, () => {
      const value = Math.round(32_767 * sample(index / sampleRate));
      index += 1;
      return value;
    });
}

const tone = (frequency: number, level: number): ((seconds: number) => number) => {
  const peak = 10 ** (level / 20);
  return (seconds) => peak * Math.sin(2 * Math.PI * frequency * seconds);
};

/** An arpeggio of C major with the ninth, Hz. */
const notes = [261.63, 329.63, 392, 523.25, 587.33, 392, 329.63];
/** From note to note, and the silence after the last, seconds. */
const step = 0.34;
const pause = 2.6;
/** Peak of a note: -14 dBFS, as loud as a voice; below some -35 dBFS LiveKit does not call somebody speaking. */
const softness = 0.2;

/** Plucked notes with a pause: pleasant for as long as somebody looks at the program. */
function phrase(seconds: number): number {
  const within = seconds % (notes.length * step + pause);
  const current = Math.floor(within / step);
  let sum = 0;
  // The note before still rings; two are enough.
  for (const note of [current - 1, current]) {
    const frequency = notes[note];
    if (frequency === undefined) continue;
    const age = within - note * step;
    const envelope = Math.min(1, age / 0.02) * Math.exp(-age * 5) * Math.min(1, (2 * step - age) / 0.05);
    const angle = 2 * Math.PI * frequency * age;
    sum += softness * envelope * (Math.sin(angle) + 0.25 * Math.sin(2 * angle));
  }
  return sum;
}
