import type { Account } from '@parley/shared/backends/parleyApi';
import type { JoinTicket } from '@parley/shared/backends/channel';
import type { ParleyError } from '@parley/shared/errors';
import type { ChannelsView } from '@parley/shared/ipc/contract';
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
  /** Tells the backend that the session ended; never fails towards the person. */
  signOut(): Promise<void>;
  /** Tries again at once what waits for its back-off. */
  retry(): void;
}

export interface BackendEvents {
  /** The credential was rotated: the new one has to be kept. */
  credentialChanged(credential: string): void;
  /** The backend no longer accepts the session. */
  expired(error: ParleyError): void;
}

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
