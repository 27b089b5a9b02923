import type { AbsenceCause } from '../absence.ts';
import type { Channel, JoinTicket, StartWith } from '../backends/channel.ts';
import type { DialectProfile } from '../backends/dialects/profile.ts';
import type { Proof } from '../backends/dialects/proof.ts';
import type { RoomLimits } from '../backends/dialects/requests.ts';
import type { ModerationAct } from '../backends/moderationAct.ts';
import type { ChangePassword, ResetPassword } from '../backends/parley/accounts.ts';
import type {
  Code,
  CreateGuestLink,
  CreateInvitation,
  GuestLinkList,
  InvitationList,
} from '../backends/parley/codes.ts';
import type { ModerationAction, RestrictionList } from '../backends/parley/moderation.ts';
import type { Account, SessionList } from '../backends/parley/session.ts';
import type { Permission } from '../backends/permissions.ts';
import type {
  AudioDevice,
  DevicePurpose,
  InputMoved,
  MovedAnswer,
  RequestedDevice,
  SelectedDevice,
} from '../devices/device.ts';
import type { DoctorExit } from '../doctor/exitCode.ts';
import type { ServerTestStep } from '../doctor/serverTest.ts';
import type { Endpoint, NetworkCause, NetworkTarget, WireStep } from '../doctor/networkCheck.ts';
import type { StepFinding, StepReport } from '../doctor/steps.ts';
import type { ParleyError } from '../errors.ts';
import type { Binding } from '../hotkeys/binding.ts';
import type { HotkeyEdge, HotkeyStatus, RecordAnswer } from '../hotkeys/messages.ts';
import type { BandwidthView } from '../bandwidth.ts';
import type { ExtraCaView } from '../extraCa.ts';
import type { Policy } from '../policy/policy.ts';
import type { ProxiesView, ProxyLogin, ProxyName } from '../proxies/proxyLogin.ts';
import type { Settings, SettingsHealth, SettingsPatch } from '../settings/settings.ts';
import type { CallSummary } from './callSummary.ts';
import type { IceAnswer, IceProbe } from './iceProbe.ts';

/**
 * The contract between main and renderer (DESIGN.md §2). Types only, so that the sandboxed preload stays tiny. Each
 * request has a strict zod tuple in `electron/main/ipc/schemas.ts` and a handler; leaving one out does not compile.
 */
export interface Requests {
  /** Everything the renderer starts from. */
  'app.bootstrap': { args: []; result: Bootstrap };
  /** Ends the program in its orderly way: a call is left first. */
  'app.quit': { args: []; result: null };
  /**
   * Signs in, then saves the profile (a new one has the id `new`) and shows it. The proof is used once and kept nowhere;
   * the credential goes to the vault. A failure leaves a saved profile as it was.
   */
  'servers.signIn': { args: [profile: DialectProfile, proof: Proof]; result: SessionView };
  /** Ends every sign-in and test that waits for the person elsewhere. */
  'servers.cancel': { args: []; result: null };
  'servers.signOut': { args: [server: string]; result: null };
  /** Tries the stored session again: after a locked vault was opened, or a server came back. */
  'servers.retry': { args: [server: string]; result: SessionView };
  /** Replaces a saved profile. When what the credential belongs to has changed, the session ends. */
  'servers.save': { args: [profile: DialectProfile]; result: null };
  /** Signs out first. */
  'servers.remove': { args: [server: string]; result: null };
  /** All ids, in their new order. */
  'servers.reorder': { args: [servers: readonly string[]]; result: null };
  'servers.show': { args: [server: string]; result: null };
  /** "Test this server": step by step (`servers.tested`), with the live session, else with the proof. Nothing is kept. */
  'servers.test': { args: [profile: DialectProfile, proof: Proof | null]; result: readonly ServerTestReport[] };
  /** What this server offers to whoever signs in, before somebody does. */
  'servers.offer': { args: [profile: DialectProfile]; result: SignInOffer };
  /** For somebody who is not signed in: a new password by a code. The profile is not saved. */
  'servers.resetPassword': { args: [profile: DialectProfile, reset: ResetPassword]; result: null };
  /** What `parley doctor` on the command line asks for; null in the program itself. */
  'doctor.command': { args: []; result: DoctorTarget | null };
  /** The network doctor begins with a server; one check at a time, a new one ends the one before. */
  'doctor.begin': { args: [target: DoctorTarget]; result: DoctorSubject };
  'doctor.step': { args: [step: WireStep]; result: StepFinding };
  /** Whether the names of relays have addresses, and how soon. */
  'doctor.names': { args: [hosts: readonly string[]]; result: StepFinding };
  /** Tickets for the voice part of the check, each pair for one way; or what stands against it. */
  'doctor.tickets': { args: []; result: DoctorTickets };
  /** What stands in the way to the voice server at the URL of a ticket or, without one, to a saved server; null: nothing that could be named. */
  'doctor.fault': { args: [server: string | null, voice: string | null]; result: WayFault | null };
  /** Ends the step that is being made. */
  'doctor.skip': { args: []; result: null };
  /** `second`: for the second session that a ticket with `secondSession` allows. */
  'channels.join': { args: [server: string, channelId: string, second?: boolean]; result: JoinTicket };
  /** Where `Capabilities.tellsDeafened`: others are told whether this person hears nobody. */
  'channels.tellDeafened': { args: [server: string, channelId: string, deafened: boolean]; result: null };
  /** Whether the voice server answers where it takes media without a relay. While no call is on, nobody is asked. */
  'call.probe': { args: [probe: IceProbe]; result: IceAnswer };
  /** Makes the room of a channel with limits of its own (`Capabilities.createsRooms`). */
  'channels.createRoom': { args: [server: string, channelId: string, limits: RoomLimits]; result: null };
  /** Where `Capabilities.moderation`; the server decides whether this account may. */
  'moderation.act': { args: [server: string, act: ModerationAct]; result: null };
  /** Who is muted or banned in a channel; null: in every channel. */
  'moderation.restrictions': { args: [server: string, channelId: string | null]; result: RestrictionList };
  /** Where `Capabilities.account`, as those that follow. */
  'account.rename': { args: [server: string, name: string]; result: null };
  'account.changePassword': { args: [server: string, change: ChangePassword]; result: null };
  'account.sessions': { args: [server: string]; result: SessionList };
  'account.endSession': { args: [server: string, session: string]; result: null };
  /** Main writes the file; `cancelled` when the person chose none. */
  'account.export': { args: [server: string]; result: null };
  /** Signs out as well. */
  'account.delete': { args: [server: string, password: string]; result: null };
  'invitations.list': { args: [server: string]; result: InvitationList };
  /** The code is told once. */
  'invitations.create': { args: [server: string, invitation: CreateInvitation]; result: Code };
  'invitations.revoke': { args: [server: string, invitation: string]; result: null };
  /** Links by which people without an account come into one channel for a time. */
  'guestLinks.list': { args: [server: string, channelId: string]; result: GuestLinkList };
  /** The code is told once. */
  'guestLinks.create': { args: [server: string, channelId: string, link: CreateGuestLink]; result: Code };
  /** Whoever came by it leaves. */
  'guestLinks.revoke': { args: [server: string, channelId: string, link: string]; result: null };
  /** To the question of `ProxiesView`; null: the person gives no login. It goes to the vault and nowhere else. */
  'proxies.answer': { args: [question: number, login: ProxyLogin | null]; result: null };
  /** The login of a proxy is kept no longer; `unavailable` when the vault does not give it up. */
  'proxies.forget': { args: [proxy: ProxyName]; result: null };
  'settings.update': { args: [patch: SettingsPatch]; result: Settings };
  /** Records the next control that is pressed and released; `hotkeys.recording` tells of the press. Gives up after 10 s. */
  'hotkeys.record': { args: []; result: RecordAnswer };
  'hotkeys.cancelRecord': { args: []; result: null };
  /** Asks the system once more for what keys everywhere need: a permission, or a shortcut of the desktop. */
  'hotkeys.retry': { args: []; result: null };
  'devices.request': { args: [purpose: DevicePurpose, device: RequestedDevice | null]; result: DeviceSelection };
  /** To `Bootstrap.inputMoved`. Does nothing when nothing was moved. */
  'devices.answerMoved': { args: [answer: MovedAnswer]; result: null };
  'screens.list': { args: []; result: readonly ScreenSource[] };
  /** What the next `getDisplayMedia` of this window gets; null withdraws it. Spent by that call or after 10 s. */
  'screens.choose': { args: [sourceId: string | null]; result: null };
  'links.open': { args: [url: string]; result: null };
}

/** Main tells the renderer. */
export interface Events {
  /** Tray, window or menu want to end the program during a call: the person is to be asked, `app.quit` is the answer. */
  'app.quitAsked': null;
  'servers.changed': OfServer<SessionView>;
  'servers.tested': ServerTestReport;
  'channels.changed': OfServer<ChannelsView>;
  /** A proxy wants a login, or its login is kept now or no longer. */
  'proxies.changed': ProxiesView;
  /** A setting or the system's network says so. */
  'bandwidth.changed': BandwidthView;
  /** The file of private certificates: another one, or it was read anew. */
  'extraCa.changed': ExtraCaView;
  'settings.changed': Settings;
  'hotkeys.changed': HotkeyStatus;
  /** The recorder saw a press and waits for its release. */
  'hotkeys.recording': Binding;
  'devices.changed': DeviceSelection;
  'devices.inputMoved': InputMoved | null;
  /** Tray, second instance or operating system ask for something in the call. */
  'call.command': CallCommand;
  /** A moderator did something to this person; of a removal it usually comes before LiveKit's own. */
  'call.moderated': Moderation;
}

/** The renderer tells main; no answer would mean anything. */
export interface Signals {
  'call.summary': CallSummary;
  /** In this network only these ways got through to this server; null: nothing special is known of it any more. */
  'call.worked': { readonly server: string; readonly ways: StartWith | null };
  /** What is plugged in, each time it changes. */
  'devices.present': readonly AudioDevice[];
  /** The check of `parley doctor` is over. */
  'doctor.finished': DoctorFinished;
  /** The first paint is done and commands may come. */
  'app.ready': null;
}

/** What the network doctor looks at: a saved server, or an address as a person types it. */
export type DoctorTarget =
  | { readonly kind: 'server'; readonly server: string }
  | { readonly kind: 'address'; readonly address: string };

/** What it will look at. */
export interface DoctorSubject extends NetworkTarget {
  /** In the form that is stored, without anything secret. */
  readonly address: string;
}

/** Something on the way to a server that keeps calls from coming about. `detail`: English, names the host. */
export interface WayFault {
  readonly cause: NetworkCause;
  readonly detail: string;
  readonly endpoints: readonly Endpoint[];
}

/** What `parley doctor` prints, and its exit code. */
export interface DoctorFinished {
  readonly text: string;
  readonly json: string;
  readonly code: DoctorExit;
}

export type DoctorTickets =
  /** For the ends of one attempt to ask with, then of one for each way. */
  | { readonly kind: 'tickets'; readonly ends: readonly DoctorEnds[] }
  /** There is a voice server, which was not entered: `cause` says why. */
  | { readonly kind: 'closed'; readonly finding: StepFinding; readonly cause: NetworkCause }
  | { readonly kind: 'failed'; readonly finding: StepFinding };

/** Two that count what arrives between them; one alone where a backend gives an account only one identity. */
export type DoctorEnds = readonly [near: JoinTicket, far?: JoinTicket];

/** Of the profile with this id. */
export interface OfServer<T> {
  readonly server: string;
  readonly view: T;
}

export type ServerTestReport = StepReport<ServerTestStep>;

export type CallCommand =
  | { readonly kind: 'join'; readonly server: string; readonly channelId: string }
  | { readonly kind: 'leave' }
  /** Also the calls beside the one that is shown. */
  | { readonly kind: 'leaveAll' }
  | { readonly kind: 'toggleMute' }
  /** The talk key of a system that tells no release: pressed and let go. */
  | { readonly kind: 'toggleTalk' }
  | { readonly kind: 'toggleDeafen' }
  /** The system is about to sleep, the screen was locked, another person's session is shown: every open microphone shuts. */
  | { readonly kind: 'interrupt'; readonly cause: AbsenceCause }
  /** That cause is over; others may last. */
  | { readonly kind: 'resumed'; readonly cause: AbsenceCause };

/** What a moderator did to the person who is signed in, on each of their programs. Names and reason are readable. */
export interface Moderation {
  /** The profile whose server it is. */
  readonly server: string;
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

/** What there is besides login and password. */
export interface SignInOffer {
  /** The identity provider that one signs in with through the system browser, as people know it; null: there is none. */
  readonly browser: { readonly label: string } | null;
}

/** Whether somebody is signed in with a profile of `Settings.servers`. */
export type SessionView =
  | { readonly kind: 'signedOut'; readonly error: ParleyError | null }
  /** The stored session is being continued. */
  | { readonly kind: 'signingIn' }
  | {
      readonly kind: 'signedIn';
      readonly serverName: string;
      readonly account: Account;
      /** `memory`: there is no vault, the session ends with the program, and the person is told why. */
      readonly vault: VaultLevel;
    };

export type VaultLevel =
  | { readonly kind: 'vault' }
  | { readonly kind: 'memory'; readonly cause: 'absent' | 'locked' | 'failed' };

/** One server's channels, and whether they are live. */
export interface ChannelsView {
  /** `polling`: nothing is told as it happens; the channels are those of the last time they were asked for, seconds ago. */
  readonly link: 'offline' | 'connecting' | 'polling' | 'live';
  readonly channels: readonly Channel[];
  /** Why `link` is not live, when that is known. */
  readonly error: ParleyError | null;
  /** What the person may do in every channel and with the server; left out by backends that do not tell. */
  readonly permissions?: readonly Permission[];
}

export interface DeviceSelection {
  readonly input: SelectedDevice | null;
  readonly output: SelectedDevice | null;
  /** Null as well where the sounds of Parley go with the voices. */
  readonly sounds: SelectedDevice | null;
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
  /** The desktop ends the hold of a talk key when another key is pressed (KDE on Wayland). */
  readonly otherKeyReleases: boolean;
  readonly settings: Settings;
  readonly settingsHealth: SettingsHealth;
  /** By profile id. */
  readonly sessions: Readonly<Record<string, SessionView>>;
  /** By profile id. */
  readonly channels: Readonly<Record<string, ChannelsView>>;
  readonly hotkeys: HotkeyStatus;
  readonly devices: DeviceSelection;
  /** The microphone's slider in the system was moved during the call, and not by Parley; null: it was not. */
  readonly inputMoved: InputMoved | null;
  readonly proxies: ProxiesView;
  /** What the administrator of this computer lays down; null: nothing. */
  readonly policy: Policy | null;
  readonly bandwidth: BandwidthView;
  readonly extraCa: ExtraCaView;
}

export type Envelope<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly error: ParleyError };

export type Unsubscribe = () => void;

/** `window.desktop`: the one frozen object of the preload. Requests answer with an envelope and never reject. */
export interface Desktop {
  readonly app: {
    bootstrap(): Ask<'app.bootstrap'>;
    quit(): Ask<'app.quit'>;
    ready(): void;
    onQuitAsked(listener: () => void): Unsubscribe;
  };
  readonly servers: {
    signIn(profile: DialectProfile, proof: Proof): Ask<'servers.signIn'>;
    cancel(): Ask<'servers.cancel'>;
    signOut(server: string): Ask<'servers.signOut'>;
    retry(server: string): Ask<'servers.retry'>;
    save(profile: DialectProfile): Ask<'servers.save'>;
    remove(server: string): Ask<'servers.remove'>;
    reorder(servers: readonly string[]): Ask<'servers.reorder'>;
    show(server: string): Ask<'servers.show'>;
    test(profile: DialectProfile, proof: Proof | null): Ask<'servers.test'>;
    offer(profile: DialectProfile): Ask<'servers.offer'>;
    resetPassword(profile: DialectProfile, reset: ResetPassword): Ask<'servers.resetPassword'>;
    onChanged(listener: (session: OfServer<SessionView>) => void): Unsubscribe;
    onTested(listener: (report: ServerTestReport) => void): Unsubscribe;
  };
  readonly doctor: {
    command(): Ask<'doctor.command'>;
    finished(finished: DoctorFinished): void;
    begin(target: DoctorTarget): Ask<'doctor.begin'>;
    step(step: WireStep): Ask<'doctor.step'>;
    names(hosts: readonly string[]): Ask<'doctor.names'>;
    tickets(): Ask<'doctor.tickets'>;
    fault(server: string | null, voice: string | null): Ask<'doctor.fault'>;
    skip(): Ask<'doctor.skip'>;
  };
  readonly channels: {
    join(server: string, channelId: string, second?: boolean): Ask<'channels.join'>;
    tellDeafened(server: string, channelId: string, deafened: boolean): Ask<'channels.tellDeafened'>;
    createRoom(server: string, channelId: string, limits: RoomLimits): Ask<'channels.createRoom'>;
    onChanged(listener: (channels: OfServer<ChannelsView>) => void): Unsubscribe;
  };
  readonly moderation: {
    act(server: string, act: ModerationAct): Ask<'moderation.act'>;
    restrictions(server: string, channelId: string | null): Ask<'moderation.restrictions'>;
  };
  readonly account: {
    rename(server: string, name: string): Ask<'account.rename'>;
    changePassword(server: string, change: ChangePassword): Ask<'account.changePassword'>;
    sessions(server: string): Ask<'account.sessions'>;
    endSession(server: string, session: string): Ask<'account.endSession'>;
    export(server: string): Ask<'account.export'>;
    delete(server: string, password: string): Ask<'account.delete'>;
  };
  readonly invitations: {
    list(server: string): Ask<'invitations.list'>;
    create(server: string, invitation: CreateInvitation): Ask<'invitations.create'>;
    revoke(server: string, invitation: string): Ask<'invitations.revoke'>;
  };
  readonly guestLinks: {
    list(server: string, channelId: string): Ask<'guestLinks.list'>;
    create(server: string, channelId: string, link: CreateGuestLink): Ask<'guestLinks.create'>;
    revoke(server: string, channelId: string, link: string): Ask<'guestLinks.revoke'>;
  };
  readonly bandwidth: { onChanged(listener: (bandwidth: BandwidthView) => void): Unsubscribe };
  readonly extraCa: { onChanged(listener: (extraCa: ExtraCaView) => void): Unsubscribe };
  readonly proxies: {
    answer(question: number, login: ProxyLogin | null): Ask<'proxies.answer'>;
    forget(proxy: ProxyName): Ask<'proxies.forget'>;
    onChanged(listener: (proxies: ProxiesView) => void): Unsubscribe;
  };
  readonly settings: {
    update(patch: SettingsPatch): Ask<'settings.update'>;
    onChanged(listener: (settings: Settings) => void): Unsubscribe;
  };
  readonly hotkeys: {
    record(): Ask<'hotkeys.record'>;
    cancelRecord(): Ask<'hotkeys.cancelRecord'>;
    retry(): Ask<'hotkeys.retry'>;
    onChanged(listener: (status: HotkeyStatus) => void): Unsubscribe;
    onRecording(listener: (binding: Binding) => void): Unsubscribe;
    /** Edges of held actions, straight from the hook process over a MessagePort. */
    onEdge(listener: (edge: HotkeyEdge) => void): Unsubscribe;
  };
  readonly devices: {
    present(devices: readonly AudioDevice[]): void;
    request(purpose: DevicePurpose, device: RequestedDevice | null): Ask<'devices.request'>;
    answerMoved(answer: MovedAnswer): Ask<'devices.answerMoved'>;
    onChanged(listener: (selection: DeviceSelection) => void): Unsubscribe;
    onInputMoved(listener: (moved: InputMoved | null) => void): Unsubscribe;
  };
  readonly screens: { list(): Ask<'screens.list'>; choose(sourceId: string | null): Ask<'screens.choose'> };
  readonly call: {
    summary(summary: CallSummary): void;
    worked(worked: Signals['call.worked']): void;
    probe(probe: IceProbe): Ask<'call.probe'>;
    onCommand(listener: (command: CallCommand) => void): Unsubscribe;
    onModerated(listener: (moderation: Moderation) => void): Unsubscribe;
  };
  readonly links: { open(url: string): Ask<'links.open'> };
}

type Ask<C extends keyof Requests> = Promise<Envelope<Requests[C]['result']>>;
