import { setTimeout as delay } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import type { JoinTicket } from '@parley/shared/backends/channel';
import type { Account } from '@parley/shared/backends/parley/session';
import { accessOf, type Dialect, type DialectProfile } from '@parley/shared/backends/dialects/profile';
import type { Proof } from '@parley/shared/backends/dialects/proof';
import type { RoomLimits } from '@parley/shared/backends/dialects/requests';
import type { ParleyError } from '@parley/shared/errors';
import type { ChannelsView, Moderation, SessionView, VaultLevel } from '@parley/shared/ipc/contract';
import { err, type Result } from '@parley/shared/result';
import { backOff } from '../backends/backOff.ts';
import type { BackendEvents, DialectBackend, DialectBackends, DialectConnection, Opened } from '../backends/backend.ts';
import type { Disposable } from '../disposable.ts';
import type { Log } from '../log/log.ts';
import { createSettable, type Observable } from '../observable.ts';
import type { SecretReading, SecretStore } from '../secrets/secretStore.ts';
import type { SettingsService } from '../settings/settings.ts';

/** Whether somebody is signed in with one profile: its credential in the vault, its connection alive. */
export interface Session extends Disposable {
  readonly view: Observable<SessionView>;
  readonly channels: Observable<ChannelsView>;
  /** With the profile as it is now, which from then on is this session's; on failure nothing has changed. */
  signIn(profile: DialectProfile, proof: Proof, cancel: AbortSignal): Promise<Result<SessionView>>;
  /** At once: vault and server are told behind it. */
  signOut(): void;
  /** Continues the stored session, or tries again at once what waits for its back-off. */
  resume(): Promise<SessionView>;
  /** The profile was edited: a session whose access it changes is over. */
  adopt(profile: DialectProfile): void;
  join(channelId: string, device: string, second: boolean): Promise<Result<JoinTicket>>;
  createRoom(channelId: string, limits: RoomLimits): Promise<Result<void>>;
  /** The account has changed at the backend. */
  showAccount(account: Account): void;
  /** The live connection. */
  connection(): DialectConnection | null;
}

export interface SessionPorts {
  readonly backends: DialectBackends;
  readonly secrets: SecretStore;
  readonly settings: SettingsService;
  readonly random: () => number;
  readonly log: Log;
  /** What moderators do to this person, as it happens: nobody is told later. */
  readonly onModerated: (moderation: Moderation) => void;
  /** A session ended here, and its server could not be told. */
  readonly revokeLater: (profile: DialectProfile, credential: string) => Promise<void>;
  /** Work that nothing waits for but the end of the program. */
  readonly aside: (what: string, work: Promise<unknown>) => void;
}

/** A vault that has not taken the credential by then counts as locked for the person's eyes, until it answers; ms. */
const vaultPatience = 2_000;

/** A server that has not heard of a sign-out by then is told again later, ms. */
const farewell = 500;

const noChannels: ChannelsView = { link: 'offline', channels: [], error: null };
const signedOut: SessionView = { kind: 'signedOut', error: null };

/** @param first the profile, saved or (with an id of its own already) about to be */
export function createSession(ports: SessionPorts, first: DialectProfile): Session {
  const { secrets, settings, log, aside } = ports;
  const { id } = first;
  const view = createSettable<SessionView>(signedOut);
  const channels = createSettable<ChannelsView>(noChannels);
  let profile = first;
  let connection: DialectConnection | null = null;
  /** What the vault was last told to keep. */
  let held = '';
  let stopListening = (): void => undefined;
  let again: NodeJS.Timeout | undefined;
  let attempt = 0;
  // Every sign-in, sign-out and retry takes a new turn; what comes back to an old turn is thrown away.
  let turn = 0;

  // The profile of a dialect goes to that dialect's adapter only.
  const adapterOf = ({ dialect }: DialectProfile) => ports.backends[dialect] as DialectBackend<Dialect>;
  const leave = (): void => {
    clearTimeout(again);
    stopListening();
    const old = connection;
    connection = null;
    channels.set(noChannels);
    if (old !== null) log.background('closing a connection', Promise.resolve(old.dispose()));
  };
  const showVault = (vault: VaultLevel): void => {
    const shown = view.get();
    if (shown.kind === 'signedIn' && !isDeepStrictEqual(shown.vault, vault)) view.set({ ...shown, vault });
  };
  /** Nothing waits for the vault: it may be waiting for a person itself. */
  const keep = (mine: number, credential: string): void => {
    held = credential;
    const tell = (vault: VaultLevel): void => {
      clearTimeout(patience);
      if (mine === turn) showVault(vault);
    };
    const patience = setTimeout(() => tell({ kind: 'memory', cause: 'locked' }), vaultPatience);
    aside('keeping a credential', secrets.write(id, credential).then(tell));
  };
  /**
   * The stored session is over. That is noted before the vault is asked, so that the next start misses no credential and
   * tries the removal again, whatever happens meanwhile.
   */
  const end = (error: ParleyError | null): void => {
    const { signedInServers, credentialsToRemove } = settings.get();
    settings.update({
      signedInServers: signedInServers.filter((other) => other !== id),
      credentialsToRemove: [...credentialsToRemove.filter((other) => other !== id), id].slice(-64),
    });
    view.set({ kind: 'signedOut', error });
    aside('forgetting a credential', forgetCredential(secrets, settings, id));
  };
  /** Events of a connection that is being opened: heard from the turn in which it is entered. */
  const eventsOf = (mineOf: () => number): BackendEvents => ({
    credentialChanged: (credential) => {
      if (mineOf() === turn) keep(turn, credential);
    },
    expired: (error) => {
      if (mineOf() !== turn) return;
      turn += 1;
      leave();
      end(error);
    },
    moderated: (moderation) => {
      if (mineOf() === turn) ports.onModerated({ ...moderation, server: id });
    },
  });
  const enter = (mine: number, opened: Opened): void => {
    attempt = 0;
    profile = { ...profile, name: opened.serverName };
    const { servers, signedInServers, credentialsToRemove } = settings.get();
    const known = servers.some((other) => other.id === id);
    settings.update({
      servers: known ? servers.map((other) => (other.id === id ? profile : other)) : [...servers, profile],
      signedInServers: [...signedInServers.filter((other) => other !== id), id],
      credentialsToRemove: credentialsToRemove.filter((other) => other !== id),
    });
    ({ connection } = opened);
    channels.set(connection.channels.get());
    stopListening = connection.channels.onChanged(channels.set);
    const { serverName, account } = opened;
    view.set({ kind: 'signedIn', serverName, account, vault: { kind: 'vault' } });
    keep(mine, opened.credential);
  };
  const resume = async (): Promise<SessionView> => {
    if (connection !== null || !settings.get().signedInServers.includes(id)) return view.get();
    const mine = (turn += 1);
    clearTimeout(again);
    view.set({ kind: 'signingIn' });
    const stored = await secrets.read(id);
    if (mine !== turn) return view.get();
    if (stored.kind !== 'found') {
      view.set({ kind: 'signedOut', error: missing(stored) });
      return view.get();
    }
    const answer = await adapterOf(profile).resume(
      profile,
      stored.secret,
      eventsOf(() => mine),
    );
    if (mine !== turn) {
      if (answer.ok) await setAside(answer.value);
      return view.get();
    }
    if (answer.ok) {
      enter(mine, answer.value);
    } else if (answer.error.code === 'unauthorised') {
      end({ ...answer.error, reason: answer.error.reason ?? 'sessionExpired' });
    } else {
      // The credential stays: the server may be back in a moment.
      view.set({ kind: 'signedOut', error: answer.error });
      again = setTimeout(() => log.background('signing in again', resume()), backOff(attempt, ports.random()));
      attempt += 1;
    }
    return view.get();
  };
  /** A session that was continued for nobody: its old credential is spent, so the new one is kept or revoked. */
  const setAside = async ({ credential, connection: unwanted }: Opened): Promise<void> => {
    if (connection !== null || !settings.get().signedInServers.includes(id)) return signOutOf(unwanted, credential);
    await secrets.write(id, credential);
    await unwanted.dispose();
  };
  const signOutOf = async (old: DialectConnection, credential: string): Promise<void> => {
    // Noted before it is certain: the program may end while a server that is away is still being asked.
    const told = await Promise.race([old.signOut(), delay(farewell, false, { ref: false })]);
    if (!told) await ports.revokeLater(profile, credential);
    await old.dispose();
  };
  const signOut = (): void => {
    turn += 1;
    const old = connection;
    connection = null;
    leave();
    end(null);
    if (old !== null) aside('ending a session', signOutOf(old, held));
    held = '';
  };

  return {
    view,
    channels,
    async signIn(next, proof, cancel) {
      const asked = turn;
      let mine: number | null = null;
      const events = eventsOf(() => mine ?? -1);
      const answer = await adapterOf(next).signIn(next, proof, events, cancel);
      if (asked !== turn) {
        if (answer.ok) await signOutOf(answer.value.connection, answer.value.credential);
        return err({ code: 'cancelled', message: 'Something else was done with this server meanwhile.' });
      }
      if (!answer.ok) return answer;
      mine = turn += 1;
      // A session that was there is replaced: its server need not keep it.
      const old = connection;
      connection = null;
      leave();
      if (old !== null) aside('ending a session', signOutOf(old, held));
      profile = next;
      enter(mine, answer.value);
      return { ok: true, value: view.get() };
    },
    signOut,
    async resume() {
      attempt = 0;
      connection?.retry();
      return resume();
    },
    adopt(next) {
      const same = isDeepStrictEqual(accessOf(next), accessOf(profile));
      if (!same && settings.get().signedInServers.includes(id)) signOut();
      profile = next;
      connection?.adopt(next);
      const shown = view.get();
      if (shown.kind === 'signedIn' && next.dialect !== 'parley' && next.name !== '') {
        view.set({ ...shown, serverName: next.name });
      }
    },
    join: async (channelId, device, second) => connection?.join(channelId, device, second) ?? err(disconnected),
    async createRoom(channelId, limits) {
      if (connection === null) return err(disconnected);
      if (connection.createRoom === null) {
        return err({ code: 'invalid', message: 'This kind of server makes its rooms by itself.' });
      }
      return connection.createRoom(channelId, limits);
    },
    showAccount(account) {
      const shown = view.get();
      if (shown.kind === 'signedIn') view.set({ ...shown, account });
    },
    connection: () => connection,
    dispose() {
      turn += 1;
      leave();
    },
  };
}

/** Once the vault has given the credential up for certain, it is no longer noted for the next start. */
export async function forgetCredential(secrets: SecretStore, settings: SettingsService, id: string): Promise<void> {
  if (!(await secrets.remove(id))) return;
  const rest = settings.get().credentialsToRemove.filter((other) => other !== id);
  settings.update({ credentialsToRemove: rest });
}

/** What to say when there is a session to continue but no credential. Without a vault, its end was foretold. */
function missing(stored: Exclude<SecretReading, { kind: 'found' }>): ParleyError | null {
  switch (stored.kind) {
    case 'absent':
      return null;
    case 'none':
      return { ...vaultLocked, message: 'The vault is locked or no longer has the credential.' };
    case 'locked':
      return vaultLocked;
  }
}

export const disconnected: ParleyError = {
  code: 'unauthorised',
  reason: 'sessionExpired',
  message: 'Nobody is signed in to this server.',
};
const vaultLocked: ParleyError = {
  code: 'unavailable',
  reason: 'vaultLocked',
  message: 'The vault did not open in time.',
};
