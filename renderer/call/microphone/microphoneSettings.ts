import type { SelectedDevice } from '@parley/shared/devices/device';
import type { Settings } from '@parley/shared/settings/settings';
import type { CaptureSettings } from './capture.ts';
import type { MicrophoneSettings } from './microphone.ts';

/** Which device is opened, and what the browser and the sound graph do to it. */
export const captureSettingsOf = (settings: Settings, input: SelectedDevice | null): CaptureSettings => ({
  deviceId: input?.deviceId ?? null,
  deviceLabel: input?.label ?? '',
  noiseSuppression: settings.noiseSuppression,
  echoCancellation: settings.echoCancellation,
  autoGain: settings.autoGain,
  preRoll: settings.preRoll,
  levels: settings.microphoneMode === 'voiceActivation',
});

export const microphoneSettingsOf = (settings: Settings, input: SelectedDevice | null): MicrophoneSettings => ({
  ...captureSettingsOf(settings, input),
  mode: settings.microphoneMode,
  talkMode: settings.talkMode,
  talkBindings: settings.talkBindings,
  releaseDelay: settings.releaseDelay,
  latchLimit: settings.latchLimit,
  maximumHold: settings.maximumHold,
  voice: {
    threshold: settings.voiceThreshold,
    attack: settings.voiceAttack,
    hangover: settings.voiceHangover,
  },
});
