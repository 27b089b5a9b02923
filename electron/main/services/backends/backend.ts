import type { Account } from '@parley/shared/backends/parleyApi';
import type { JoinTicket } from '@parley/shared/backends/channel';
import type { Capabilities } from '@parley/shared/backends/dialects/capabilities';
import type { Dialect, DialectProfile, ProfileOf } from '@parley/shared/backends/dialects/profile';
import type { Proof } from '@parley/shared/backends/dialects/proof';
import type { RoomLimits } from '@parley/shared/backends/dialects/requests';
import type { ParleyError } from '@parley/shared/errors';
import type { ChannelsView, Moderation } from '@parley/shared/ipc/contract';
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

/**
 * One adapter a dialect (DESIGN.md §4) opens connections of this shape. A connection lives from sign-in to sign-out and
 * keeps its short-lived tokens to itself.
 */
export interface BackendConnection extends Disposable {
  readonly channels: Observable<ChannelsView>;
  /** A ticket for one join. `device`: stable per installation. */
  join(channelId: string, device: string): Promise<Result<JoinTicket>>;
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

/** Signing in with login and password alone: a Parley server. */
export interface Backend {
  signIn(
    address: string,
    login: string,
    password: string,
    events: BackendEvents,
  ): Promise<Result<SignedIn & { readonly connection: BackendConnection }>>;
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
  join(channelId: string, device: string): Promise<Result<JoinTicket>>;
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
}

export type DialectBackends = { readonly [D in Dialect]: DialectBackend<D> };
