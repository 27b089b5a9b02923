import { transportUnder, type TransportMode } from '@parley/shared/backends/transportMode';
import { setTimeout as delay } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import type { JoinTicket, StartWith } from '@parley/shared/backends/channel';
import { accessOf, newProfileId, type Dialect, type DialectProfile } from '@parley/shared/backends/dialects/profile';
import type { Proof } from '@parley/shared/backends/dialects/proof';
import type { RoomLimits } from '@parley/shared/backends/dialects/requests';
import type { ParleyError } from '@parley/shared/errors';
import type {
  ChannelsView,
  Moderation,
  OfServer,
  ServerTestReport,
  SessionView,
  SignInOffer,
} from '@parley/shared/ipc/contract';
import { isAllowed, isKept, type ServerPolicy } from '@parley/shared/policy/serverPolicy';
import { err, ok, type Result } from '@parley/shared/result';
import type { ResetPassword } from '@parley/shared/backends/parley/accounts';
import type { ConnectionParts, DialectBackend, DialectBackends, DialectConnection } from '../backends/backend.ts';
import { testServer, type ServerTestPorts } from '../backends/doctor/testServer.ts';
import type { Disposable } from '../disposable.ts';
import type { Log } from '../log/log.ts';
import type { SecretStore } from '../secrets/secretStore.ts';
import type { SettingsService } from '../settings/settings.ts';
import { cannotGo, forbidden, judgeProfile, layDown } from './judgeProfile.ts';
import { createRevocations } from './revocations.ts';
import { createSession, disconnected, forgetCredential, type Session } from './session.ts';

/**
 * The server profiles of `Settings.servers` and who is signed in with them, side by side. Errors are told by results;
 * `notFound` is an id that no profile has.
 */
export interface ServersService extends Disposable {
  /** By profile id. */
  sessions(): Readonly<Record<string, SessionView>>;
  /** By profile id. */
  channels(): Readonly<Record<string, ChannelsView>>;
  onSession(listener: (change: OfServer<SessionView>) => void): () => void;
  onChannels(listener: (change: OfServer<ChannelsView>) => void): () => void;
  onModerated(listener: (moderation: Moderation) => void): () => void;
  /** Continues the sessions of the last run that the vault has. */
  start(): Promise<void>;
  signIn(profile: DialectProfile, proof: Proof): Promise<Result<SessionView>>;
  cancel(): void;
  signOut(server: string): Result<null>;
  retry(server: string): Promise<Result<SessionView>>;
  save(profile: DialectProfile): Result<null>;
  remove(server: string): Result<null>;
  reorder(servers: readonly string[]): Result<null>;
  show(server: string): Result<null>;
  /** Never rejects; `onReport` hears each step as it ends. */
  test(
    profile: DialectProfile,
    proof: Proof | null,
    onReport: (report: ServerTestReport) => void,
  ): Promise<Result<readonly ServerTestReport[]>>;
  /** `second`: for the second session of a call that moves, where the first ticket allows one. */
  join(server: string, channelId: string, second?: boolean): Promise<Result<JoinTicket>>;
  /** Others are told whether this person hears nobody; `invalid` where the dialect cannot. */
  tellDeafened(server: string, channelId: string, deafened: boolean): Promise<Result<void>>;
  createRoom(server: string, channelId: string, limits: RoomLimits): Promise<Result<void>>;
  /** The live connection, for a check that joins rooms of its own; null while there is none. */
  connection(server: string): Pick<DialectConnection, 'channels' | 'join' | 'ownRoom'> | null;
  /** Uses one part of the live connection; `invalid` where the dialect has none. */
  withPart<P extends keyof ConnectionParts, T>(
    server: string,
    part: P,
    use: (part: NonNullable<ConnectionParts[P]>) => Promise<Result<T>>,
  ): Promise<Result<T>>;
  rename(server: string, name: string): Promise<Result<null>>;
  /** At the backend; the session ends here as well. */
  deleteAccount(server: string, password: string): Promise<Result<null>>;
  /** What a server tells before anybody signs in; the profile need not be saved, as for `resetPassword`. */
  offer(profile: DialectProfile): Promise<Result<SignInOffer>>;
  resetPassword(profile: DialectProfile, reset: ResetPassword): Promise<Result<null>>;
}

/** How long the program's end waits for what the vault or a server is still being told, ms. */
const lastWords = 1_000;
const mostServers = 64;

export function createServers(ports: {
  backends: DialectBackends;
  doctor: ServerTestPorts;
  /** What stands behind an error that only says that no such server answered. */
  explain: (profile: DialectProfile, error: ParleyError) => Promise<ParleyError>;
  secrets: SecretStore;
  settings: SettingsService;
  newId: () => string;
  random: () => number;
  /** Calls of the server that is joined next may go these ways only. */
  onTransport: (mode: TransportMode) => void;
  /** By the administrator's policy: no call goes by UDP. */
  udpForbidden: boolean;
  /** The administrator's servers, and whether there are others. */
  policy: ServerPolicy;
  /** What got through to a server in this network when nothing else did (`networkMemory`). */
  startWith: (server: string) => StartWith | undefined;
  log: Log;
}): ServersService {
  const { backends, secrets, settings, log } = ports;
  const sessions = new Map<string, Session>();
  const listeners = {
    session: new Set<(change: OfServer<SessionView>) => void>(),
    channels: new Set<(change: OfServer<ChannelsView>) => void>(),
    moderated: new Set<(moderation: Moderation) => void>(),
  };
  let waiting = new AbortController();
  let unfinished: Promise<unknown> = Promise.resolve();
  const aside = (what: string, work: Promise<unknown>): void => {
    unfinished = Promise.allSettled([unfinished, work]);
    log.background(what, work);
  };
  const revocations = createRevocations({ ...ports, parley: backends.parley });

  const create = (profile: DialectProfile): Session =>
    createSession(
      {
        ...ports,
        aside,
        onModerated(moderation) {
          for (const listener of listeners.moderated) listener(moderation);
        },
        async revokeLater(ended, credential) {
          if (ended.dialect === 'parley') await revocations.add(ended.address, credential);
        },
      },
      profile,
    );
  /** From now on everybody hears of it. */
  const adopt = (id: string, session: Session): void => {
    sessions.set(id, session);
    session.view.onChanged((view) => {
      for (const listener of listeners.session) listener({ server: id, view });
    });
    session.channels.onChanged((view) => {
      for (const listener of listeners.channels) listener({ server: id, view });
    });
  };
  layDown(ports.policy, settings, ports.newId);
  for (const profile of settings.get().servers) adopt(profile.id, create(profile));
  const judge = (typed: DialectProfile): Result<DialectProfile> => judgeProfile(ports.policy, typed);

  const withSession = <T>(id: string, use: (session: Session) => T): T | Result<never> => {
    const session = sessions.get(id);
    return session === undefined ? err(unknownServer) : use(session);
  };
  const withPart: ServersService['withPart'] = async (server, part, use) =>
    withSession(server, async (session) => {
      const connection = session.connection();
      if (connection === null) return err(disconnected);
      const found = connection[part];
      return found === null ? err(noSuchPart) : use(found);
    });
  const device = (): string => settings.get().device ?? settings.update({ device: ports.newId() }).device ?? 'default';
  const saved = (id: string): DialectProfile | undefined => settings.get().servers.find((profile) => profile.id === id);

  return {
    sessions: () => Object.fromEntries([...sessions].map(([id, { view }]) => [id, view.get()])),
    channels: () => Object.fromEntries([...sessions].map(([id, { channels }]) => [id, channels.get()])),
    onSession: (listener) => follow(listeners.session, listener),
    onChannels: (listener) => follow(listeners.channels, listener),
    onModerated: (listener) => follow(listeners.moderated, listener),
    async start() {
      const { signedInServers, credentialsToRemove } = settings.get();
      const resumed = settings
        .get()
        .servers.filter((profile) => isAllowed(ports.policy, profile))
        .map(async ({ id }) => sessions.get(id)?.resume());
      for (const id of credentialsToRemove) {
        if (!signedInServers.includes(id)) aside('forgetting a credential', forgetCredential(secrets, settings, id));
      }
      aside('telling a server of a sign-out', revocations.run());
      await Promise.all(resumed);
    },
    async signIn(typed, proof) {
      const judged = judge(typed);
      if (!judged.ok) return judged;
      const profile = judged.value;
      // The same account of the same server again is the same profile.
      const twin = settings
        .get()
        .servers.find(
          ({ dialect, address, login }) =>
            dialect === profile.dialect && address === profile.address && login === profile.login,
        );
      const id = profile.id === newProfileId ? (twin?.id ?? ports.newId()) : profile.id;
      if (saved(id) === undefined && settings.get().servers.length >= mostServers) return err(tooMany);
      const own = { ...profile, id };
      const session = sessions.get(id) ?? create(own);
      const answer = await session.signIn(own, proof, waiting.signal);
      if (!answer.ok) {
        if (!sessions.has(id)) await session.dispose();
        return err(await ports.explain(own, answer.error));
      }
      if (!sessions.has(id)) {
        adopt(id, session);
        for (const listener of listeners.session) listener({ server: id, view: session.view.get() });
        for (const listener of listeners.channels) listener({ server: id, view: session.channels.get() });
      }
      settings.update({ activeServer: id });
      aside('telling a server of a sign-out', revocations.run());
      return answer;
    },
    cancel() {
      waiting.abort();
      waiting = new AbortController();
    },
    signOut: (server) =>
      withSession(server, (session) => {
        session.signOut();
        return ok(null);
      }),
    retry: async (server) =>
      withSession(server, async (session) => {
        const profile = saved(server);
        return profile !== undefined && isAllowed(ports.policy, profile) ? ok(await session.resume()) : err(forbidden);
      }),
    save(typed) {
      const judged = judge(typed);
      if (!judged.ok) return judged;
      const profile = judged.value;
      return withSession(profile.id, (session) => {
        settings.update({
          servers: settings.get().servers.map((other) => (other.id === profile.id ? profile : other)),
        });
        session.adopt(profile);
        return ok(null);
      });
    },
    remove: (server) =>
      withSession(server, (session) => {
        const profile = saved(server);
        if (profile !== undefined && isKept(ports.policy, settings.get().servers, profile)) return err(cannotGo);
        session.signOut();
        sessions.delete(server);
        log.background('closing a connection', Promise.resolve(session.dispose()));
        const { servers, activeServer } = settings.get();
        const rest = servers.filter(({ id }) => id !== server);
        settings.update({
          servers: rest,
          activeServer: activeServer === server ? (rest[0]?.id ?? null) : activeServer,
        });
        return ok(null);
      }),
    reorder(order) {
      const { servers } = settings.get();
      const next = [...new Set(order)].map(saved).filter((profile) => profile !== undefined);
      if (order.length !== servers.length || next.length !== servers.length) return err(unknownServer);
      settings.update({ servers: next });
      return ok(null);
    },
    show(server) {
      if (saved(server) === undefined) return err(unknownServer);
      settings.update({ activeServer: server });
      return ok(null);
    },
    async test(typed, proof, onReport) {
      const judged = judge(typed);
      if (!judged.ok) return judged;
      const profile = judged.value;
      const { signal } = waiting;
      let own: DialectConnection | null = null;
      const live = (): DialectConnection | null => {
        const kept = saved(profile.id);
        const same = kept !== undefined && isDeepStrictEqual(accessOf(kept), accessOf(profile));
        return same ? (sessions.get(profile.id)?.connection() ?? null) : null;
      };
      const connect = async (): Promise<Result<DialectConnection>> => {
        const there = proof === null ? live() : null;
        if (there !== null) return ok(there);
        if (proof === null) return err(notSignedIn);
        const adapter = backends[profile.dialect] as DialectBackend<Dialect>;
        const opened = await adapter.signIn(profile, proof, unheard, signal);
        if (!opened.ok) return opened;
        if (signal.aborted) {
          await endTest(opened.value.connection);
          return err(testStopped);
        }
        own = opened.value.connection;
        return ok(own);
      };
      const reports = await testServer(ports.doctor, { profile, connect, secrets: secretsOf(proof), signal, onReport });
      if (own !== null) await endTest(own);
      return ok(reports);
    },
    join: async (server, channelId, second = false) =>
      withSession(server, async (session) => {
        const mode = saved(server)?.transport ?? 'automatic';
        // Before the page makes the connection: the browser reads it then.
        ports.onTransport(mode);
        const ticket = await session.join(channelId, device(), second);
        if (!ticket.ok) return ticket;
        const startWith = ports.startWith(server);
        return ok({
          ...ticket.value,
          transport: transportUnder(mode, ports.udpForbidden),
          ...(startWith === undefined ? {} : { startWith }),
        });
      }),
    tellDeafened: async (server, channelId, deafened) =>
      withPart(server, 'presence', (part) => part.tellDeafened(channelId, device(), deafened)),
    createRoom: async (server, channelId, limits) =>
      withSession(server, async (session) => session.createRoom(channelId, limits)),
    connection: (server) => sessions.get(server)?.connection() ?? null,
    withPart,
    async rename(server, name) {
      const renamed = await withPart(server, 'account', (account) => account.rename(name));
      if (!renamed.ok) return renamed;
      sessions.get(server)?.showAccount(renamed.value);
      return ok(null);
    },
    async deleteAccount(server, password) {
      const deleted = await withPart(server, 'account', (account) => account.delete(password));
      if (!deleted.ok) return deleted;
      sessions.get(server)?.signOut();
      return ok(null);
    },
    async offer(typed) {
      const judged = judge(typed);
      if (!judged.ok) return judged;
      const profile = judged.value;
      const { offer } = backends[profile.dialect] as DialectBackend<Dialect>;
      return offer === null ? ok({ browser: null }) : offer(profile);
    },
    async resetPassword(typed, reset) {
      const judged = judge(typed);
      if (!judged.ok) return judged;
      const profile = judged.value;
      const { resetPassword } = backends[profile.dialect] as DialectBackend<Dialect>;
      if (resetPassword === null) return err(noSuchPart);
      const answer = await resetPassword(profile, reset);
      return answer.ok ? ok(null) : answer;
    },
    async dispose() {
      waiting.abort();
      await revocations.dispose();
      for (const session of sessions.values()) void session.dispose();
      await Promise.race([unfinished, delay(lastWords, undefined, { ref: false })]);
    },
  };
}

function follow<T>(listeners: Set<T>, listener: T): () => void {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}

async function endTest(connection: DialectConnection): Promise<void> {
  await connection.signOut();
  await connection.dispose();
}

function secretsOf(proof: Proof | null): readonly string[] {
  switch (proof?.kind) {
    case undefined:
    case 'browser':
      return [];
    case 'password':
      return [proof.password];
    case 'guest':
      return [proof.code];
    case 'invitation':
      return [proof.invitation, proof.password];
    case 'bearer':
      return [proof.bearer];
  }
}

const unheard = { credentialChanged: () => undefined, expired: () => undefined, moderated: () => undefined };

const noSuchPart: ParleyError = { code: 'invalid', message: 'This kind of server has no such request.' };
const unknownServer: ParleyError = { code: 'notFound', message: 'There is no such server profile.' };
const tooMany: ParleyError = { code: 'invalid', message: `More than ${mostServers} servers cannot be kept.` };
const testStopped: ParleyError = { code: 'cancelled', message: 'Stopped.' };
const notSignedIn: ParleyError = {
  code: 'unauthorised',
  message: 'Sign in, or give what signs in, to test this step.',
};
