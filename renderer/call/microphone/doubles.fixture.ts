import type { Clock } from './clock.ts';
import type { FromGuard, ToGuard } from './guard/guardMessages.ts';
import type { CreateGuardThread } from './guard/sendGuard.ts';
import type { PreRollState } from './graph/preRoll.ts';
import type { CreateSoundGraph, SoundGraphWishes } from './graph/soundGraph.ts';

// Doubles for unit tests: no test process has a microphone. What a browser really does is in the integration test.

/** Time that moves only when told. */
export function createFakeClock(): Clock & { advance(by: number): void } {
  let now = 0;
  let timers: { readonly at: number; readonly call: () => void }[] = [];
  return {
    now: () => now,
    after(delay, call) {
      const timer = { at: now + delay, call };
      timers.push(timer);
      return () => void (timers = timers.filter((other) => other !== timer));
    },
    advance(by) {
      const end = now + by;
      for (;;) {
        const next = timers.filter(({ at }) => at <= end).toSorted((a, b) => a.at - b.at)[0];
        if (next === undefined) break;
        timers = timers.filter((other) => other !== next);
        now = Math.max(now, next.at);
        next.call();
      }
      now = end;
    },
  };
}

/** Like the browser's: `enabled` is an accessor of the prototype, and a clone copies it. */
export class TrackDouble extends EventTarget implements MediaStreamTrack {
  readonly id = crypto.randomUUID();
  readonly kind = 'audio';
  readonly muted = false;
  contentHint = '';
  onended = null;
  onmute = null;
  onunmute = null;
  readyState: MediaStreamTrackState = 'live';
  readonly label: string;
  readonly clones: TrackDouble[] = [];
  #enabled = true;

  constructor(label: string) {
    super();
    this.label = label;
  }
  get enabled(): boolean {
    return this.#enabled;
  }
  set enabled(value: boolean) {
    this.#enabled = value;
  }
  clone(): TrackDouble {
    const clone = new TrackDouble(this.label);
    clone.readyState = this.readyState;
    clone.enabled = this.enabled;
    this.clones.push(clone);
    return clone;
  }
  stop(): void {
    this.readyState = 'ended';
  }
  /** The device is gone. */
  end(): void {
    for (const track of [this, ...this.clones]) {
      track.readyState = 'ended';
      track.dispatchEvent(new Event('ended'));
    }
  }
  applyConstraints(): Promise<void> {
    return Promise.resolve();
  }
  getCapabilities(): MediaTrackCapabilities {
    return {};
  }
  getConstraints(): MediaTrackConstraints {
    return {};
  }
  getSettings(): MediaTrackSettings {
    return {};
  }
}

/** Devices that are plugged in; `default` is the first. A missing one is refused as Chromium refuses it. */
export function createMediaDevicesDouble(plugged: string[] = ['desk']) {
  const tracks: TrackDouble[] = [];
  const asked: MediaTrackConstraints[] = [];
  /** `onlyFor`: the device that is refused; every one when it is left out. */
  /** `lacks`: processing that no device can do. */
  const control: { refusal: string | null; onlyFor?: string; lacks?: 'echoCancellation' } = { refusal: null };
  const getUserMedia = async (constraints?: MediaStreamConstraints): Promise<MediaStream> => {
    const audio = constraints?.audio;
    if (typeof audio !== 'object') throw new TypeError('audio was not asked for');
    asked.push(audio);
    // The browser answers in a later task.
    await new Promise((resolve) => setTimeout(resolve, 0));
    const { deviceId } = audio;
    const exact = typeof deviceId === 'object' && 'exact' in deviceId ? String(deviceId.exact) : plugged[0];
    const refused = control.onlyFor === undefined || control.onlyFor === exact;
    if (control.refusal !== null && refused) throw new DOMException('refused', control.refusal);
    const lacking = control.lacks === undefined ? undefined : audio[control.lacks];
    if (typeof lacking === 'object' && 'exact' in lacking) {
      throw Object.assign(new DOMException('cannot', 'OverconstrainedError'), { constraint: control.lacks });
    }
    if (exact === undefined) throw new DOMException('none', 'NotFoundError');
    if (!plugged.includes(exact)) throw new DOMException('gone', 'OverconstrainedError');
    const track = new TrackDouble(exact);
    tracks.push(track);
    return streamOf(track);
  };
  return { getUserMedia, tracks, asked, plugged, control };
}

/** Only what `capture.ts` asks of a stream; a test process has no MediaStream. */
function streamOf(track: MediaStreamTrack): MediaStream {
  const stream: Pick<MediaStream, 'getAudioTracks'> = { getAudioTracks: () => [track] };
  return stream as MediaStream;
}

/** No test process has an audio thread: it records what it was asked for, and plays levels when told. */
export function createSoundGraphDouble() {
  const graphs: {
    readonly wishes: SoundGraphWishes;
    readonly track: TrackDouble;
    readonly told: PreRollState[];
    readonly level: (dbfs: number) => void;
    readonly breakDown: () => void;
    closed: boolean;
  }[] = [];
  const control: { failure: string | null } = { failure: null };
  const createSoundGraph: CreateSoundGraph = async (source, wishes, { onLevel, onBroken }) => {
    if (control.failure !== null) throw new Error(control.failure);
    const graph = {
      wishes,
      track: new TrackDouble(`${source.label}, processed`),
      told: [] as PreRollState[],
      level: onLevel,
      breakDown: onBroken,
      closed: false,
    };
    graphs.push(graph);
    const processes = wishes.suppress || wishes.preRoll;
    return {
      track: processes ? graph.track : source,
      setPreRoll: (state) => void graph.told.push(state),
      close() {
        graph.closed = true;
        graph.track.stop();
      },
    };
  };
  return { createSoundGraph, graphs, control };
}

/** No test process has workers or senders: it records what it was told. */
export function createGuardDouble() {
  const threads: {
    readonly senders: RTCRtpSender[];
    readonly told: ToGuard[];
    readonly say: (message: FromGuard) => void;
    readonly fail: () => void;
    ended: boolean;
  }[] = [];
  const control: { readonly refuses: Set<'create' | 'take'>; silent: boolean } = { refuses: new Set(), silent: false };
  const createGuardThread: CreateGuardThread = ({ onMessage, onFailed }) => {
    if (control.refuses.has('create')) throw new DOMException('no worker', 'SecurityError');
    const thread = {
      senders: [] as RTCRtpSender[],
      told: [] as ToGuard[],
      say: onMessage,
      fail: () => onFailed('broken'),
      ended: false,
    };
    threads.push(thread);
    return {
      take(sender) {
        if (control.refuses.has('take')) throw new DOMException('no transform', 'InvalidStateError');
        thread.senders.push(sender);
      },
      tell(message) {
        thread.told.push(message);
        if (message.kind === 'alive' && !control.silent) onMessage({ kind: 'alive' });
      },
      end: () => void (thread.ended = true),
    };
  };
  /** Nobody looks into it. */
  const sender = (): RTCRtpSender => ({ transport: null }) as RTCRtpSender;
  return { createGuardThread, threads, control, sender };
}
