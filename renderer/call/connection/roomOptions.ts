import type { JoinTicket } from '@parley/shared/backends/channel';
import type { AttemptPlan } from '../transport/attempt.ts';
import {
  ScreenSharePresets,
  Track,
  VideoPreset,
  type RoomConnectOptions,
  type RoomOptions,
  type ScreenShareCaptureOptions,
  type TrackPublishOptions,
} from 'livekit-client';

/** What every `Room` of a call is made with. */
export const roomOptions: RoomOptions = {
  // Screens: nobody sends layers that nobody looks at, nobody receives a screen that is not on the screen.
  adaptiveStream: { pixelDensity: 'screen' },
  dynacast: true,
  // No ghost in the channel after a crash or a reload of the page.
  disconnectOnPageLeave: true,
  // Send tracks are clones that belong to one Room; the capture itself belongs to the microphone.
  stopLocalTrackOnUnpublish: true,
  // Elements of our own: sinks and volumes per person, and Chromium's echo canceller hears what they play.
  webAudioMix: false,
  // Nobody sends streams here; 5 GB is the default.
  dataStream: { maxPayloadByteLength: 64 * 1024 },
};

const connectOptions: RoomConnectOptions = {
  autoSubscribe: true,
  // The attempts are counted in `callState.ts`.
  maxRetries: 1,
};

/** One attempt with a ticket: its STUN and TURN servers, where it has some, replace those that LiveKit tells. */
export const connectOptionsOf = (
  { iceServers }: Pick<JoinTicket, 'iceServers'>,
  { signalTimeout, mediaTimeout }: AttemptPlan,
  rtcConfig: RTCConfiguration,
): RoomConnectOptions => ({
  ...connectOptions,
  websocketTimeout: signalTimeout,
  peerConnectionTimeout: mediaTimeout,
  rtcConfig: iceServers === undefined ? rtcConfig : { ...rtcConfig, iceServers },
});

/** Speech: 32 kbit/s mono Opus is transparent for a voice; RED repeats packets against loss; DTX is silent when shut. */
export const microphonePublishOptions: TrackPublishOptions = {
  source: Track.Source.Microphone,
  audioPreset: { maxBitrate: 32_000 },
  dtx: true,
  red: true,
  forceStereo: false,
  stopMicTrackOnMute: false,
};

export const screenCaptureOptions: ScreenShareCaptureOptions = {
  audio: false,
  video: true,
  // Text stays sharp, frames are given up first.
  contentHint: 'detail',
  resolution: ScreenSharePresets.h1080fps15.resolution,
};

/** One layer: the second would cost the encoder as much as it spares the one listener behind a thin line. */
export const screenPublishOptions: TrackPublishOptions = {
  source: Track.Source.ScreenShare,
  videoCodec: 'vp8',
  simulcast: false,
  screenShareEncoding: new VideoPreset(1920, 1080, 2_500_000, 15).encoding,
  degradationPreference: 'maintain-resolution',
};
