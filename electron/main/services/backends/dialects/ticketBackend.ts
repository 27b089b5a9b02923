import { capabilities } from '@parley/shared/backends/dialects/capabilities';
import { describePerson } from '@parley/shared/backends/dialects/person';
import type { ForeignDialect, ProfileOf } from '@parley/shared/backends/dialects/profile';
import { proofKind, type Proof } from '@parley/shared/backends/dialects/proof';
import { notThisServer, readRefusal } from '@parley/shared/backends/dialects/refusal';
import type { DialectRequest } from '@parley/shared/backends/dialects/requests';
import { savedChannels } from '@parley/shared/backends/dialects/savedChannels';
import { readPastedBearer } from '@parley/shared/backends/dialects/tokenAnswer';
import type { Account } from '@parley/shared/backends/parley/session';
import type { ParleyError } from '@parley/shared/errors';
import type { ChannelsView } from '@parley/shared/ipc/contract';
import { err, ok, type Result } from '@parley/shared/result';
import type { z } from 'zod';
import { createSettable } from '../../observable.ts';
import { noParts, type BackendEvents, type DialectBackend, type DialectConnection, type Opened } from '../backend.ts';
import { createBearerSession, type BearerSession } from '../bearer/bearerSession.ts';
import {
  credentialOf,
  isJson,
  resumeBearer,
  signInByRequest,
  type HeldBearer,
  type SourcePorts,
} from '../bearer/heldBearer.ts';
import { signInByBrowser } from '../bearer/signInByBrowser.ts';
import { createHttpClient, parseJson, type Fetch, type HttpLimits } from '../httpClient.ts';

export interface TicketPorts {
  readonly fetch: Fetch;
  /** Shows an address in the system browser (`security/externalLinks`). */
  readonly openBrowser: (url: string) => Promise<unknown>;
  /** Local milliseconds. */
  readonly now: () => number;
  /** `ticketLimits` unless a test is in a hurry. */
  readonly limits?: HttpLimits;
}

/** A ticket is some hundred bytes; an error page that is larger is no answer either. */
export const ticketLimits: HttpLimits = { time: 10_000, size: 262_144 };

/** Sends one request and reads its answer by `schema`; `serverNow`: the backend's clock as it answered, ms. */
export type Ask = <T>(
  request: DialectRequest,
  schema: z.ZodType<T>,
) => Promise<Result<{ readonly value: T; readonly serverNow: number | null }>>;

/** What one dialect adds to what they have in common: a bearer goes in, tickets come out. */
export interface TicketDialect<D extends ForeignDialect> {
  readonly dialect: D;
  join(place: Place<D>): ReturnType<DialectConnection['join']>;
  /** Whether the bearer is accepted, where the dialect has a request for that. */
  readonly check: ((profile: ProfileOf<D>, ask: Ask) => Promise<Result<unknown>>) | null;
  /** The channel of a room that is made by joining it; null where the backend gives tickets for its own channels alone. */
  readonly ownRoom: ((profile: ProfileOf<D>, name: string) => string) | null;
  readonly createRoom:
    | ((place: Place<D>, limits: Parameters<NonNullable<DialectConnection['createRoom']>>[1]) => Promise<Result<void>>)
    | null;
}

interface Place<D extends ForeignDialect> {
  readonly profile: ProfileOf<D>;
  readonly channelId: string;
  readonly account: Account;
  readonly ask: Ask;
}

export function createTicketBackend<D extends ForeignDialect>(
  ports: TicketPorts,
  rules: TicketDialect<D>,
): DialectBackend<D> {
  const { dialect } = rules;
  const http = createHttpClient({ fetch: ports.fetch, strange: notThisServer, limits: ports.limits ?? ticketLimits });
  const sourceOf = (profile: ProfileOf<D>): SourcePorts => ({
    http,
    address: profile.address,
    source: profile.bearer,
    now: ports.now,
  });
  const askOf =
    (session: BearerSession): Ask =>
    async (request, schema) => {
      const answer = await session.send(request);
      if (!answer.ok) return answer;
      const { status, text, contentType, serverNow } = answer.value;
      if (status < 200 || status >= 300) return err(readRefusal(dialect, status, text));
      const parsed = schema.safeParse(isJson(contentType) ? parseJson(text) : undefined);
      return parsed.success ? ok({ value: parsed.data, serverNow }) : err(notThisServer);
    };
  const open = (profile: ProfileOf<D>, session: BearerSession, account: Account, events: BackendEvents): Opened => {
    const ask = askOf(session);
    const { createRoom, ownRoom } = rules;
    let current = profile;
    const listed = (): ChannelsView => ({ link: 'live', channels: savedChannels(current), error: null });
    const channels = createSettable<ChannelsView>(listed());
    session.announce(events);
    return {
      account,
      serverName: profile.name === '' ? (URL.parse(profile.address)?.host ?? '') : profile.name,
      credential: credentialOf(profile.bearer, session.held()),
      connection: {
        ...noParts,
        channels,
        adopt(next) {
          if (next.dialect !== dialect) return;
          // The same dialect has the same profile.
          current = next as ProfileOf<D>;
          channels.set(listed());
        },
        join: (channelId) => rules.join({ profile: current, channelId, account, ask }),
        ownRoom: ownRoom === null ? null : (name) => ownRoom(current, name),
        createRoom:
          createRoom === null
            ? null
            : (channelId, limits) => createRoom({ profile: current, channelId, account, ask }, limits),
        // The seeds have no request that ends a session; the credential is forgotten here.
        signOut: async () => true,
        retry: () => undefined,
        dispose: () => session.dispose(),
      },
    };
  };
  /** So that a wrong token or address is told at the sign-in, not at the first call. A ticket that nobody uses does nothing. */
  const check = async (profile: ProfileOf<D>, account: Account, ask: Ask): Promise<Result<unknown>> => {
    if (rules.check !== null) return rules.check(profile, ask);
    const channelId = savedChannels(profile)[0]?.id;
    return channelId === undefined ? ok(undefined) : rules.join({ profile, channelId, account, ask });
  };

  return {
    dialect,
    capabilities: capabilities[dialect],
    async signIn(profile, proof, events, cancel) {
      const source = sourceOf(profile);
      const held = await obtainBearer(ports, profile, source, proof, cancel);
      if (!held.ok) return held;
      const session = createBearerSession(source, held.value);
      const account = describePerson(profile, held.value.bearer);
      const checked = await check(profile, account, askOf(session));
      return checked.ok || !endsSignIn(checked.error) ? ok(open(profile, session, account, events)) : checked;
    },
    offer: null,
    resetPassword: null,
    async resume(profile, credential, events) {
      const source = sourceOf(profile);
      const held = await resumeBearer(source, credential);
      if (!held.ok) return held;
      const session = createBearerSession(source, held.value);
      return ok(open(profile, session, describePerson(profile, held.value.bearer), events));
    },
  };
}

/** A channel that is gone or closed to this account does not keep anybody from signing in. */
const endsSignIn = ({ code, reason }: ParleyError): boolean =>
  code === 'unauthorised' || reason === 'notThisServer' || reason === 'serverUnreachable';

async function obtainBearer(
  ports: TicketPorts,
  profile: ProfileOf<ForeignDialect>,
  source: SourcePorts,
  proof: Proof,
  cancel: AbortSignal,
): Promise<Result<HeldBearer>> {
  const { bearer } = profile;
  if (proof.kind === 'password' && bearer.kind === 'request') return signInByRequest(source, bearer, proof);
  if (proof.kind === 'browser' && bearer.kind === 'browser') {
    return signInByBrowser({ ...source, openBrowser: ports.openBrowser }, bearer, cancel);
  }
  if (proof.kind === 'bearer' && bearer.kind === 'pasted') {
    const pasted = readPastedBearer(proof.bearer);
    return pasted === null ? err(tokenUnreadable) : ok({ bearer: pasted, refreshToken: null, lapses: null });
  }
  return err({ code: 'invalid', message: `This profile signs in by ${proofKind(profile)}, not by ${proof.kind}.` });
}

export const tokenUnreadable: ParleyError = {
  code: 'invalid',
  reason: 'tokenUnreadable',
  message: 'What was pasted is no token of the kind that is needed.',
};
