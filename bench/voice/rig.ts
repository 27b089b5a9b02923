import { startCallLab, type CallLab } from '../../tests/fixtures/callLab.ts';
import { startLiveKit, type LiveKitServer } from '../../tests/fixtures/livekit.ts';
import { startSoundRig, type SoundRig } from '../../tests/fixtures/soundRig.ts';

/** Sound devices, a server, and browsers on either side that stay for all sessions with the same buffers. */
export interface Rig {
  readonly sound: SoundRig;
  readonly livekit: LiveKitServer;
  /** @param frames of the audio buffers; null: Chromium's own */
  browsers(frames: number | null, bare: boolean): Promise<{ readonly speaker: CallLab; readonly listener: CallLab }>;
  stop(): Promise<void>;
}

/** Parley's own, of which the slider of the microphone matters here. */
const features = '--disable-features=LocalNetworkAccessChecks,WebRtcAllowInputVolumeAdjustment';

export async function startRig(): Promise<Rig> {
  const sound = await startSoundRig();
  const livekit = await startLiveKit();
  const started = new Map<string, Promise<CallLab>[]>();
  const pair = (frames: number | null, bare: boolean): Promise<CallLab>[] => {
    const switches = [features, ...(frames === null ? [] : [`--audio-buffer-size=${frames}`])];
    return [sound.speaker, sound.listener].map((environment) =>
      startCallLab({ environment, switches }, bare ? 'bench/voice/barePage.ts' : undefined),
    );
  };
  return {
    sound,
    livekit,
    async browsers(frames, bare) {
      const key = `${frames} ${bare}`;
      const labs = started.get(key) ?? pair(frames, bare);
      started.set(key, labs);
      const [speaker, listener] = await Promise.all(labs);
      if (speaker === undefined || listener === undefined) throw new Error('no browsers');
      return { speaker, listener };
    },
    async stop() {
      for (const lab of [...started.values()].flat()) await (await lab).stop();
      await livekit.stop();
      await sound.stop();
    },
  };
}
