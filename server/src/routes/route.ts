import type { Permission, PermissionSet } from '@parley/shared/backends/permissions';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { z } from 'zod';
import type { Caller } from '../accounts/accessTokens.ts';
import type { Accounts } from '../accounts/accounts.ts';
import type { FailureLimit } from '../accounts/failureLimit.ts';
import type { Identities } from '../accounts/identities.ts';
import type { Guests } from '../accounts/guests.ts';
import type { Sessions } from '../accounts/sessions.ts';
import type { SigningKey } from '../accounts/signingKey.ts';
import type { Channels } from '../channels.ts';
import type { Config, DialectConfig } from '../config.ts';
import type { Wording } from '../dialects/wording.ts';
import type { ChannelRow, Directory } from '../directory.ts';
import type { EventHub } from '../events/eventHub.ts';
import type { EventView } from '../events/eventView.ts';
import type { Metrics } from '../metrics.ts';
import type { Moderation } from '../moderation/moderation.ts';
import type { SecurityLog } from '../moderation/securityLog.ts';
import type { BrowserSignIn } from '../oidc/browserSignIn.ts';
import type { Occupants } from '../occupants/occupants.ts';
import type { RateLimit } from '../rateLimit.ts';
import type { Rights } from '../rights.ts';
import type { VoiceServer } from '../voice/voiceServer.ts';

/** What every route may use. */
export interface Services {
  readonly config: Config;
  readonly dialects: DialectConfig;
  readonly version: string;
  readonly now: () => number;
  readonly signingKey: SigningKey;
  readonly metrics: Metrics;
  readonly sessions: Sessions;
  readonly accounts: Accounts;
  readonly identities: Identities;
  /** Null where no identity provider is configured. */
  readonly browserSignIn: BrowserSignIn | null;
  readonly guests: Guests;
  /** What is left of guests whose link has ended: their sessions and their calls. */
  readonly endGuests: (accountIds: readonly string[]) => Promise<void>;
  /** Tries to sign in, and others with a secret, that failed lately; by `limited`. */
  readonly failures: FailureLimit;
  /** Of tickets, by account. */
  readonly ticketLimit: RateLimit;
  /** Of checks of the network, by address. */
  readonly probeLimit: RateLimit;
  readonly channels: Channels;
  readonly directory: Directory;
  readonly rights: Rights;
  readonly moderation: Moderation;
  readonly securityLog: SecurityLog;
  readonly occupants: Occupants;
  readonly hub: EventHub;
  readonly view: EventView;
  readonly voice: VoiceServer;
  /** All of them, to tell about. */
  readonly routes: readonly Route[];
  readonly databaseAnswers: () => Promise<boolean>;
}

/**
 * Who may call: anybody, whoever is signed in, administrators, or whoever has a permission: on the whole server, or in
 * the channel that `:id` of the address names. A channel that the caller may not see is answered as one that is not there.
 */
export type Access =
  | 'public'
  | 'account'
  | 'administrator'
  | { readonly permission: Permission; readonly in: 'server' | 'channel' };

/**
 * One route as data: method, address, who may call, the schemas of its body and of its query. `registerRoutes` finds every
 * file of this folder that ends in `.route.ts` and registers what it exports, so that adding a route touches one file.
 */
export interface Route<Body = unknown, Query = unknown> {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly url: string;
  readonly access: Access;
  readonly body?: z.ZodType<Body>;
  /** Which of several schemas, all of them in `body`, a body is meant to be read by. Throws `invalid`. */
  readonly choose?: (body: unknown) => z.ZodType<Body>;
  readonly query?: z.ZodType<Query>;
  /** What a good answer looks like; left out where there is none, or none that a program reads. */
  readonly answer?: z.ZodType;
  /** Hands out tickets: every request counts against the account's limit. */
  readonly tickets?: true;
  /** Of a route of another system: its refusals are worded so, and its bodies are JSON whatever their type says. */
  readonly wording?: Wording;
  /** Of a good answer; 200 unless said, 204 without an answer. */
  readonly status?: number;
  handle(context: RouteContext<Body, Query>): Promise<unknown>;
}

export interface RouteContext<Body, Query = unknown> {
  readonly services: Services;
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
  readonly body: Body;
  readonly query: Query;
  readonly params: Readonly<Record<string, string>>;
  /** Throws where `access` is `public`. */
  readonly caller: Caller;
  /** Of a route whose permission is one in a channel; throws elsewhere. */
  readonly channel: ChannelRow;
  /** What the caller may do: in the channel of such a route, on the whole server elsewhere. */
  readonly permissions: PermissionSet;
}

/** A route with a body of a type that only it knows. */
export const route = <Body, Query>(definition: Route<Body, Query>): Route => definition;

/** What is no request and answer (a WebSocket, a raw body): it registers itself, and says how it knows who is there. */
export interface RoutePlugin {
  readonly method: 'GET' | 'POST';
  readonly url: string;
  /** `signature`: LiveKit's, over the body. `firstMessage`: an access token, after the connection is open. */
  readonly access: 'signature' | 'firstMessage';
  register(server: FastifyInstance, services: Services): void;
}
