import { readdirSync } from 'node:fs';
import { errorBodySchema, pathParametersSchema } from '@parley/shared/backends/parley/api';
import type { PermissionSet } from '@parley/shared/backends/permissions';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { z } from 'zod';
import type { Caller } from '../accounts/accessTokens.ts';
import { defaultDialects, type DialectConfig } from '../config.ts';
import type { Wording } from '../dialects/wording.ts';
import type { ChannelRow } from '../directory.ts';
import { failure } from './failure.ts';
import type { Access, Route, RouteContext, RoutePlugin, Services } from './route.ts';

interface LoadedRoutes {
  readonly routes: readonly Route[];
  readonly plugins: readonly RoutePlugin[];
}

/**
 * Every route of this folder: files named `*.route.ts`, each with `routes` (data, or what makes them of the
 * configuration) or `plugin` as its export. Rejects when the configuration gives two routes one address.
 */
export async function loadRoutes(dialects: DialectConfig = defaultDialects): Promise<LoadedRoutes> {
  const suffix = '.route.ts';
  const files = readdirSync(import.meta.dirname).filter((name) => name.endsWith(suffix));
  const modules = await Promise.all(
    files.map(
      (file) =>
        import(`./${file.slice(0, -suffix.length)}.route.ts`) as Promise<{
          routes?: readonly Route[] | ((dialects: DialectConfig) => readonly Route[]);
          plugin?: RoutePlugin;
        }>,
    ),
  );
  const routes = modules.flatMap(({ routes: given = [] }) => (typeof given === 'function' ? given(dialects) : given));
  const plugins = modules.flatMap(({ plugin }) => plugin ?? []);
  const addresses = [...routes, ...plugins].map(({ method, url }) => `${method} ${url}`);
  const twice = addresses.find((address, index) => addresses.indexOf(address) !== index);
  if (twice !== undefined) throw new Error(`PARLEY_TOKEN_PATH is taken: the server has ${twice} already.`);
  return { routes, plugins };
}

export function registerRoutes(server: FastifyInstance, services: Services, { routes, plugins }: LoadedRoutes): void {
  const register = (scope: FastifyInstance, route: Route): void => {
    const { wording } = route;
    scope.route({
      method: route.method,
      url: route.url,
      handler: async (request, reply) => {
        const context = await admit(services, request, reply, route);
        reply.status(route.status ?? 200);
        const answer = await route.handle(context);
        // Of an answer that the route itself has sent, nothing changes any more: the status is counted (`metrics`).
        if (answer === undefined && !reply.sent) reply.status(route.status ?? 204);
        return answer;
      },
      ...(wording === undefined
        ? {}
        : {
            onSend: async (_request: FastifyRequest, reply: FastifyReply, payload: unknown) =>
              reword(wording, reply, payload),
          }),
    });
  };
  for (const route of routes) if (route.wording === undefined) register(server, route);
  server.register(async (scope) => {
    scope.removeAllContentTypeParsers();
    const json = scope.getDefaultJsonParser('error', 'error');
    scope.addContentTypeParser('*', { parseAs: 'string' }, (request, body, done) =>
      body === '' ? done(null, undefined) : json(request, body.toString(), done),
    );
    for (const route of routes) if (route.wording !== undefined) register(scope, route);
  });
  for (const plugin of plugins) plugin.register(server, services);
}

/** A refusal as another system words it; whatever else is sent stays as it is. */
function reword(wording: Wording, reply: FastifyReply, payload: unknown): unknown {
  if (reply.statusCode < 400 || typeof payload !== 'string') return payload;
  const refusal = errorBodySchema.parse(JSON.parse(payload)).error;
  const worded = wording.word(refusal, reply.statusCode);
  if (typeof worded !== 'string') return JSON.stringify(worded);
  reply.type('text/plain; charset=utf-8');
  return worded;
}

/** Who calls, then whether they may, then whether what they say makes sense: in this order, and nothing before it. */
async function admit(
  services: Services,
  request: FastifyRequest,
  reply: FastifyReply,
  route: Route,
): Promise<RouteContext<unknown>> {
  const token = route.access === 'public' ? null : bearerOf(request);
  // Who is known is not waited for.
  const caller = token === null ? null : (services.sessions.known(token) ?? (await authenticate(services, token)));
  if (caller !== null && route.tickets === true) insistOnTicketLimit(services, caller, reply);
  const params = parse(pathParametersSchema, request.params);
  const { channel, permissions } = authorise(services, caller, route.access, params['id'] ?? '');
  return {
    services,
    request,
    reply,
    params,
    body: route.body === undefined ? undefined : parse(route.choose?.(request.body) ?? route.body, request.body),
    query: route.query === undefined ? undefined : parse(route.query, request.query),
    permissions,
    get caller(): Caller {
      if (caller === null) throw failure('unauthorised', 'Sign in first.');
      return caller;
    },
    get channel(): ChannelRow {
      if (channel === null) throw new Error(`${route.url} is not about a channel`);
      return channel;
    },
  };
}

/** Throws `unauthorised` where none is shown. */
function bearerOf({ headers }: FastifyRequest): string {
  // The scheme in any case (RFC 9110 §11.1).
  const token = /^bearer (\S{1,4096})$/i.exec(headers.authorization ?? '')?.[1];
  if (token === undefined) throw failure('unauthorised', 'Sign in first.');
  return token;
}

async function authenticate({ sessions }: Services, token: string): Promise<Caller> {
  const caller = await sessions.caller(token);
  if (caller === null) throw failure('unauthorised', 'Sign in first.');
  return caller;
}

/** `Retry-After` is in whole seconds (RFC 9110 §10.2.3). */
function insistOnTicketLimit({ ticketLimit }: Services, { accountId }: Caller, reply: FastifyReply): void {
  const wait = ticketLimit.take(accountId);
  if (wait === 0) return;
  const seconds = Math.ceil(wait / 1000);
  reply.header('retry-after', seconds);
  throw failure('rateLimited', `This account asked for too many tickets. Try again in ${seconds} s.`);
}

/** The channel that the route is about, null when it is about none, and what the caller may do there. Throws `forbidden` and `notFound`. */
function authorise(
  { directory }: Services,
  caller: Caller | null,
  access: Access,
  id: string,
): { readonly channel: ChannelRow | null; readonly permissions: PermissionSet } {
  const accountId = caller?.accountId ?? '';
  const isAbout = typeof access === 'object' && access.in === 'channel';
  const channel = isAbout ? (directory.channel(id) ?? null) : null;
  const permissions = directory.permissions(accountId, channel?.id ?? null);
  if (access === 'administrator' && !directory.isAdministrator(accountId)) {
    throw failure('forbidden', 'Only administrators may do this.');
  }
  if (isAbout && (channel === null || !permissions.has('VIEW'))) {
    throw failure('notFound', 'There is no such channel.');
  }
  if (typeof access === 'object' && !permissions.has(access.permission)) {
    throw failure('forbidden', `This takes the permission ${access.permission}.`);
  }
  return { channel, permissions };
}

function parse<T>(schema: z.ZodType<T>, value: unknown): T {
  const parsed = schema.safeParse(value ?? {});
  if (parsed.success) return parsed.data;
  const where = parsed.error.issues.map((issue) => issue.path.join('.') || issue.message).slice(0, 5);
  // Names of fields are the caller's own words: of those that are too long only the beginning is repeated.
  throw failure('invalid', `The request is not as expected: ${where.join(', ').slice(0, 512)}`);
}
