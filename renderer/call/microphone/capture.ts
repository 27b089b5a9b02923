import type { ParleyError } from '@parley/shared/errors';
import { systemDefault } from '@parley/shared/devices/selectDevice';
import { err, ok, type Result } from '@parley/shared/result';
import type { Settings } from '@parley/shared/settings/settings';
import { warn } from '../log.ts';
import { captureError } from './captureErrors.ts';
import type { PreRollState } from './graph/preRoll.ts';
import { needsGraph, type CreateSoundGraph, type SoundGraph, type SoundGraphWishes } from './graph/soundGraph.ts';

export interface CaptureSettings {
  /** null: the system's default. */
  readonly deviceId: string | null;
  /** Its name: when the system's default becomes another device, only this changes. Empty while it is not known. */
  readonly deviceLabel: string;
  readonly noiseSuppression: Settings['noiseSuppression'];
  readonly echoCancellation: boolean;
  readonly autoGain: boolean;
  readonly preRoll: boolean;
  /** Levels every 10 ms, for voice activation. */
  readonly levels: boolean;
}

/** One opened device and what is done to its sound. */
export interface Captured {
  /** As the browser delivers it; ends with the device. */
  readonly track: MediaStreamTrack;
  /** What send tracks are made of. */
  readonly sent: MediaStreamTrack;
  readonly compromises: readonly Compromise[];
  setPreRoll(state: PreRollState): void;
  stop(): void;
}

/** What is done instead of what was asked for, and why. */
export type Compromise =
  /** RNNoise cannot run: the browser's own suppression does it. */
  | { readonly kind: 'suppressorFailed' }
  /** The sound cannot be processed here at all: no pre-roll, and no voice activation. */
  | { readonly kind: 'graphFailed' }
  /** The chosen device does not open: the system's default stands in. */
  | { readonly kind: 'deviceRefused'; readonly error: ParleyError };

export type CaptureState =
  | { readonly kind: 'off' | 'starting' }
  | { readonly kind: 'live'; readonly captured: Captured }
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
  readonly createSoundGraph: CreateSoundGraph;
  readonly onLevel: (dbfs: number) => void;
  /** `previous`: what was live until now and is the caller's to stop; null where there is none or it ended. */
  readonly onChange: (state: CaptureState, previous: Captured | null) => void;
  /** The device in use ended by itself; told before another one is opened. */
  readonly onLost?: () => void;
}): Capture {
  let state: CaptureState = { kind: 'off' };
  let wanted: CaptureSettings | null = null;
  let opening: { readonly result: Promise<Result<void>> } | null = null;
  /** RNNoise broke down: not again until the settings change. */
  let suppressorBroken = false;

  const become = (next: CaptureState): void => {
    const previous = state.kind === 'live' ? state.captured : null;
    state = next;
    ports.onChange(next, previous?.track.readyState === 'live' ? previous : null);
  };
  const isLive = (captured: Captured): boolean => state.kind === 'live' && state.captured === captured;

  const adopt = (captured: Captured): void => {
    // `ended` comes when the device goes or the permission is taken back, not after our own stop().
    captured.track.addEventListener('ended', () => {
      captured.stop();
      if (!isLive(captured)) return;
      ports.onLost?.();
      become({ kind: 'starting' });
      void reopen(true);
    });
    become({ kind: 'live', captured });
  };

  /** Opens what is wanted last, whatever was wanted when this began. */
  const acquire = async (isCurrent: () => boolean, afterLoss: boolean): Promise<Result<void>> => {
    for (;;) {
      const settings = wanted;
      if (settings === null || !isCurrent()) return err(cancelled);
      const opened = await openDevice(settings, afterLoss);
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

  const openTrack = async (settings: CaptureSettings): Promise<MediaStreamTrack> => {
    const stream = await ports.mediaDevices
      .getUserMedia({ audio: constraintsOf(settings, 'exact') })
      .catch((thrown: unknown) => {
        // Some device cannot do something: as near as it can.
        if (!lacksProcessing(thrown)) throw thrown;
        return ports.mediaDevices.getUserMedia({ audio: constraintsOf(settings, 'ideal') });
      });
    const [track] = stream.getAudioTracks();
    if (track === undefined) throw new Error('a stream without an audio track');
    return track;
  };

  const openDevice = async (settings: CaptureSettings, afterLoss: boolean): Promise<Result<Captured>> => {
    const compromises: Compromise[] = [];
    let opens = settings;
    try {
      const track = await openTrack(settings).catch((thrown: unknown) => {
        const error = captureError(thrown);
        // Refusal holds for every device. Else the default may still work; a device that is being unplugged fails in many ways.
        if (settings.deviceId === null || error.reason === 'microphoneRefused') throw thrown;
        if (!afterLoss && error.reason !== 'microphoneAbsent') compromises.push({ kind: 'deviceRefused', error });
        opens = { ...settings, deviceId: null };
        return openTrack(opens);
      });
      return ok(await process(track, opens, compromises));
    } catch (thrown) {
      return err(captureError(thrown));
    }
  };

  /** `settings`: with the device that did open; it may have to be opened once more. */
  const process = async (
    track: MediaStreamTrack,
    settings: CaptureSettings,
    compromises: readonly Compromise[],
  ): Promise<Captured> => {
    const wishes: SoundGraphWishes = {
      suppress: settings.noiseSuppression === 'rnnoise' && !suppressorBroken,
      preRoll: settings.preRoll,
      levels: settings.levels,
    };
    const failed = settings.noiseSuppression === 'rnnoise' && suppressorBroken;
    let graph: SoundGraph | null = null;
    const captured = (...more: readonly Compromise[]): Captured => ({
      track,
      sent: graph?.track ?? track,
      compromises: [...compromises, ...more],
      setPreRoll: (roll) => graph?.setPreRoll(roll),
      stop() {
        track.stop();
        graph?.close();
      },
    });
    if (!needsGraph(wishes)) return captured(...(failed ? [{ kind: 'suppressorFailed' } as const] : []));
    const own: { captured: Captured | null } = { captured: null };
    try {
      graph = await ports.createSoundGraph(track, wishes, {
        onLevel: (dbfs) => own.captured !== null && isLive(own.captured) && ports.onLevel(dbfs),
        onBroken() {
          if (own.captured === null || !isLive(own.captured)) return;
          suppressorBroken = true;
          void reopen(false);
        },
      });
      own.captured = captured(...(failed ? [{ kind: 'suppressorFailed' } as const] : []));
      return own.captured;
    } catch (thrown) {
      warn('the sound graph cannot run', thrown);
      // Without RNNoise there may still be pre-roll and voice activation.
      if (!wishes.suppress) return captured({ kind: 'graphFailed' });
      suppressorBroken = true;
      track.stop();
      return process(await openTrack({ ...settings, noiseSuppression: 'browser' }), settings, compromises);
    }
  };

  return {
    open(settings) {
      wanted = settings;
      if (state.kind === 'live') return Promise.resolve(ok(undefined));
      if (state.kind !== 'starting') become({ kind: 'starting' });
      return reopen(false);
    },
    configure(settings) {
      if (wanted === null) return;
      if (sameSettings(wanted, settings)) {
        // The device's name may be known by now.
        if (opening === null) wanted = settings;
        return;
      }
      if (wanted.noiseSuppression !== settings.noiseSuppression) suppressorBroken = false;
      wanted = settings;
      if (state.kind === 'trouble') become({ kind: 'starting' });
      void reopen(false);
    },
    close() {
      wanted = null;
      opening = null;
      if (state.kind === 'live') state.captured.stop();
      if (state.kind !== 'off') become({ kind: 'off' });
    },
    getState: () => state,
  };

  /**
   * Speech is one channel. `exact` for the device, so that Chromium does not quietly take another one; and for the processing, because
   * otherwise it takes that of a capture of the same device which is still open (the one that is about to be replaced).
   */
  function constraintsOf(settings: CaptureSettings, how: 'exact' | 'ideal'): MediaTrackConstraints {
    const suppression =
      settings.noiseSuppression === 'browser' || (settings.noiseSuppression === 'rnnoise' && suppressorBroken);
    return {
      ...(settings.deviceId === null ? {} : { deviceId: { exact: settings.deviceId } }),
      channelCount: { ideal: 1 },
      noiseSuppression: { [how]: suppression },
      echoCancellation: { [how]: settings.echoCancellation },
      autoGainControl: { [how]: settings.autoGain },
    };
  }
}

/** `OverconstrainedError` by another constraint than the device (https://www.w3.org/TR/mediacapture-streams/#overconstrainederror-interface). */
const lacksProcessing = (thrown: unknown): boolean =>
  thrown instanceof Error &&
  'constraint' in thrown &&
  ['noiseSuppression', 'echoCancellation', 'autoGainControl'].includes(String(thrown.constraint));

const cancelled: ParleyError = { code: 'cancelled', message: 'the microphone was closed while it opened' };

const sameSettings = (a: CaptureSettings, b: CaptureSettings): boolean =>
  sameDevice(a, b) && processing.every((name) => a[name] === b[name]);

const processing = ['noiseSuppression', 'echoCancellation', 'autoGain', 'preRoll', 'levels'] as const;

function sameDevice(a: CaptureSettings, b: CaptureSettings): boolean {
  const isDefault = ({ deviceId }: CaptureSettings): boolean => deviceId === null || deviceId === systemDefault;
  if (!isDefault(a) || !isDefault(b)) return a.deviceId === b.deviceId;
  // A running capture stays with the device that was the default (Windows, macOS; PulseAudio moves it by itself).
  return a.deviceLabel === '' || b.deviceLabel === '' || a.deviceLabel === b.deviceLabel;
}
