import type { Channel, JoinTicket } from '../backends/channel.ts';
import type { Account, ModerationAction } from '../backends/parleyApi.ts';
import type { AudioDevice, RequestedDevice, SelectedDevice } from '../devices/device.ts';
import type { ParleyError } from '../errors.ts';
import type { Binding } from '../hotkeys/binding.ts';
import type { HotkeyEdge, HotkeyStatus } from '../hotkeys/messages.ts';
import type { Settings, SettingsHealth, SettingsPatch } from '../settings/settings.ts';
import type { CallSummary } from './callSummary.ts';

/**
 * The contract between main and renderer (DESIGN.md §2). Types only, so that the sandboxed preload stays tiny. Each
 * request has a strict zod tuple in `electron/main/ipc/schemas.ts` and a handler; leaving one out does not compile.
 */
export interface Requests {
  /** Everything the renderer starts from. */
  'app.bootstrap': { args: []; result: Bootstrap };
  /** Ends the program in its orderly way: a call is left first. */
  'app.quit': { args: []; result: null };
  /** The credential goes to the vault; the password is used once and kept nowhere. */
  'session.signIn': { args: [credentials: { address: string; login: string; password: string }]; result: SessionView };
  'session.signOut': { args: []; result: SessionView };
  /** Tries the stored session again: after a locked vault was opened, or a server came back. */
  'session.retry': { args: []; result: SessionView };
  'channels.join': { args: [channelId: string]; result: JoinTicket };
  'settings.update': { args: [patch: SettingsPatch]; result: Settings };
  /** Resolves with the next control pressed, or null when it was cancelled (Escape, `hotkeys.cancelRecord`, 10 s). */
  'hotkeys.record': { args: []; result: Binding | null };
  'hotkeys.cancelRecord': { args: []; result: null };
  'devices.request': { args: [kind: AudioDevice['kind'], device: RequestedDevice | null]; result: DeviceSelection };
  'screens.list': { args: []; result: readonly ScreenSource[] };
  /** What the next `getDisplayMedia` of this window gets; null withdraws it. Spent by that call or after 10 s. */
  'screens.choose': { args: [sourceId: string | null]; result: null };
  'links.open': { args: [url: string]; result: null };
}

/** Main tells the renderer. */
export interface Events {
  'session.changed': SessionView;
  'channels.changed': ChannelsView;
  'settings.changed': Settings;
  'hotkeys.changed': HotkeyStatus;
  'devices.changed': DeviceSelection;
  /** Tray, second instance or operating system ask for something in the call. */
  'call.command': CallCommand;
  /** A moderator did something to this person; of a removal it usually comes before LiveKit's own. */
  'call.moderated': Moderation;
}

/** The renderer tells main; no answer would mean anything. */
export interface Signals {
  'call.summary': CallSummary;
  /** What is plugged in, each time it changes. */
  'devices.present': readonly AudioDevice[];
  /** The first paint is done and commands may come. */
  'app.ready': null;
}

export type CallCommand =
  | { readonly kind: 'join'; readonly channelId: string }
  | { readonly kind: 'leave' }
  | { readonly kind: 'toggleMute' }
  | { readonly kind: 'toggleDeafen' }
  /** The system is about to sleep, or the screen was locked: every open microphone shuts. */
  | { readonly kind: 'interrupt'; readonly cause: 'suspend' | 'lockScreen' }
  | { readonly kind: 'resumed' };

/** What a moderator did to the person who is signed in, on each of their programs. Names and reason are readable. */
export interface Moderation {
  readonly action: ModerationAction;
  /** Empty when none was given. */
  readonly reason: string;
  /** The name of who did it; empty when it is not known. */
  readonly by: string;
  /** Null: in every channel. */
  readonly channelId: string | null;
  /** Where to go, of `move`; else null. */
  readonly toChannelId: string | null;
  /** When a mute or a ban ends by itself, ms since the epoch by the server's clock; null when it does not. */
  readonly expiresAt: number | null;
}

/** Who is signed in where. */
export type SessionView =
  /** No profile yet, or signed out. `address` and `login` prefill the form. */
  | { readonly kind: 'signedOut'; readonly address: string; readonly login: string; readonly error: ParleyError | null }
  | { readonly kind: 'signingIn'; readonly address: string; readonly login: string }
  | {
      readonly kind: 'signedIn';
      readonly address: string;
      readonly serverName: string;
      readonly account: Account;
      /** `memory`: there is no vault, the session ends with the program, and the person is told why. */
      readonly vault: VaultLevel;
    };

export type VaultLevel =
  | { readonly kind: 'vault' }
  | { readonly kind: 'memory'; readonly cause: 'absent' | 'locked' | 'failed' };

/** The active server's channels, and whether they are live. */
export interface ChannelsView {
  readonly link: 'offline' | 'connecting' | 'live';
  readonly channels: readonly Channel[];
  /** Why `link` is not live, when that is known. */
  readonly error: ParleyError | null;
}

export interface DeviceSelection {
  readonly input: SelectedDevice | null;
  readonly output: SelectedDevice | null;
}

export interface ScreenSource {
  readonly id: string;
  readonly name: string;
  readonly kind: 'screen' | 'window';
  /** A small picture as a data: URL, empty where the system gives none. */
  readonly thumbnail: string;
}

export interface Bootstrap {
  readonly version: string;
  readonly platform: 'windows' | 'macos' | 'linux';
  /** BCP 47, the person's first system language. */
  readonly locale: string;
  /** The desktop shows its own chooser for screens (Wayland): Parley shows none. */
  readonly systemScreenPicker: boolean;
  readonly settings: Settings;
  readonly settingsHealth: SettingsHealth;
  readonly session: SessionView;
  readonly channels: ChannelsView;
  readonly hotkeys: HotkeyStatus;
  readonly devices: DeviceSelection;
}

export type Envelope<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly error: ParleyError };

export type Unsubscribe = () => void;

/** `window.desktop`: the one frozen object of the preload. Requests answer with an envelope and never reject. */
export interface Desktop {
  readonly app: { bootstrap(): Ask<'app.bootstrap'>; quit(): Ask<'app.quit'>; ready(): void };
  readonly session: {
    signIn(credentials: Requests['session.signIn']['args'][0]): Ask<'session.signIn'>;
    signOut(): Ask<'session.signOut'>;
    retry(): Ask<'session.retry'>;
    onChanged(listener: (view: SessionView) => void): Unsubscribe;
  };
  readonly channels: {
    join(channelId: string): Ask<'channels.join'>;
    onChanged(listener: (view: ChannelsView) => void): Unsubscribe;
  };
  readonly settings: {
    update(patch: SettingsPatch): Ask<'settings.update'>;
    onChanged(listener: (settings: Settings) => void): Unsubscribe;
  };
  readonly hotkeys: {
    record(): Ask<'hotkeys.record'>;
    cancelRecord(): Ask<'hotkeys.cancelRecord'>;
    onChanged(listener: (status: HotkeyStatus) => void): Unsubscribe;
    /** Edges of held actions, straight from the hook process over a MessagePort. */
    onEdge(listener: (edge: HotkeyEdge) => void): Unsubscribe;
  };
  readonly devices: {
    present(devices: readonly AudioDevice[]): void;
    request(kind: AudioDevice['kind'], device: RequestedDevice | null): Ask<'devices.request'>;
    onChanged(listener: (selection: DeviceSelection) => void): Unsubscribe;
  };
  readonly screens: { list(): Ask<'screens.list'>; choose(sourceId: string | null): Ask<'screens.choose'> };
  readonly call: {
    summary(summary: CallSummary): void;
    onCommand(listener: (command: CallCommand) => void): Unsubscribe;
    onModerated(listener: (moderation: Moderation) => void): Unsubscribe;
  };
  readonly links: { open(url: string): Ask<'links.open'> };
}

type Ask<C extends keyof Requests> = Promise<Envelope<Requests[C]['result']>>;
