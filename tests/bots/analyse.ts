/** What a piece of sound is: of samples between -1 and 1. */
export interface Analysis {
  /** Dominant frequency, Hz; 0 when the piece is silent. */
  readonly frequency: number;
  /** Root mean square, dBFS (a full-scale sine has -3.01); never below `floor`. */
  readonly level: number;
}

/** What digital silence is said to have, dBFS: JSON has no -Infinity. */
export const floor = -120;

/** Below this level nothing has a pitch, dBFS. */
const audible = -70;

const size = 4096;

/**
 * Level of all samples, and the highest peak of the spectrum of the last 4096 of them (fewer are padded with zeros),
 * refined between bins: within 1 Hz for a tone above 100 Hz that lasts 40 ms.
 */
export function analyse(samples: Float32Array, sampleRate: number): Analysis {
  const power = samples.reduce((sum, sample) => sum + sample * sample, 0) / Math.max(1, samples.length);
  const level = Math.max(floor, 10 * Math.log10(power));
  if (level < audible) return { frequency: 0, level };
  const spectrum = powerSpectrum(samples.subarray(-size));
  let top = 1;
  for (let bin = 1; bin < spectrum.length - 1; bin += 1) if (at(spectrum, bin) > at(spectrum, top)) top = bin;
  // The peak lies between bins: a parabola through the logarithms of the three highest.
  const [left, middle, right] = [top - 1, top, top + 1].map((bin) => Math.log(at(spectrum, bin) + Number.MIN_VALUE));
  const shift = parabolaTop(left ?? 0, middle ?? 0, right ?? 0);
  return { frequency: ((top + shift) * sampleRate) / size, level };
}

const at = (values: Float64Array, index: number): number => values[index] ?? 0;

function parabolaTop(left: number, middle: number, right: number): number {
  const bend = left - 2 * middle + right;
  return bend === 0 ? 0 : (left - right) / (2 * bend);
}

/** Powers of bins 0 to size / 2 of the Hann-windowed samples: an iterative radix-2 transform. */
function powerSpectrum(samples: Float32Array): Float64Array {
  const real = new Float64Array(size);
  const imaginary = new Float64Array(size);
  const bits = Math.log2(size);
  for (let index = 0; index < samples.length; index += 1) {
    const hann = 0.5 - 0.5 * Math.cos((2 * Math.PI * index) / samples.length);
    real[reversed(index, bits)] = (samples[index] ?? 0) * hann;
  }
  for (let half = 1; half < size; half *= 2) {
    for (let turn = 0; turn < half; turn += 1) {
      const cos = Math.cos((Math.PI * turn) / half);
      const sin = -Math.sin((Math.PI * turn) / half);
      for (let low = turn; low < size; low += 2 * half) {
        const high = low + half;
        const re = at(real, high) * cos - at(imaginary, high) * sin;
        const im = at(real, high) * sin + at(imaginary, high) * cos;
        real[high] = at(real, low) - re;
        imaginary[high] = at(imaginary, low) - im;
        real[low] = at(real, low) + re;
        imaginary[low] = at(imaginary, low) + im;
      }
    }
  }
  return Float64Array.from({ length: size / 2 + 1 }, (_, bin) => at(real, bin) ** 2 + at(imaginary, bin) ** 2);
}

function reversed(value: number, bits: number): number {
  let result = 0;
  for (let bit = 0; bit < bits; bit += 1) result = (result << 1) | ((value >> bit) & 1);
  return result;
}
