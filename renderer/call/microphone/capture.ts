import type { ParleyError } from '@parley/shared/errors';
import { err, ok, type Result } from '@parley/shared/result';
import { captureError, isDeviceMissing } from './captureErrors.ts';

export interface CaptureSettings {
  /** null: the system's default. */
  readonly deviceId: string | null;
  readonly noiseSuppression: boolean;
  readonly echoCancellation: boolean;
  readonly autoGain: boolean;
}

export type CaptureState =
  | { readonly kind: 'off' | 'starting' }
  | { readonly kind: 'live'; readonly track: MediaStreamTrack }
  | { readonly kind: 'trouble'; readonly error: ParleyError };

/** Keeps one input device open: opens, reopens when the settings ask for another, and falls back when it is unplugged. */
export interface Capture {
  open(settings: CaptureSettings): Promise<Result<void>>;
  /** Make before break: while another device opens, the one before stays live. Does nothing while closed. */
  configure(settings: CaptureSettings): void;
  close(): void;
  getState(): CaptureState;
}

export function createCapture(ports: {
  readonly mediaDevices: Pick<MediaDevices, 'getUserMedia'>;
  /** `previous`: the track that was live until now and is the caller's to end; null where there is none or it ended. */
  readonly onChange: (state: CaptureState, previous: MediaStreamTrack | null) => void;
}): Capture {
  let state: CaptureState = { kind: 'off' };
  let wanted: CaptureSettings | null = null;
  let opening: { readonly result: Promise<Result<void>> } | null = null;

  const become = (next: CaptureState): void => {
    const previous = state.kind === 'live' ? state.track : null;
    state = next;
    ports.onChange(next, previous?.readyState === 'live' ? previous : null);
  };

  const adopt = (track: MediaStreamTrack): void => {
    // `ended` comes when the device goes or the permission is taken back, not after our own stop().
    track.addEventListener('ended', () => {
      if (state.kind !== 'live' || state.track !== track) return;
      become({ kind: 'starting' });
      void reopen(true);
    });
    become({ kind: 'live', track });
  };

  /** Opens what is wanted last, whatever was wanted when this began. */
  const acquire = async (isCurrent: () => boolean, afterLoss: boolean): Promise<Result<void>> => {
    for (;;) {
      const settings = wanted;
      if (settings === null || !isCurrent()) return err(cancelled);
      const opened = await openDevice(ports.mediaDevices, settings, afterLoss);
      const outdated = !isCurrent() || settings !== wanted;
      if (outdated && opened.ok) opened.value.stop();
      if (outdated) continue;
      if (!opened.ok) {
        become({ kind: 'trouble', error: opened.error });
        return opened;
      }
      adopt(opened.value);
      return ok(undefined);
    }
  };

  const reopen = (afterLoss: boolean): Promise<Result<void>> => {
    if (opening !== null) return opening.result;
    // `close()` forgets it; what it opens after that is stopped.
    const attempt: { result: Promise<Result<void>> } = { result: Promise.resolve(err(cancelled)) };
    opening = attempt;
    attempt.result = acquire(() => opening === attempt, afterLoss).finally(() => {
      if (opening === attempt) opening = null;
    });
    return attempt.result;
  };

  return {
    open(settings) {
      wanted = settings;
      if (state.kind === 'live') return Promise.resolve(ok(undefined));
      if (state.kind !== 'starting') become({ kind: 'starting' });
      return reopen(false);
    },
    configure(settings) {
      if (wanted === null || sameSettings(wanted, settings)) return;
      wanted = settings;
      if (state.kind === 'trouble') become({ kind: 'starting' });
      void reopen(false);
    },
    close() {
      wanted = null;
      opening = null;
      if (state.kind === 'live') state.track.stop();
      if (state.kind !== 'off') become({ kind: 'off' });
    },
    getState: () => state,
  };
}

const cancelled: ParleyError = { code: 'cancelled', message: 'the microphone was closed while it opened' };

const sameSettings = (a: CaptureSettings, b: CaptureSettings): boolean =>
  a.deviceId === b.deviceId &&
  a.noiseSuppression === b.noiseSuppression &&
  a.echoCancellation === b.echoCancellation &&
  a.autoGain === b.autoGain;

async function openDevice(
  mediaDevices: Pick<MediaDevices, 'getUserMedia'>,
  settings: CaptureSettings,
  afterLoss: boolean,
): Promise<Result<MediaStreamTrack>> {
  const open = async (deviceId: string | null): Promise<MediaStreamTrack> => {
    const stream = await mediaDevices.getUserMedia({ audio: constraintsOf({ ...settings, deviceId }) });
    const [track] = stream.getAudioTracks();
    if (track === undefined) throw new Error('a stream without an audio track');
    return track;
  };
  try {
    return ok(
      await open(settings.deviceId).catch((thrown: unknown) => {
        // A device that is being unplugged fails in many ways; the default may still work.
        const mayFallBack = settings.deviceId !== null && (afterLoss || isDeviceMissing(thrown));
        if (!mayFallBack) throw thrown;
        return open(null);
      }),
    );
  } catch (thrown) {
    return err(captureError(thrown));
  }
}

/** Speech is one channel. `exact` for the device, so that Chromium does not quietly take another one. */
const constraintsOf = (settings: CaptureSettings): MediaTrackConstraints => ({
  ...(settings.deviceId === null ? {} : { deviceId: { exact: settings.deviceId } }),
  channelCount: { ideal: 1 },
  noiseSuppression: settings.noiseSuppression,
  echoCancellation: settings.echoCancellation,
  autoGainControl: settings.autoGain,
});
