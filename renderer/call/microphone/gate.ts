import type { AbsenceCause } from '@parley/shared/absence';
import type { ParleyError } from '@parley/shared/errors';
import type { TalkEnd, TalkMode } from '@parley/shared/hotkeys/pushToTalk';
import type { MicrophoneView, ShutReason } from '../callView.ts';
import type { PreRollState } from './graph/preRoll.ts';

/** Who muted: the person; or, which the person cannot undo, a moderator or the role that may only listen. */
export type Muted = false | 'self' | 'moderator' | 'listener';

/** Everything that has a say in whether sound leaves this machine (DESIGN.md §3, `MicrophoneGate`). */
export interface GateInputs {
  readonly capture:
    | { readonly kind: 'off' | 'starting' | 'live' }
    | { readonly kind: 'trouble'; readonly error: ParleyError };
  /** `new`: no call yet, or one that is connecting for the first time. */
  readonly link: 'new' | 'connected' | 'reconnecting';
  readonly mode: 'pushToTalk' | 'voiceActivation' | 'alwaysOpen';
  /** Voice activation hears a voice. */
  readonly voice: boolean;
  readonly talk: { readonly transmits: boolean; readonly end: TalkEnd; readonly by: TalkMode };
  readonly muted: Muted;
  readonly deafened: boolean;
  /** The person went away from the machine, or their microphone did, and they have not acted since. */
  readonly interrupted: AbsenceCause | 'deviceLost' | 'deviceReady' | null;
}

/** The only rule about the gate: it is open exactly when the view says `open`. Anything unexpected means shut. */
export function decideGate(inputs: GateInputs): MicrophoneView {
  const { capture } = inputs;
  if (capture.kind === 'off') return { state: 'idle' };
  if (capture.kind === 'trouble') return { state: 'trouble', error: capture.error };
  // The person's own wish is shown first: it holds over connecting and reconnecting.
  if (inputs.deafened) return { state: 'muted', by: 'deafen' };
  if (inputs.muted !== false) return { state: 'muted', by: inputs.muted };
  if (capture.kind !== 'live' || inputs.link === 'new') return { state: 'connecting' };
  if (inputs.link !== 'connected') return { state: 'shut', reason: 'reconnecting' };
  if (inputs.interrupted !== null) return { state: 'shut', reason: inputs.interrupted };
  switch (inputs.mode) {
    case 'alwaysOpen':
      return { state: 'open', by: 'always' };
    case 'voiceActivation':
      return inputs.voice ? { state: 'open', by: 'voice' } : { state: 'shut', reason: 'quiet' };
    case 'pushToTalk':
      return inputs.talk.transmits
        ? { state: 'open', by: inputs.talk.by }
        : { state: 'shut', reason: shutReasons[inputs.talk.end] };
    default:
      return { state: 'shut', reason: 'notHeld' };
  }
}

/**
 * What an opening may send of the moment before it: only what was said while the microphone did nothing but wait for
 * the person's key or voice. Muted, held shut, locked or cut off, what was said was not meant to be heard.
 */
export function decidePreRoll(view: MicrophoneView): PreRollState {
  if (view.state === 'open') return 'open';
  return view.state === 'shut' && waits[view.reason] ? 'armed' : 'barred';
}

const waits: Readonly<Record<ShutReason, boolean>> = {
  notHeld: true,
  released: true,
  quiet: true,
  muteHeld: false,
  maximumHold: false,
  latchLimit: false,
  leaseExpired: false,
  sourceLost: false,
  rebound: false,
  lockScreen: false,
  suspend: false,
  sessionSwitch: false,
  deviceLost: false,
  deviceReady: false,
  channelChanged: false,
  reconnecting: false,
};

/** The hook's orderly end is the person's own doing: nothing to explain. */
const shutReasons: Readonly<Record<TalkEnd, ShutReason>> = {
  notHeld: 'notHeld',
  released: 'released',
  maximumHold: 'maximumHold',
  latchLimit: 'latchLimit',
  muteHeld: 'muteHeld',
  leaseExpired: 'leaseExpired',
  clockJumped: 'sourceLost',
  sourceLost: 'sourceLost',
  keyLost: 'leaseExpired',
  rebound: 'rebound',
  stopping: 'released',
  lockScreen: 'lockScreen',
  suspend: 'suspend',
  sessionSwitch: 'sessionSwitch',
  deviceLost: 'deviceLost',
  deviceReady: 'deviceReady',
  channelChanged: 'channelChanged',
};

/**
 * Whether a press would be heard now, or as soon as it counts as the person's word. While muted, in trouble or without a
 * connection nothing shows what it would toggle, and what it toggled would open long after it.
 */
export const hearsPresses = (view: MicrophoneView): boolean =>
  view.state === 'open' || (view.state === 'shut' && view.reason !== 'reconnecting');

/**
 * What the loss of the device in use does, before another one takes its place: whoever holds a key is talking, and goes on;
 * what nobody holds would be heard by a microphone that nobody chose.
 */
export const decideDeviceLoss = (mode: GateInputs['mode'], keyHeld: boolean): 'goesOn' | 'letsGo' | 'interrupts' =>
  mode !== 'pushToTalk' ? 'interrupts' : keyHeld ? 'goesOn' : 'letsGo';
