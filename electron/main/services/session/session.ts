import { setTimeout as delay } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import { normaliseAddress } from '@parley/shared/backends/address';
import type { JoinTicket } from '@parley/shared/backends/channel';
import type { ParleyError } from '@parley/shared/errors';
import type { ChannelsView, Moderation, SessionView, VaultLevel } from '@parley/shared/ipc/contract';
import { err, type Result } from '@parley/shared/result';
import type { ServerProfile } from '@parley/shared/settings/settings';
import { backOff } from '../backends/backOff.ts';
import type { Backend, BackendConnection, BackendEvents, SignedIn } from '../backends/backend.ts';
import type { Disposable } from '../disposable.ts';
import type { Log } from '../log/log.ts';
import { createSettable, type Observable } from '../observable.ts';
import type { SecretReading, SecretStore } from '../secrets/secretStore.ts';
import type { SettingsService } from '../settings/settings.ts';

/** Who is signed in: one profile at a time so far, its credential in the vault, its connection alive. */
export interface SessionService extends Disposable {
  readonly view: Observable<SessionView>;
  readonly channels: Observable<ChannelsView>;
  /** What moderators do to this person, as it happens: nobody is told later. */
  onModerated(listener: (moderation: Moderation) => void): () => void;
  /** Continues the session of the last run, if the vault has it. */
  start(): Promise<void>;
  signIn(address: string, login: string, password: string): Promise<SessionView>;
  signOut(): Promise<SessionView>;
  retry(): Promise<SessionView>;
  join(channelId: string): Promise<Result<JoinTicket>>;
}

/** A vault that has not taken the credential by then counts as locked for the person's eyes, until it answers; ms. */
const vaultPatience = 2_000;

/** How long the program's end waits for what the vault or the server is still being told, ms. */
const lastWords = 1_000;

const noChannels: ChannelsView = { link: 'offline', channels: [], error: null };

export function createSession(ports: {
  backend: Backend;
  secrets: SecretStore;
  settings: SettingsService;
  newId: () => string;
  random: () => number;
  log: Log;
}): SessionService {
  const { backend, secrets, settings, log } = ports;
  const active = (): ServerProfile | undefined =>
    settings.get().servers.find((profile) => profile.id === settings.get().activeServer);

  const signedOut = (error: ParleyError | null): SessionView => {
    const profile = active() ?? settings.get().servers[0];
    return { kind: 'signedOut', address: profile?.address ?? '', login: profile?.login ?? '', error };
  };
  const view = createSettable<SessionView>(signedOut(null));
  const channels = createSettable<ChannelsView>(noChannels);
  const moderationListeners = new Set<(moderation: Moderation) => void>();
  let connection: BackendConnection | null = null;
  let stopListening = (): void => undefined;
  let again: NodeJS.Timeout | undefined;
  let attempt = 0;
  // Every sign-in, sign-out and retry takes a new turn; what comes back to an old turn is thrown away.
  let turn = 0;

  const leave = (): void => {
    clearTimeout(again);
    stopListening();
    const old = connection;
    connection = null;
    channels.set(noChannels);
    if (old !== null) log.background('closing a connection', Promise.resolve(old.dispose()));
  };
  let unfinished: Promise<unknown> = Promise.resolve();
  /** Work that nothing waits for but the end of the program. */
  const aside = (what: string, work: Promise<unknown>): void => {
    unfinished = Promise.allSettled([unfinished, work]);
    log.background(what, work);
  };
  const showVault = (vault: VaultLevel): void => {
    const shown = view.get();
    if (shown.kind === 'signedIn' && !isDeepStrictEqual(shown.vault, vault)) view.set({ ...shown, vault });
  };
  /** Nothing waits for the vault: it may be waiting for a person itself. */
  const keep = (profile: ServerProfile, mine: number, credential: string): void => {
    const tell = (vault: VaultLevel): void => {
      clearTimeout(patience);
      if (mine === turn) showVault(vault);
    };
    const patience = setTimeout(() => tell({ kind: 'memory', cause: 'locked' }), vaultPatience);
    aside('keeping a credential', secrets.write(profile.id, credential).then(tell));
  };
  /** Once the vault has given the credential up for certain, it is no longer noted for the next start. */
  const remove = async (id: string): Promise<void> => {
    if (!(await secrets.remove(id))) return;
    const rest = settings.get().credentialsToRemove.filter((other) => other !== id);
    settings.update({ credentialsToRemove: rest });
  };
  /**
   * The stored session is over. That is noted before the vault is asked, so that the next start misses no credential and
   * tries the removal again, whatever happens meanwhile.
   */
  const end = (profile: ServerProfile, error: ParleyError | null): void => {
    const noted = settings.get().credentialsToRemove.filter((id) => id !== profile.id);
    settings.update({ activeServer: null, credentialsToRemove: [...noted, profile.id].slice(-64) });
    view.set(signedOut(error));
    aside('forgetting a credential', remove(profile.id));
  };
  const eventsOf = (profile: ServerProfile, mine: number): BackendEvents => ({
    credentialChanged: (credential) => {
      if (mine === turn) keep(profile, mine, credential);
    },
    expired: (error) => {
      if (mine !== turn) return;
      turn += 1;
      leave();
      end(profile, error);
    },
    moderated: (moderation) => {
      if (mine === turn) for (const listener of moderationListeners) listener(moderation);
    },
  });
  const enter = (
    profile: ServerProfile,
    mine: number,
    signedIn: SignedIn & { readonly connection: BackendConnection },
  ): void => {
    attempt = 0;
    const named = { ...profile, name: signedIn.serverName };
    const others = settings.get().servers.filter(({ id }) => id !== profile.id);
    settings.update({
      servers: [named, ...others],
      activeServer: profile.id,
      credentialsToRemove: settings.get().credentialsToRemove.filter((id) => id !== profile.id),
    });
    connection = signedIn.connection;
    channels.set(connection.channels.get());
    stopListening = connection.channels.onChanged(channels.set);
    view.set({
      kind: 'signedIn',
      address: profile.address,
      serverName: signedIn.serverName,
      account: signedIn.account,
      vault: { kind: 'vault' },
    });
    keep(profile, mine, signedIn.credential);
  };

  const resume = async (): Promise<SessionView> => {
    const profile = active();
    if (profile === undefined || connection !== null) return view.get();
    const mine = (turn += 1);
    clearTimeout(again);
    view.set({ kind: 'signingIn', address: profile.address, login: profile.login });
    const stored = await secrets.read(profile.id);
    if (mine !== turn) return view.get();
    if (stored.kind !== 'found') {
      view.set(signedOut(missing(stored)));
      return view.get();
    }
    const answer = await backend.resume(profile.address, stored.secret, eventsOf(profile, mine));
    if (mine !== turn) {
      if (answer.ok) await setAside(profile, answer.value);
      return view.get();
    }
    if (answer.ok) {
      enter(profile, mine, answer.value);
    } else if (answer.error.code === 'unauthorised') {
      end(profile, { ...answer.error, reason: 'sessionExpired' });
    } else {
      // The credential stays: the server may be back in a moment.
      view.set(signedOut(answer.error));
      again = setTimeout(() => log.background('signing in again', resume()), backOff(attempt, ports.random()));
      attempt += 1;
    }
    return view.get();
  };
  /** A session that was continued for nobody: its old credential is spent, so the new one is kept or revoked. */
  const setAside = async (
    profile: ServerProfile,
    { credential, connection: unwanted }: SignedIn & { readonly connection: BackendConnection },
  ): Promise<void> => {
    if (connection === null && active()?.id === profile.id) await secrets.write(profile.id, credential);
    else await unwanted.signOut();
    await unwanted.dispose();
  };

  return {
    view,
    channels,
    onModerated(listener) {
      moderationListeners.add(listener);
      return () => moderationListeners.delete(listener);
    },
    start: async () => {
      const noted = settings.get().credentialsToRemove.filter((id) => id !== settings.get().activeServer);
      const resumed = resume();
      for (const id of noted) aside('forgetting a credential', remove(id));
      await resumed;
    },
    async signIn(typed, login, password) {
      const mine = (turn += 1);
      leave();
      const address = normaliseAddress(typed);
      if (address === null) {
        const error: ParleyError = {
          code: 'invalid',
          reason: 'badAddress',
          message: 'This is no http or https address.',
        };
        view.set({ kind: 'signedOut', address: typed.slice(0, 2048), login, error });
        return view.get();
      }
      view.set({ kind: 'signingIn', address, login });
      const known = settings.get().servers.find((profile) => profile.address === address && profile.login === login);
      const profile = known ?? { id: ports.newId(), dialect: 'parley', address, login, name: '' };
      const answer = await backend.signIn(address, login, password, eventsOf(profile, mine));
      if (mine !== turn) {
        if (answer.ok) await answer.value.connection.dispose();
        return view.get();
      }
      if (answer.ok) enter(profile, mine, answer.value);
      else view.set({ kind: 'signedOut', address, login, error: answer.error });
      return view.get();
    },
    async signOut() {
      turn += 1;
      const profile = active();
      const old = connection;
      connection = null;
      leave();
      if (profile === undefined) view.set(signedOut(null));
      else end(profile, null);
      if (old !== null) aside('ending a session', signOutOf(old));
      return view.get();
    },
    async retry() {
      attempt = 0;
      if (connection !== null) connection.retry();
      return resume();
    },
    async join(channelId) {
      if (connection === null) {
        return err({ code: 'unauthorised', reason: 'sessionExpired', message: 'Nobody is signed in.' });
      }
      const device = settings.get().device ?? settings.update({ device: ports.newId() }).device ?? 'default';
      return connection.join(channelId, device);
    },
    async dispose() {
      turn += 1;
      leave();
      await Promise.race([unfinished, delay(lastWords, undefined, { ref: false })]);
    },
  };
}

/** Tells the server that the session is over, then lets the connection go. */
async function signOutOf(connection: BackendConnection): Promise<void> {
  await connection.signOut();
  await connection.dispose();
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

const vaultLocked: ParleyError = {
  code: 'unavailable',
  reason: 'vaultLocked',
  message: 'The vault did not open in time.',
};
