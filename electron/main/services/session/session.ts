import { normaliseAddress } from '@parley/shared/backends/address';
import type { JoinTicket } from '@parley/shared/backends/channel';
import type { ParleyError } from '@parley/shared/errors';
import type { ChannelsView, SessionView, VaultLevel } from '@parley/shared/ipc/contract';
import { err, type Result } from '@parley/shared/result';
import type { ServerProfile } from '@parley/shared/settings/settings';
import { backOff } from '../backends/backOff.ts';
import type { Backend, BackendConnection, BackendEvents, SignedIn } from '../backends/backend.ts';
import type { Disposable } from '../disposable.ts';
import type { Log } from '../log/log.ts';
import { createSettable, type Observable } from '../observable.ts';
import type { SecretStore } from '../secrets/secretStore.ts';
import type { SettingsService } from '../settings/settings.ts';

/** Who is signed in: one profile at a time so far, its credential in the vault, its connection alive. */
export interface SessionService extends Disposable {
  readonly view: Observable<SessionView>;
  readonly channels: Observable<ChannelsView>;
  /** Continues the session of the last run, if the vault has it. */
  start(): Promise<void>;
  signIn(address: string, login: string, password: string): Promise<SessionView>;
  signOut(): Promise<SessionView>;
  retry(): Promise<SessionView>;
  join(channelId: string): Promise<Result<JoinTicket>>;
}

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
  const eventsOf = (profile: ServerProfile, mine: number): BackendEvents => ({
    credentialChanged: (credential) => {
      if (mine === turn) log.background('keeping a renewed credential', secrets.write(profile.id, credential));
    },
    expired: (error) => {
      if (mine !== turn) return;
      turn += 1;
      leave();
      log.background('forgetting a credential', secrets.remove(profile.id));
      view.set(signedOut(error));
    },
  });
  const enter = (
    profile: ServerProfile,
    signedIn: SignedIn & { readonly connection: BackendConnection },
    vault: VaultLevel,
  ): void => {
    attempt = 0;
    const named = { ...profile, name: signedIn.serverName };
    const others = settings.get().servers.filter(({ id }) => id !== profile.id);
    settings.update({ servers: [named, ...others], activeServer: profile.id });
    connection = signedIn.connection;
    channels.set(connection.channels.get());
    stopListening = connection.channels.onChanged(channels.set);
    view.set({
      kind: 'signedIn',
      address: profile.address,
      serverName: signedIn.serverName,
      account: signedIn.account,
      vault,
    });
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
      const locked: ParleyError = {
        code: 'unavailable',
        reason: 'vaultLocked',
        message: 'The vault did not open in time.',
      };
      view.set(signedOut(stored.kind === 'locked' ? locked : null));
      return view.get();
    }
    const answer = await backend.resume(profile.address, stored.secret, eventsOf(profile, mine));
    if (mine !== turn) {
      // The credential was spent; without keeping its successor the session would be lost.
      if (answer.ok) {
        await secrets.write(profile.id, answer.value.credential);
        await answer.value.connection.dispose();
      }
      return view.get();
    }
    if (answer.ok) {
      enter(profile, answer.value, await secrets.write(profile.id, answer.value.credential));
    } else {
      if (answer.error.code === 'unauthorised') {
        await secrets.remove(profile.id);
        view.set(signedOut({ ...answer.error, reason: 'sessionExpired' }));
      } else {
        // The credential stays: the server may be back in a moment.
        view.set(signedOut(answer.error));
        again = setTimeout(() => log.background('signing in again', resume()), backOff(attempt, ports.random()));
        attempt += 1;
      }
    }
    return view.get();
  };

  return {
    view,
    channels,
    start: async () => {
      await resume();
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
      if (answer.ok) enter(profile, answer.value, await secrets.write(profile.id, answer.value.credential));
      else view.set({ kind: 'signedOut', address, login, error: answer.error });
      return view.get();
    },
    async signOut() {
      turn += 1;
      const profile = active();
      const old = connection;
      connection = null;
      if (old !== null) await old.signOut();
      if (old !== null) await old.dispose();
      leave();
      if (profile !== undefined) await secrets.remove(profile.id);
      settings.update({ activeServer: null });
      view.set(signedOut(null));
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
    dispose() {
      turn += 1;
      leave();
    },
  };
}
