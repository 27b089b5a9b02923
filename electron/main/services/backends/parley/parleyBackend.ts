import { isDeepStrictEqual } from 'node:util';
import type { ServerInfo } from '@parley/shared/backends/parley/api';
import type { ServerNotice } from '@parley/shared/backends/parley/events';
import type { Session } from '@parley/shared/backends/parley/session';
import type { Channel } from '@parley/shared/backends/channel';
import type { ParleyError } from '@parley/shared/errors';
import type { ChannelsView } from '@parley/shared/ipc/contract';
import { readableName } from '@parley/shared/backends/readableName';
import { err, ok, type Result } from '@parley/shared/result';
import type { Log } from '../../log/log.ts';
import { createSettable } from '../../observable.ts';
import type { Backend, BackendConnection, BackendEvents, SignedIn } from '../backend.ts';
import type { Fetch } from '../httpClient.ts';
import { browserSignIn } from './browserSignIn.ts';
import { applyServerEvent } from './channelList.ts';
import { createEventStream, type Socket } from './eventStream.ts';
import { linkError, noErrors, type LinkErrors } from './linkError.ts';
import { readModeration } from './moderation.ts';
import { createParleyClient, type AuthorisedClient, type ParleyClient } from './parleyClient.ts';
import { firstPoll, nextPoll } from './pollDelay.ts';
import { createToldOnce } from './toldOnce.ts';
import { tokenLife } from './tokenLife.ts';

export interface ParleyBackendPorts {
  readonly fetch: Fetch;
  readonly openSocket: (url: string) => Socket;
  /** Local milliseconds. Only differences are used: the server's clock and this one need not agree. */
  readonly now: () => number;
  readonly random: () => number;
  /** Rejects when the page is none that is opened. */
  readonly openBrowser: (url: string) => Promise<unknown>;
  /** An error that only says that a server did not answer as one, with the cause where the way there shows it. */
  readonly explain: (address: string, error: ParleyError) => Promise<ParleyError>;
  /** What the person shall know this program's sessions by. */
  readonly program: string;
  readonly log: Log;
}

/** The access token is renewed this long before it expires, ms; a short-lived one after half its life. */
const renewBefore = 60_000;
/** `setTimeout` holds no more than this, ms. */
const longestTimer = 2 ** 31 - 1;

/** The `parley` dialect: Parley server (`server/`). */
export function createParleyBackend(ports: ParleyBackendPorts): Backend {
  const start = async (
    address: string,
    events: BackendEvents,
    authenticate: (client: ParleyClient, info: ServerInfo) => Promise<Result<Session>>,
  ) => {
    const client = createParleyClient(address, ports.fetch);
    const info = await client.info();
    if (!info.ok) return info;
    const session = await authenticate(client, info.value);
    if (!session.ok) return session;
    const signedIn: SignedIn = {
      account: session.value.account,
      serverName: info.value.name,
      credential: session.value.refreshToken,
    };
    return ok({ ...signedIn, connection: connect(ports, address, client, session.value, events) });
  };
  return {
    signIn: (address, login, password, events) =>
      start(address, events, (client) => client.signIn(login, password, ports.program)),
    async offer(address) {
      const info = await createParleyClient(address, ports.fetch).info();
      if (!info.ok) return info;
      const { browser } = info.value;
      // The label is the server's word, made readable where it comes in.
      return ok({ browser: browser === undefined ? null : { label: readableName(browser.label, address) } });
    },
    signInByBrowser: (address, events, cancel) =>
      start(address, events, async (client, info) =>
        info.browser === undefined ? err(noBrowserSignIn) : browserSignIn({ ...ports, address, client }, cancel),
      ),
    signUp: (address, signUp, events) =>
      start(address, events, (client) => client.signUp({ ...signUp, program: ports.program })),
    becomeGuest: (address, guest, events) =>
      start(address, events, (client) => client.becomeGuest({ ...guest, program: ports.program })),
    async resetPassword(address, reset) {
      const client = createParleyClient(address, ports.fetch);
      // A code is good once: it goes to a Parley server or nowhere.
      const info = await client.info();
      return info.ok ? client.resetPassword(reset) : info;
    },
    resume: (address, credential, events) => start(address, events, (client) => client.refresh(credential)),
  };
}

const noBrowserSignIn: ParleyError = {
  code: 'invalid',
  message: 'This server has no sign-in through the browser.',
};

function connect(
  ports: ParleyBackendPorts,
  address: string,
  client: ParleyClient,
  first: Session,
  events: BackendEvents,
): BackendConnection {
  const { log } = ports;
  let session = first;
  let expiry = ports.now() + tokenLife(first);
  let renewal: Promise<Result<Session>> | null = null;
  let timer: NodeJS.Timeout | undefined;
  let ended = false;
  /** The event stream is not there. */
  let away = false;
  let asking: NodeJS.Timeout | undefined;
  /** Questions for the channels that failed, in a row. */
  let failures = 0;

  // One renewal at a time: a refresh token is spent by its first use, and a second use would end the session.
  const renew = (): Promise<Result<Session>> =>
    (renewal ??= (async () => {
      const answer = await client.refresh(session.refreshToken);
      renewal = null;
      if (ended) return answer;
      if (answer.ok) {
        session = answer.value;
        expiry = ports.now() + tokenLife(session);
        events.credentialChanged(session.refreshToken);
        stream.renew(session.accessToken);
        schedule();
      } else if (answer.error.code === 'unauthorised') {
        events.expired({ code: 'unauthorised', reason: 'sessionExpired', message: answer.error.message });
      } else {
        schedule(renewBefore / 4);
      }
      return answer;
    })());
  const beforeExpiry = (): number => {
    const left = expiry - ports.now();
    return Math.max(left - renewBefore, left / 2);
  };
  const schedule = (wait = beforeExpiry()): void => {
    clearTimeout(timer);
    timer = setTimeout(
      () => log.background('renewing the session', renew()),
      Math.min(longestTimer, Math.max(1_000, wait)),
    );
  };
  const accessToken = async (fresh: boolean): Promise<string | null> => {
    if (!fresh && expiry - ports.now() > 5_000) return session.accessToken;
    const answer = await renew();
    return answer.ok ? answer.value.accessToken : null;
  };

  const view = createSettable<ChannelsView>({ link: 'connecting', channels: [], error: null });
  let errors = noErrors;
  const learn = (news: Partial<LinkErrors>): void => {
    errors = { ...errors, ...news };
    const error = linkError(errors);
    if (!isDeepStrictEqual(error, view.get().error)) view.set({ ...view.get(), error });
  };
  const show = (channels: readonly Channel[]): void => {
    if (channels !== view.get().channels) view.set({ ...view.get(), channels });
  };
  const told = createToldOnce();
  /** Whether the server told anything yet: what moderators did before that is no news of this program's. */
  let knowsServer = false;
  const hearNotice = (notice: ServerNotice): void => {
    if (notice.type === 'moderation') {
      if (told.isNews(notice.id) && knowsServer) events.moderated(readModeration(notice));
    } else if (!isDeepStrictEqual(notice.permissions, view.get().permissions))
      view.set({ ...view.get(), permissions: notice.permissions });
  };
  /** Where the event stream does not come about, channels are asked for, so that they can be joined. */
  const askForChannels = async (): Promise<void> => {
    const answer = await authorised((as) => as.channels());
    if (ended || !away) return;
    if (answer.ok) {
      const channels = applyServerEvent([], { type: 'snapshot', channels: answer.value.channels });
      if (!isDeepStrictEqual(channels, view.get().channels)) show(channels);
      setLink('polling');
      learn({ request: 'answered' });
      // Whatever kept requests is gone, and may have kept the stream.
      if (failures > 0) stream.retry();
      failures = 0;
      const { self, deeds = [] } = answer.value;
      if (self !== undefined) hearNotice(self);
      for (const deed of deeds) hearNotice(deed);
      knowsServer = true;
    } else {
      setLink('offline');
      failures += 1;
      const request = await ports.explain(address, answer.error);
      if (ended || !away) return;
      learn({ request });
    }
    askLater(nextPoll(failures, ports.random()));
  };
  const askLater = (wait: number): void => {
    clearTimeout(asking);
    asking = setTimeout(() => log.background('asking for the channels', askForChannels()), wait);
  };
  const setLink = (link: ChannelsView['link']): void => {
    if (link !== view.get().link) view.set({ ...view.get(), link });
  };
  const stream = createEventStream({
    address,
    openSocket: ports.openSocket,
    accessToken,
    onLive() {
      knowsServer = true;
      away = false;
      failures = 0;
      clearTimeout(asking);
      errors = noErrors;
      view.set({ ...view.get(), link: 'live', error: null });
    },
    onAway(why) {
      if (why !== null) learn({ stream: why });
      if (away) return;
      away = true;
      const wasLive = view.get().link === 'live';
      if (wasLive) setLink('connecting');
      askLater(firstPoll(wasLive, ports.random()));
    },
    onEvent: (event) => show(applyServerEvent(view.get().channels, event)),
    onNotice: hearNotice,
    random: ports.random,
    log,
  });
  schedule();
  /** With the access token there is; with a fresh one when the server no longer takes it. */
  const authorised = async <T>(use: (client: AuthorisedClient) => Promise<Result<T>>): Promise<Result<T>> => {
    const token = await accessToken(false);
    const answer = await use(client.as(token ?? session.accessToken));
    if (answer.ok || answer.error.reason !== 'sessionExpired') return answer;
    const again = await accessToken(true);
    return again === null ? answer : use(client.as(again));
  };

  return {
    channels: view,
    moderation: {
      act: (act) => authorised((as) => as.moderate(act)),
      restrictions: (channelId) => authorised((as) => as.restrictions(channelId)),
    },
    account: {
      rename: (name) => authorised((as) => as.rename(name)),
      changePassword: (change) => authorised((as) => as.changePassword(change)),
      sessions: () => authorised((as) => as.sessions()),
      endSession: (id) => authorised((as) => as.endSession(id)),
      export: () => authorised((as) => as.exportAccount()),
      delete: (password) => authorised((as) => as.deleteAccount(password)),
    },
    invitations: {
      list: () => authorised((as) => as.invitations()),
      create: (invitation) => authorised((as) => as.invite(invitation)),
      revoke: (id) => authorised((as) => as.uninvite(id)),
    },
    guestLinks: {
      list: (channelId) => authorised((as) => as.guestLinks(channelId)),
      create: (channelId, link) => authorised((as) => as.createGuestLink(channelId, link)),
      revoke: (channelId, id) => authorised((as) => as.revokeGuestLink(channelId, id)),
    },
    presence: {
      tellDeafened: (channelId, device, deafened) => authorised((as) => as.tellDeafened(channelId, device, deafened)),
    },
    join: (channelId, device, second = false) => authorised((as) => as.join(channelId, device, second)),
    async signOut() {
      const token = await accessToken(false);
      const answer = await client.signOut(token ?? session.accessToken);
      return answer.ok;
    },
    retry() {
      failures = 0;
      if (away) askLater(0);
      stream.retry();
    },
    dispose() {
      ended = true;
      clearTimeout(timer);
      clearTimeout(asking);
      stream.dispose();
    },
  };
}
