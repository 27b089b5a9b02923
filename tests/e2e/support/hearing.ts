import type { Page } from '@playwright/test';

/** What arrives from the other participants of the call in a page, measured at the audio elements that play it. */
export interface Heard {
  /** Dominant frequency, Hz; 0 in silence. */
  readonly frequency: number;
  /** Root mean square, dBFS; -Infinity for digital silence. */
  readonly level: number;
}

/** Measures over 2048 samples of everything that the page's audio elements play (RECIPES: RMS within 1 %). */
export async function hear(page: Page): Promise<Heard> {
  return page.evaluate(async () => {
    interface Ear {
      context: AudioContext;
      analyser: AnalyserNode;
      heard: Set<MediaStreamTrack>;
    }
    const holder = window as unknown as { ear?: Ear };
    if (holder.ear === undefined) {
      const context = new AudioContext();
      const analyser = context.createAnalyser();
      analyser.fftSize = 2048;
      analyser.smoothingTimeConstant = 0;
      holder.ear = { context, analyser, heard: new Set() };
    }
    const { context, analyser, heard } = holder.ear;
    for (const element of document.querySelectorAll('audio')) {
      const stream = element.srcObject;
      if (!(stream instanceof MediaStream)) continue;
      for (const track of stream.getAudioTracks()) {
        if (heard.has(track)) continue;
        heard.add(track);
        context.createMediaStreamSource(new MediaStream([track])).connect(analyser);
      }
    }
    // One whole window of fresh samples.
    await new Promise((next) => setTimeout(next, 60));
    const samples = new Float32Array(2048);
    analyser.getFloatTimeDomainData(samples);
    const spectrum = new Float32Array(analyser.frequencyBinCount);
    analyser.getFloatFrequencyData(spectrum);
    const level = 10 * Math.log10(samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length);
    if (level < -70) return { frequency: 0, level };
    let top = 1;
    for (let bin = 1; bin < spectrum.length - 1; bin += 1) if (spectrum[bin]! > spectrum[top]!) top = bin;
    // The peak lies between bins: a parabola through the three highest.
    const [left, middle, right] = [spectrum[top - 1]!, spectrum[top]!, spectrum[top + 1]!];
    const shift = (left - right) / (2 * (left - 2 * middle + right)) || 0;
    return { frequency: ((top + shift) * context.sampleRate) / 2048, level };
  });
}

/** Level below which nobody is heard, dBFS. */
export const silence = -60;
