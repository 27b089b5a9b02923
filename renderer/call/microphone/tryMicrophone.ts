import type { ParleyError } from '@parley/shared/errors';
import type { MicrophoneTrial } from '../callView.ts';
import { createCapture, type CaptureSettings } from './capture.ts';
import { browserClock } from './clock.ts';
import { createBrowserSoundGraph } from './graph/soundGraph.ts';
import { createAnalyserMeter, createLevelSource } from './meter.ts';

/**
 * Opens the microphone for the meter alone. A capture of its own, beside the call's: nothing of it can be published,
 * because no send track is ever made of it.
 */
export function tryMicrophone(ports: {
  readonly settings: CaptureSettings;
  readonly onTrouble: (error: ParleyError) => void;
}): MicrophoneTrial {
  const level = createLevelSource(browserClock, createAnalyserMeter);
  const capture = createCapture({
    mediaDevices: navigator.mediaDevices,
    createSoundGraph: createBrowserSoundGraph,
    onLevel: () => undefined,
    onChange(state, previous) {
      previous?.stop();
      level.setTrack(state.kind === 'live' ? state.captured.track : null);
      if (state.kind === 'trouble') ports.onTrouble(state.error);
    },
  });
  // What goes wrong is told by `onTrouble`.
  void capture.open({ ...ports.settings, preRoll: false, levels: false });
  return { level, stop: () => capture.close() };
}
