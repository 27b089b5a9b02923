import type { Settings } from '@parley/shared/settings/settings';

/**
 * Frames at 48 kHz; null: Chromium's own, which are several times as long. Measured with bench/voice: 256 frames gain a
 * seventh of the bare page's delay, 128 a fifth, 64 a quarter; where gaps come of it, `watchUnderruns` steps back.
 */
const frames: Readonly<Record<Settings['latency'], number | null>> = { safe: null, balanced: 128, lowest: 64 };

/**
 * Chromium's switches for the audio buffers: the largest lever on the delay from mouth to ear (bench/voice), which can
 * only be set at its start (media/base/media_switches.cc, `audio-buffer-size`).
 */
export function audioSwitches(latency: Settings['latency']): readonly (readonly [name: string, value: string])[] {
  const size = frames[latency];
  return size === null ? [] : [['audio-buffer-size', String(size)]];
}
