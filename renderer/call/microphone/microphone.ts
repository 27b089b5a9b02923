import { nextAbsence, type Absence, type AbsenceCause } from '@parley/shared/absence';
import { ParleyFailure } from '@parley/shared/errors';
import type { HotkeyEdge } from '@parley/shared/hotkeys/messages';
import type { TalkMode } from '@parley/shared/hotkeys/pushToTalk';
import type { Result } from '@parley/shared/result';
import { defaultSettings } from '@parley/shared/settings/settings';
import type { LevelSource, MicrophoneView } from '../callView.ts';
import { createCapture, type Captured, type CaptureSettings, type CaptureState, type Compromise } from './capture.ts';
import { browserClock, type Clock } from './clock.ts';
import { decideDeviceLoss, decideGate, decidePreRoll, hearsPresses, type GateInputs, type Muted } from './gate.ts';
import { createGatedTracks } from './gatedTrack.ts';
import { createBrowserGuardThread, createSendGuard, type CreateGuardThread } from './guard/sendGuard.ts';
import { createBrowserSoundGraph, type CreateSoundGraph } from './graph/soundGraph.ts';
import { createAnalyserMeter, createLevelSource, type CreateMeter } from './meter.ts';
import { preRollLength } from './graph/preRoll.ts';
import { createTalkKey, type TalkSettings } from './talkKey.ts';
import type { VoiceRules } from './voice/voiceActivation.ts';
import { createVoiceDetector } from './voice/voiceDetector.ts';

export interface MicrophoneSettings extends CaptureSettings, TalkSettings {
  readonly mode: GateInputs['mode'];
  /** Of voice activation. */
  readonly voice: VoiceRules;
}

/** `call`: nobody clicked, so that what waits for a person goes on waiting. */
export type StartedBy = 'person' | 'call';

/** The only owner of captured sound and of whether it leaves this machine (DESIGN.md §3, "The microphone"). */
export interface Microphone {
  /**
   * Opens the capture with everything shut. A second call while it is open or opening gives the same; after trouble it
   * tries again. Errors: `microphoneRefused`, `microphoneAbsent`, `microphoneBusy`; `cancelled` after `stop()`. What no key
   * holds stays shut after trouble until the person acts.
   */
  start(by?: StartedBy): Promise<Result<void>>;
  /** Ends the capture and every send track. Mute, deafen and settings stay. */
  stop(): void;
  /**
   * A gated clone to publish: its `enabled` can only become true while the gate is open, whoever writes it. Ends with
   * `stop()`, or a second after another device was opened. Throws `ParleyFailure` when `start()` never succeeded.
   */
  createSendTrack(): MediaStreamTrack;
  /** A send track that stays shut while the gate is open, until it is to be heard in the place of another. */
  holdSendTrack(track: MediaStreamTrack, held: boolean): void;
  /**
   * Whoever sends such a track, before it negotiates: what it sends passes only while this page lives (`guard/`). Without a guard the
   * microphone is in trouble, and shut.
   */
  guardSender(sender: RTCRtpSender): void;
  /** After another device was opened: replace the published track by a fresh `createSendTrack()` within a second. */
  onDeviceOpened(listener: () => void): () => void;
  /** With every opening of a device: what is done instead of what was asked for, and why. Mostly nothing. */
  onCompromises(listener: (compromises: readonly Compromise[]) => void): () => void;
  subscribe(listener: () => void): () => void;
  /** An open microphone is about to shut by itself, because its limit is near. */
  onLimitNear(listener: () => void): () => void;
  getView(): MicrophoneView;
  /** Measured before the gate: moves while it is shut. */
  readonly level: LevelSource;
  /** false: the gate is shut, and says `reconnecting` if it was connected before. */
  setConnected(connected: boolean): void;
  setMuted(muted: Muted): void;
  setDeafened(deafened: boolean): void;
  configure(settings: MicrophoneSettings): void;
  /** An edge of `desktop.hotkeys.onEdge` or of the window's keys. The gate has acted when this returns. */
  edge(edge: HotkeyEdge): void;
  /** The mic-key pressed with pointer or keyboard; renews its own lease until `releaseTalk` or the maximum hold. */
  holdTalk(): void;
  releaseTalk(): void;
  /**
   * The person opens what was shut because they or their microphone went away: what no key holds opens as by its key, and
   * what takes a held key waits for it.
   */
  reopen(): void;
  /** The call goes on in another channel: what no key holds was meant for the one before. */
  channelChanged(): void;
  /** The device in use was unplugged, although its track may go on by another one. Does nothing if that is known already. */
  deviceLost(): void;
  /**
   * The screen is locked, the system is about to sleep, or another person's session is shown: shut until the person acts.
   * Keys act, and mute or deafen is taken back for good, only after `resume()` for every such cause, because a locked screen
   * still hears keys; the mic-key acts at any time.
   */
  interrupt(cause: AbsenceCause): void;
  /** Unlocked, awake or shown again: that cause alone is over. Opens nothing by itself. */
  resume(cause: AbsenceCause): void;
}

/** Nothing would stop what a page that hangs sends. */
const unguarded: GateInputs['capture'] = {
  kind: 'trouble',
  error: {
    code: 'unavailable',
    reason: 'microphoneUnguarded',
    message: 'the guard of what is sent ended, or cannot be made',
  },
};

/** How long the tracks of the device before stay alive after another one was opened, ms. */
const handover = 1_000;

/** A device that ends is missing in the list of devices a moment later, ms: that is one loss. */
const lossTime = 2_000;

export function createMicrophone(ports: {
  readonly mediaDevices: Pick<MediaDevices, 'getUserMedia'>;
  readonly createSoundGraph: CreateSoundGraph;
  readonly createGuardThread: CreateGuardThread;
  readonly clock: Clock;
  readonly createMeter: CreateMeter;
}): Microphone {
  const { clock } = ports;
  const views = new Set<() => void>();
  const openings = new Set<() => void>();
  const warnings = new Set<() => void>();
  const compromises = new Set<(compromises: readonly Compromise[]) => void>();
  const gated = createGatedTracks();
  /** Devices that were replaced, which live for `handover` longer; how to cancel that. */
  const replaced = new Map<Captured, () => void>();
  const level = createLevelSource(clock, ports.createMeter);
  let settings: MicrophoneSettings = {
    mode: defaultSettings.microphoneMode,
    deviceId: null,
    talkMode: defaultSettings.talkMode,
    talkBindings: defaultSettings.talkBindings,
    deviceLabel: '',
    releaseDelay: defaultSettings.releaseDelay,
    maximumHold: defaultSettings.maximumHold,
    latchLimit: defaultSettings.latchLimit,
    noiseSuppression: defaultSettings.noiseSuppression,
    echoCancellation: defaultSettings.echoCancellation,
    autoGain: defaultSettings.autoGain,
    preRoll: defaultSettings.preRoll,
    levels: false,
    voice: {
      threshold: defaultSettings.voiceThreshold,
      attack: defaultSettings.voiceAttack,
      hangover: defaultSettings.voiceHangover,
    },
  };
  let link: GateInputs['link'] = 'new';
  let muted: Muted = false;
  let deafened = false;
  let interrupted: GateInputs['interrupted'] = null;
  let absence: Absence = new Set();
  let lastLoss = Number.NEGATIVE_INFINITY;
  /** What send tracks are made of: what was opened last, also when it has ended since. */
  let source: Captured | null = null;
  let view: MicrophoneView = { state: 'idle' };

  const render = (): void => {
    const talk = talkKey.get();
    const next = decideGate({
      capture: guard.isBroken() ? unguarded : capture.getState(),
      link,
      mode: settings.mode,
      talk,
      voice: voice.hears(),
      muted,
      deafened,
      interrupted,
    });
    // The gate before anybody is told: a listener can neither delay nor prevent it.
    const open = next.state === 'open';
    if (open) guard.setOpen(open);
    gated.setOpen(open);
    if (!open) guard.setOpen(open);
    const roll = decidePreRoll(next);
    if (roll !== decidePreRoll(view)) source?.setPreRoll(roll);
    if (sameView(view, next)) return;
    view = next;
    // It may be over later without the person: something is plugged in.
    if (next.state === 'trouble') letGoOfUnheld('deviceReady');
    for (const listener of views) listener();
  };

  const talkKey = createTalkKey({
    clock,
    onChange: render,
    isHeard: () => hearsPresses(view),
    onWarning: () => view.state === 'open' && warnings.forEach((listener) => listener()),
    settings: talkSettings(settings),
  });
  const guard = createSendGuard({ clock, createThread: ports.createGuardThread, onChange: render });
  const voice = createVoiceDetector({ clock, onChange: render, rules: settings.voice });
  const capture = createCapture({
    mediaDevices: ports.mediaDevices,
    createSoundGraph: ports.createSoundGraph,
    onLevel: voice.level,
    onChange: onCapture,
    onLost: loseDevice,
  });

  function onCapture(state: CaptureState, previous: Captured | null): void {
    const live = state.kind === 'live' ? state.captured : null;
    level.setTrack(live?.track ?? null);
    const before = source;
    if (live !== null) source = live;
    if (live === null) voice.reset();
    render();
    // A graph begins barred: what another device heard is gone.
    live?.setPreRoll(decidePreRoll(view));
    if (live !== null && before !== null) for (const listener of openings) listener();
    if (live !== null) for (const listener of compromises) listener(live.compromises);
    if (state.kind === 'off') return;
    // The call puts the fresh track in the place of the old one; only then may the old one go.
    const old = state.kind === 'live' ? before : previous;
    if (old === null) return;
    replaced.set(
      old,
      clock.after(handover, () => letGo(old)),
    );
  }

  function loseDevice(): void {
    lastLoss = clock.now();
    letGoOfUnheld('deviceLost');
    render();
  }

  function letGoOfUnheld(reason: 'deviceLost' | 'deviceReady'): void {
    switch (decideDeviceLoss(settings.mode, talkKey.get().held)) {
      case 'goesOn':
        return talkKey.unlatch(reason);
      case 'letsGo':
        return talkKey.reset(reason);
      case 'interrupts':
        interrupted ??= reason;
    }
  }

  /** Of a device that was replaced: its capture, and what was made of it. */
  const letGo = (old: Captured): void => {
    replaced.delete(old);
    gated.stop(old.sent);
    old.stop();
  };

  /** The person did something that only a person does. */
  const act = (): void => {
    interrupted = null;
    absence = new Set();
  };
  /** The same, and not by a key: what push-to-mute waits for. */
  const actWithoutKey = (): void => {
    act();
    talkKey.act();
  };

  return {
    start(by = 'person') {
      if (by === 'person') {
        actWithoutKey();
        guard.retry();
      }
      return capture.open(settings);
    },
    stop() {
      link = 'new';
      talkKey.reset('stopping');
      gated.stop();
      guard.close();
      capture.close();
      // A call that ends while a device is handed over leaves none of them open.
      for (const [old, cancel] of replaced) {
        cancel();
        letGo(old);
      }
      source = null;
      render();
    },
    createSendTrack() {
      if (source === null) {
        throw new ParleyFailure({ code: 'unavailable', reason: 'microphoneAbsent', message: 'no capture was opened' });
      }
      return gated.create(source.sent);
    },
    holdSendTrack: gated.setHeld,
    guardSender: guard.attach,
    onDeviceOpened: (listener) => add(openings, listener),
    onCompromises: (listener) => add(compromises, listener),
    subscribe: (listener) => add(views, listener),
    onLimitNear: (listener) => add(warnings, listener),
    getView: () => view,
    level,
    setConnected(connected) {
      link = connected ? 'connected' : link === 'new' ? 'new' : 'reconnecting';
      render();
    },
    setMuted(next) {
      // Taking back one's own mute is a person's doing; a moderator's mercy is not.
      const back = muted === 'self' && next === false;
      if (muted === false && next !== false) talkKey.unlatch('released');
      muted = next;
      // Both have keys as well.
      if (back && absence.size === 0) actWithoutKey();
      render();
    },
    setDeafened(next) {
      const back = deafened && !next;
      if (next && !deafened) talkKey.unlatch('released');
      deafened = next;
      if (back && absence.size === 0) actWithoutKey();
      render();
    },
    configure(next) {
      const sameMode = next.mode === settings.mode;
      settings = next;
      talkKey.configure(talkSettings(next));
      voice.configure(next.voice);
      if (!sameMode) {
        talkKey.reset('rebound');
        voice.reset();
      }
      capture.configure(next);
      render();
    },
    edge(edge) {
      if (edge.kind === 'down') {
        if (absence.size > 0) return;
        act();
      }
      talkKey.edge(edge);
      render();
    },
    holdTalk() {
      act();
      talkKey.hold();
      render();
    },
    releaseTalk: () => talkKey.release(),
    reopen() {
      actWithoutKey();
      const taps = settings.mode === 'pushToTalk' ? tapsToOpen[settings.talkMode] : 0;
      if (!talkKey.get().transmits) {
        for (let tap = 0; tap < taps; tap += 1) {
          talkKey.hold();
          talkKey.release();
        }
      }
      render();
    },
    channelChanged: () => talkKey.unlatch('channelChanged'),
    deviceLost() {
      if (capture.getState().kind === 'live' && clock.now() - lastLoss > lossTime) loseDevice();
    },
    interrupt(cause) {
      interrupted = cause;
      absence = nextAbsence(absence, { kind: 'begins', cause });
      talkKey.reset(cause);
      render();
    },
    resume(cause) {
      absence = nextAbsence(absence, { kind: 'ends', cause });
    },
  };
}

/** How often a person taps the key to open for good. */
const tapsToOpen: Readonly<Record<TalkMode, number>> = { hold: 0, pushToMute: 0, toggle: 1, latch: 2 };

/** What is sent from before the press has to leave before the release shuts. */
const talkSettings = (settings: MicrophoneSettings): TalkSettings =>
  settings.preRoll ? { ...settings, releaseDelay: Math.max(settings.releaseDelay, preRollLength) } : settings;

/** The microphone of this window. */
export const createBrowserMicrophone = (): Microphone =>
  createMicrophone({
    mediaDevices: navigator.mediaDevices,
    createSoundGraph: createBrowserSoundGraph,
    createGuardThread: createBrowserGuardThread,
    clock: browserClock,
    createMeter: createAnalyserMeter,
  });

function add<A extends readonly unknown[]>(
  listeners: Set<(...args: A) => void>,
  listener: (...args: A) => void,
): () => void {
  // Wrapped, so that the same function may subscribe twice.
  const own = (...args: A): void => listener(...args);
  listeners.add(own);
  return () => void listeners.delete(own);
}

const sameView = (a: MicrophoneView, b: MicrophoneView): boolean => JSON.stringify(a) === JSON.stringify(b);
