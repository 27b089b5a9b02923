import type { ModerationAct } from '@parley/shared/backends/moderationAct';
import type { ChangePassword, ResetPassword, SignUp } from '@parley/shared/backends/parley/accounts';
import type {
  BecomeGuest,
  Code,
  CreateGuestLink,
  CreateInvitation,
  GuestLinkList,
  InvitationList,
} from '@parley/shared/backends/parley/codes';
import type { RestrictionList } from '@parley/shared/backends/parley/moderation';
import type { Account, SessionList } from '@parley/shared/backends/parley/session';
import type { JoinTicket } from '@parley/shared/backends/channel';
import type { Capabilities } from '@parley/shared/backends/dialects/capabilities';
import type { Dialect, DialectProfile, ProfileOf } from '@parley/shared/backends/dialects/profile';
import type { Proof } from '@parley/shared/backends/dialects/proof';
import type { RoomLimits } from '@parley/shared/backends/dialects/requests';
import type { ParleyError } from '@parley/shared/errors';
import type { ChannelsView, Moderation, SignInOffer } from '@parley/shared/ipc/contract';
import type { Result } from '@parley/shared/result';
import type { Disposable } from '../disposable.ts';
import type { Observable } from '../observable.ts';

/** What signing in leaves behind: the account to show, and the credential that the vault keeps. */
export interface SignedIn {
  readonly account: Account;
  readonly serverName: string;
  /** Long-lived; goes to the vault and nowhere else. */
  readonly credential: string;
}

/** What a moderator can do. The backend decides whether this one may. */
export interface ModerationPart {
  act(act: ModerationAct): Promise<Result<void>>;
  /** Who is muted or banned there; null: in every channel. */
  restrictions(channelId: string | null): Promise<Result<RestrictionList>>;
}

/** What the holder of an account can do about it. */
export interface AccountPart {
  rename(name: string): Promise<Result<Account>>;
  /** The account's other sessions end. */
  changePassword(change: ChangePassword): Promise<Result<void>>;
  sessions(): Promise<Result<SessionList>>;
  endSession(id: string): Promise<Result<void>>;
  /** Everything that the backend keeps about the account, as the text of a file. */
  export(): Promise<Result<string>>;
  delete(password: string): Promise<Result<void>>;
}

/** Codes by which others make accounts of their own. */
export interface InvitationsPart {
  list(): Promise<Result<InvitationList>>;
  create(invitation: CreateInvitation): Promise<Result<Code>>;
  revoke(id: string): Promise<Result<void>>;
}

/** Links by which people without an account come into one channel for a time. */
export interface GuestLinksPart {
  list(channelId: string): Promise<Result<GuestLinkList>>;
  create(channelId: string, link: CreateGuestLink): Promise<Result<Code>>;
  /** Whoever came by it leaves. */
  revoke(channelId: string, id: string): Promise<Result<void>>;
}

/** What others should know of this person and the voice server cannot (`Capabilities.tellsDeafened`). */
export interface PresencePart {
  /** Of this device in a call; `notFound` while the backend does not see it there. */
  tellDeafened(channelId: string, device: string, deafened: boolean): Promise<Result<void>>;
}

/** What not every dialect has; null where it has not. */
export interface ConnectionParts {
  readonly moderation: ModerationPart | null;
  readonly account: AccountPart | null;
  readonly invitations: InvitationsPart | null;
  readonly guestLinks: GuestLinksPart | null;
  readonly presence: PresencePart | null;
}
export const noParts: ConnectionParts = {
  moderation: null,
  account: null,
  invitations: null,
  guestLinks: null,
  presence: null,
};

/**
 * One adapter a dialect (DESIGN.md §4) opens connections of this shape. A connection lives from sign-in to sign-out and
 * keeps its short-lived tokens to itself.
 */
export interface BackendConnection extends Disposable, ConnectionParts {
  readonly channels: Observable<ChannelsView>;
  /**
   * A ticket for one join. `device`: stable per installation. `second`: for its second session; only tickets with
   * `secondSession` allow one, and where there is none it makes no difference.
   */
  join(channelId: string, device: string, second?: boolean): Promise<Result<JoinTicket>>;
  /** Tells the backend that the session ended; whether there is nothing left to tell it. Never rejects. */
  signOut(): Promise<boolean>;
  /** Tries again at once what waits for its back-off. */
  retry(): void;
}

export interface BackendEvents {
  /** The credential was rotated: the new one has to be kept. */
  credentialChanged(credential: string): void;
  /** The backend no longer accepts the session. */
  expired(error: ParleyError): void;
  /** A moderator did something to this person. */
  moderated(moderation: Omit<Moderation, 'server'>): void;
}

/** A Parley server: each way in without a profile, because the address is all that it takes. */
export interface Backend {
  /** What a server tells about itself before anybody signs in. */
  offer(address: string): Promise<Result<SignInOffer>>;
  signIn(
    address: string,
    login: string,
    password: string,
    events: BackendEvents,
  ): Promise<Result<SignedIn & { readonly connection: BackendConnection }>>;
  /** Where the server has an identity provider. `cancel` ends the wait for the person. */
  signInByBrowser(
    address: string,
    events: BackendEvents,
    cancel: AbortSignal,
  ): Promise<Result<SignedIn & { readonly connection: BackendConnection }>>;
  /** Makes an account by an invitation, and signs in with it. */
  signUp(
    address: string,
    signUp: SignUp,
    events: BackendEvents,
  ): Promise<Result<SignedIn & { readonly connection: BackendConnection }>>;
  /** Comes by a guest link. */
  becomeGuest(
    address: string,
    guest: BecomeGuest,
    events: BackendEvents,
  ): Promise<Result<SignedIn & { readonly connection: BackendConnection }>>;
  /** A new password by a code that an administrator gave. Every session of the account ends. */
  resetPassword(address: string, reset: ResetPassword): Promise<Result<void>>;
  /** Continues with a credential out of the vault. */
  resume(
    address: string,
    credential: string,
    events: BackendEvents,
  ): Promise<Result<SignedIn & { readonly connection: BackendConnection }>>;
}

export interface DialectConnection extends BackendConnection {
  /** The profile was edited in what does not belong to the credential (`accessOf`): saved channels, shown name. */
  adopt(profile: DialectProfile): void;
  /** As often as needed and for several channels at once: each ticket is a call of its own. */
  join(channelId: string, device: string, second?: boolean): Promise<Result<JoinTicket>>;
  /** The channel of a room with a name of one's own, where nobody else is; null where rooms are channels of the backend. */
  readonly ownRoom: ((name: string) => string) | null;
  /** Makes the room of a channel with limits of its own; null where the dialect has no such request. */
  readonly createRoom: ((channelId: string, limits: RoomLimits) => Promise<Result<void>>) | null;
}

export type Opened = SignedIn & { readonly connection: DialectConnection };

/** The adapter of one dialect (DESIGN.md §4): what it can do, and how a connection of it is opened. Holds no state. */
export interface DialectBackend<D extends Dialect> {
  readonly dialect: D;
  readonly capabilities: Capabilities;
  /**
   * With what the person gave; `proofKind` of the profile says which kind it has to be. `cancel` ends what waits for the
   * person elsewhere (the system browser).
   */
  signIn(profile: ProfileOf<D>, proof: Proof, events: BackendEvents, cancel: AbortSignal): Promise<Result<Opened>>;
  /** Continues with a credential out of the vault. */
  resume(profile: ProfileOf<D>, credential: string, events: BackendEvents): Promise<Result<Opened>>;
  /** What the server offers besides what the profile says; null where there is nothing to ask. */
  readonly offer: ((profile: ProfileOf<D>) => Promise<Result<SignInOffer>>) | null;
  /** A new password by a code, for somebody who is not signed in; null where there is no such thing. */
  readonly resetPassword: ((profile: ProfileOf<D>, reset: ResetPassword) => Promise<Result<void>>) | null;
}

export type DialectBackends = { readonly [D in Dialect]: DialectBackend<D> };
