import type { ParleyError } from '@parley/shared/errors';
import type { Ways } from './transport/attempt.ts';
import type { TalkMode } from '@parley/shared/hotkeys/pushToTalk';
import type { Result } from '@parley/shared/result';
import type { HeardPerson } from '@parley/shared/settings/heardPeople';
import type { Settings } from '@parley/shared/settings/settings';

/**
 * What the interface may know of a call and do with it. `renderer/call` implements it without React;
 * `renderer/features` reads it through `useSyncExternalStore`. Snapshots are immutable and keep their identity (and
 * that of their parts) while nothing in them changed.
 */
export interface CallController {
  subscribe(listener: () => void): () => void;
  getSnapshot(): CallView;
  /** Levels change 30 times a second and stay outside the snapshot: dBFS of the microphone, −Infinity for digital silence. */
  readonly microphoneLevel: LevelSource;
  /** A call that is on beside takes the microphone; one on another instance of the same server stays on beside. */
  join(channel: CallChannel): void;
  leave(): void;
  /** Leaves a call beside the one that is shown, or drops what is shown of one that ended. */
  leaveBeside(channel: CallChannel): void;
  /** "Disconnect all". */
  leaveAll(): void;
  /** Takes back a `failed` or `ended` state, to idle. */
  dismiss(): void;
  setMuted(muted: boolean): void;
  setDeafened(deafened: boolean): void;
  /** The mic-key pressed with pointer or keyboard: the same lease as a held hotkey. */
  holdTalk(): void;
  releaseTalk(): void;
  /** Opens again, by the person's word, what was shut because they or their microphone went away. */
  reopenMicrophone(): void;
  /** Opens the microphone for nobody but the meter, by the settings in force; `onTrouble` says why it cannot. */
  tryMicrophone(onTrouble: (error: ParleyError) => void): MicrophoneTrial;
  /** Sounds in the place of Parley's own. */
  readonly cues: OwnCues;
  /** Devices tried out for this person alone. */
  readonly soundCheck: SoundCheck;
  /** When this participant spoke in the last minute, oldest first. */
  speechOf(identity: string): readonly SpeechSpan[];
  /** A short tone for this person alone: something waits to be announced until the microphone is shut. */
  announceWaiting(): void;
  /** Tries to open the microphone again after trouble. */
  retryMicrophone(): void;
  /** A source of `desktop.screens.list()`; null lets the system's own chooser ask. */
  shareScreen(sourceId: string | null): Promise<void>;
  stopSharing(): void;
  /** Shows a screen in a video element of the caller's; the returned function lets go of it. */
  attachScreen(screenId: string, element: HTMLVideoElement): () => void;
  /**
   * How a person is heard, on all of their devices, from now on and in later calls.
   *
   * @param server the address of theirs, of whom is not in the call
   */
  setHeard(identity: string, change: HeardChange, server?: string | null): void;
}

/** `volume`, `screen`: per cent, 0..200; `priority`: others are turned down while they speak. */
export type HeardChange = Partial<Omit<HeardPerson, 'server' | 'identity' | 'name'>>;

export type NoiseSuppression = Settings['noiseSuppression'];
export type ToneSide = 'left' | 'right' | 'both';

/** What a microphone heard, by one noise suppression; kept until the next are made. */
export interface OwnRecording {
  readonly suppression: NoiseSuppression;
  readonly url: string;
  /** RNNoise did not load: the browser's own did it. */
  readonly instead: boolean;
}

export interface OwnCues {
  play(cue: CueName): void;
  /** Which are the person's own. */
  own(): Promise<readonly CueName[]>;
  /** Errors: `notSound`, `soundTooLong`. */
  replace(cue: CueName, file: Blob): Promise<Result<void>>;
  reset(cue: CueName): Promise<void>;
}

export interface SoundCheck {
  /** The same `duration` ms by each of them. Errors: those of the microphone; `microphoneLost` when it goes meanwhile. */
  record(suppressions: readonly NoiseSuppression[], duration: number): Promise<Result<readonly OwnRecording[]>>;
  /** On the output in use, to its end or until `stop`. Errors: `outputFailed`. */
  play(recording: OwnRecording): Promise<Result<void>>;
  /** A test tone. Errors: `outputFailed`. */
  tone(side: ToneSide): Promise<Result<void>>;
  stop(): void;
}

export interface LevelSource {
  /**
   * Calls back about every `apart` ms (33) with the level since the last call, while a call is on. Measured is as often as
   * the most eager listener asks for, and not at all without one.
   */
  subscribe(listener: (dbfs: number) => void, apart?: number): () => void;
}

export interface CallView {
  readonly state: CallState;
  /** Calls that go on beside it, without the microphone. */
  readonly beside: readonly BesideCall[];
  readonly microphone: MicrophoneView;
  /** The person's own wish, kept over calls. */
  readonly muted: boolean;
  readonly deafened: boolean;
  readonly participants: readonly ParticipantView[];
  readonly screens: readonly ScreenView[];
  readonly sharing: 'off' | 'starting' | 'on';
  readonly path: PathView | null;
  /** Newest last; the interface shows them as notices and announces them. */
  readonly notices: readonly CallNotice[];
  /** The last cue, for its caption and its words; `who` joined or left; `id` tells two of a kind apart. Null before the first. */
  readonly cue: {
    readonly cue: CueName;
    readonly id: number;
    readonly who: string;
    /** In words instead of a sound; the interface speaks. */
    readonly spoken: boolean;
  } | null;
}

/** What is shown before the first call, and of each call that is over. */
export const noCall: CallView = {
  state: { phase: 'idle' },
  beside: [],
  microphone: { state: 'idle' },
  muted: false,
  deafened: false,
  participants: [],
  screens: [],
  sharing: 'off',
  path: null,
  notices: [],
  cue: null,
};

export interface BesideCall {
  readonly state: Exclude<CallState, { phase: 'idle' }>;
  /** With this person; 0 while it is not known. */
  readonly people: number;
}

/** The short sounds of the microphone (design/LANGUAGE.md, "The microphone"). */
export type MicrophoneCue = 'open' | 'shut' | 'muted' | 'trouble' | 'limitNear';

/** Every sound of Parley itself. */
export const cueNames = ['open', 'shut', 'muted', 'trouble', 'limitNear', 'join', 'leave', 'connectionLost'] as const;
export type CueName = (typeof cueNames)[number];

export interface CallChannel {
  /** The profile whose channel it is. */
  readonly server: string;
  readonly id: string;
  readonly name: string;
}

/** Ids are a server's own: two servers may have the same. */
export const isSameChannel = (a: Omit<CallChannel, 'name'>, b: Omit<CallChannel, 'name'>): boolean =>
  a.server === b.server && a.id === b.id;

/** DESIGN.md §3. */
export type CallState =
  | { readonly phase: 'idle' }
  /** Main asks the backend for a join ticket. */
  | { readonly phase: 'authorising'; readonly channel: CallChannel }
  /** Signalling, ICE and DTLS; `attempt` counts from 1. */
  | {
      readonly phase: 'connecting';
      readonly channel: CallChannel;
      readonly attempt: number;
      /** What this attempt tries; null before the first. */
      readonly ways: Ways | null;
    }
  /** `since`: ms since the epoch. */
  | { readonly phase: 'connected'; readonly channel: CallChannel; readonly since: number }
  | {
      readonly phase: 'reconnecting';
      readonly channel: CallChannel;
      readonly since: number;
      readonly attempt: number;
      /** Only the signalling is away: one hears and is heard, and what others do shows late. */
      readonly mediaFlows: boolean;
      /** What does not answer, once it takes long; null before, and while nothing is known of it. */
      readonly trouble: ParleyError | null;
    }
  | ({ readonly phase: 'ended'; readonly channel: CallChannel } & CallEnd)
  | { readonly phase: 'failed'; readonly channel: CallChannel; readonly error: ParleyError };

/** What is said gets through: the connection is there, or only its signalling is away. */
export const isHeard = (state: CallState): boolean =>
  state.phase === 'connected' || (state.phase === 'reconnecting' && state.mediaFlows);

export type CallEnd = { readonly reason: EndReason } | ModeratedEnd;

/** `removed`: somebody did it, and nobody told why. */
export type EndReason = 'left' | 'channelDeleted' | 'removed' | 'joinedElsewhere' | 'connectionLost';

/** A moderator ended the call. */
export interface ModeratedEnd {
  readonly reason: 'kicked' | 'banned' | 'channelClosed';
  readonly told: ModeratorWords;
}

/** What is told of a moderator's deed. */
export interface ModeratorWords {
  /** The name of who did it; empty when it is not known. */
  readonly by: string;
  /** Empty when none was given. */
  readonly reason: string;
  /** In every channel, not in one. */
  readonly everywhere: boolean;
  /** When a mute or a ban ends by itself, ms since the epoch; null when it does not. */
  readonly until: number | null;
}

/** `design/LANGUAGE.md`, "The microphone". */
export type MicrophoneView =
  | { readonly state: 'idle' }
  | { readonly state: 'connecting' }
  | { readonly state: 'shut'; readonly reason: ShutReason }
  | { readonly state: 'open'; readonly by: TalkMode | 'voice' | 'always' }
  /** `moderator`: a hard mute; `listener`: the role has no SPEAK here. The person can undo neither. */
  | { readonly state: 'muted'; readonly by: 'self' | 'deafen' | 'moderator' | 'listener' }
  | { readonly state: 'trouble'; readonly error: ParleyError };

/** Why the gate is shut although the microphone works. Only the first three are the ordinary case. */
export type ShutReason =
  | 'released'
  | 'notHeld'
  | 'quiet'
  /** The key of push-to-mute is held. */
  | 'muteHeld'
  | 'maximumHold'
  | 'latchLimit'
  | 'leaseExpired'
  | 'sourceLost'
  | 'rebound'
  | 'lockScreen'
  | 'suspend'
  | 'sessionSwitch'
  /** The microphone in use was unplugged while nothing held it open: another one waits for the person. */
  | 'deviceLost'
  /** No microphone could be opened, and now one can: it waits for the person, unless a key holds it. */
  | 'deviceReady'
  /** Toggled or latched on in another channel than this one. */
  | 'channelChanged'
  | 'reconnecting';

export interface ParticipantView {
  readonly identity: string;
  readonly name: string;
  readonly isLocal: boolean;
  readonly speaking: boolean;
  /** `shut`: publishes, but nothing is heard; `muted`: muted by the signalling; `none`: publishes no microphone. */
  readonly microphone: 'open' | 'shut' | 'muted' | 'none';
  readonly sharing: boolean;
  /** Of their voice, per cent, 0..200. */
  readonly volume: number;
  /** Of the sound of their screen; null while it has none. */
  readonly screenVolume: number | null;
  /** Hears nobody, as their server told; of ourselves that is `CallView.deafened`. */
  readonly deafened: boolean;
  /** False: may only listen here. */
  readonly maySpeak: boolean;
  /** Not heard here. */
  readonly blocked: boolean;
  readonly priority: boolean;
}

export interface ScreenView {
  readonly id: string;
  readonly identity: string;
  readonly name: string;
  readonly isLocal: boolean;
}

/** DESIGN.md §3, Transport: read from the selected candidate pair. */
export type PathKind = 'UDP' | 'TCP' | 'TURN-UDP' | 'TURN-TCP' | 'TURN-TLS';

export interface PathView {
  readonly kind: PathKind;
  /** ms; null until the first measurement. */
  readonly roundTrip: number | null;
  /** 0..1 over the last seconds; null until known. */
  readonly loss: number | null;
  /** Round trips of the last minute, ms, oldest first, at most 30. */
  readonly history: readonly number[];
  /** Losses beside them, 0..1. */
  readonly losses: readonly number[];
  /** How unevenly packets arrive, RFC 3550, ms: the worse of both directions; null until known. */
  readonly jitter: number | null;
  /** Beside the round trips, ms. */
  readonly jitters: readonly number[];
  /** Every path of this call, oldest first, at most 50. */
  readonly changes: readonly PathChange[];
}

export interface PathChange {
  readonly kind: PathKind;
  /** When the voice began to travel by it, ms since the epoch. */
  readonly at: number;
  readonly cause: PathCause;
}

/**
 * Why the voice took a path. `pathLost`: nothing arrived by the one before; `connectionLost`: the voice server was away;
 * `network`: the same connection found another way by itself; `climbed`: a better way was open, and the call moved.
 */
export type PathCause = 'joined' | 'pathLost' | 'connectionLost' | 'network' | 'climbed';

/** A time in which somebody spoke, ms since the epoch; `to` is null while it lasts. */
export interface SpeechSpan {
  readonly from: number;
  readonly to: number | null;
}

/** The microphone tried out without a call: nobody else hears it. */
export interface MicrophoneTrial {
  readonly level: LevelSource;
  /** Lets go of the device. */
  stop(): void;
}

export type CallNotice = { readonly id: number; readonly at: number } & (
  | { readonly kind: 'deviceFallback'; readonly device: 'input' | 'output'; readonly label: string }
  | { readonly kind: 'deviceReturned'; readonly device: 'input' | 'output'; readonly label: string }
  /** The chosen microphone does not open; the system's default stands in. */
  | { readonly kind: 'deviceRefused'; readonly error: ParleyError }
  /** RNNoise cannot run: the browser's own suppression does it. */
  | { readonly kind: 'suppressorFailed' }
  /** The sound cannot be processed here: no pre-roll, and no voice activation. */
  | { readonly kind: 'graphFailed' }
  /** The microphone delivers exact silence: it is switched off, or its driver is. */
  | { readonly kind: 'microphoneSilent'; readonly label: string }
  | { readonly kind: 'talkingWhileMuted' }
  /** What is played has gaps: longer buffers from the next start on. */
  | { readonly kind: 'soundGaps' }
  | { readonly kind: 'shareFailed'; readonly error: ParleyError }
  | { readonly kind: 'playbackBlocked' }
  | { readonly kind: 'pathChanged'; readonly from: PathKind; readonly to: PathKind }
  | { readonly kind: 'maximumHold' }
  | { readonly kind: 'latchLimit' }
  | { readonly kind: 'hookLost' }
  /** The microphone in use was unplugged: shut until the person acts. */
  | { readonly kind: 'deviceLost' }
  /** LiveKit's own mute, by an operator: the person may take it back. */
  | { readonly kind: 'mutedByServer' }
  /** A mute ran out. */
  | { readonly kind: 'muteOver' }
  /** `channel`: where, or of `move` where to; empty when it is everywhere or not known. */
  | {
      readonly kind: 'moderated';
      readonly action: 'mute' | 'unmute' | 'move' | 'ban' | 'unban';
      readonly channel: string;
      readonly told: ModeratorWords;
    }
);
