import { rate, type Recording } from '../../tests/fixtures/soundRig.ts';

/** 40 ms from 400 to 6000 Hz under a Hann window, −6 dBFS, every 550 ms: nothing in a packet's length divides that. */
const apart = Math.round(rate * 0.55);
const length = Math.round(rate * 0.04);

export const probe = Float32Array.from({ length: apart }, (_, i) => {
  if (i >= length) return 0;
  const t = i / rate;
  return 0.5 * Math.sin(2 * Math.PI * (400 * t + (5_600 / 0.08) * t * t)) * Math.sin((Math.PI * i) / length) ** 2;
});

/** ms from mouth to ear, of each probe that was said and heard. */
export function delaysOf({ micA, ear }: Recording): readonly number[] {
  const found: number[] = [];
  for (let from = 0; from + apart * 2 < micA.length; from += 1) {
    if (Math.abs(micA[from] ?? 0) < 0.02) continue;
    const said = micA.subarray(from, from + length);
    const heard = ear.subarray(from, from + apart);
    let best = 0;
    let most = 0;
    for (let lag = 0; lag < apart - length; lag += 2) {
      let product = 0;
      for (let i = 0; i < length; i += 2) product += (said[i] ?? 0) * (heard[i + lag] ?? 0);
      if (Math.abs(product) > most) [best, most] = [lag, Math.abs(product)];
    }
    const power = said.reduce((sum, sample) => sum + sample * sample, 0) / 2;
    if (most > power * 0.05) found.push((best * 1000) / rate);
    from += apart - length;
  }
  return found;
}
