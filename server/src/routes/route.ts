import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { z } from 'zod';
import type { AccessTokens, Caller } from '../accounts/accessTokens.ts';
import type { Sessions } from '../accounts/sessions.ts';
import type { Channels } from '../channels.ts';
import type { Config } from '../config.ts';
import type { EventHub } from '../events/eventHub.ts';
import type { Occupants } from '../occupants/occupants.ts';
import type { VoiceServer } from '../voice/voiceServer.ts';

/** What every route may use. */
export interface Services {
  readonly config: Config;
  readonly version: string;
  readonly now: () => number;
  readonly tokens: AccessTokens;
  readonly sessions: Sessions;
  readonly channels: Channels;
  readonly occupants: Occupants;
  readonly hub: EventHub;
  readonly voice: VoiceServer;
  readonly databaseAnswers: () => Promise<boolean>;
}

/** Who may call: anybody, whoever is signed in, administrators. */
export type Access = 'public' | 'account' | 'administrator';

/**
 * One route as data: method, address, who may call, the schema of its body. `registerRoutes` finds every file of this
 * folder that ends in `.route.ts` and registers its default export, so that adding a route touches one file.
 */
export interface Route<Body = unknown> {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  readonly url: string;
  readonly access: Access;
  readonly body?: z.ZodType<Body>;
  /** Of a good answer; 200 unless said. */
  readonly status?: number;
  handle(context: RouteContext<Body>): Promise<unknown>;
}

export interface RouteContext<Body> {
  readonly services: Services;
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
  readonly body: Body;
  readonly params: Readonly<Record<string, string>>;
  /** Throws where `access` is `public` and nobody is signed in. */
  readonly caller: Caller;
}

/** A route with a body of a type that only it knows. */
export const route = <Body>(definition: Route<Body>): Route => definition;

/** What a route that is no request and answer (a WebSocket, a raw body) exports instead. */
export type RoutePlugin = (server: FastifyInstance, services: Services) => void;
