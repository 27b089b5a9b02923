import { readdirSync } from 'node:fs';
import { pathParametersSchema } from '@parley/shared/backends/parleyApi';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { z } from 'zod';
import type { Caller } from '../accounts/accessTokens.ts';
import type { ChannelRow } from '../directory.ts';
import { failure } from './failure.ts';
import type { Access, Route, RouteContext, RoutePlugin, Services } from './route.ts';

interface LoadedRoutes {
  readonly routes: readonly Route[];
  readonly plugins: readonly RoutePlugin[];
}

/** Every route of this folder: files named `*.route.ts`, each with `routes` (data) or `plugin` as its export. */
export async function loadRoutes(): Promise<LoadedRoutes> {
  const suffix = '.route.ts';
  const files = readdirSync(import.meta.dirname).filter((name) => name.endsWith(suffix));
  const modules = await Promise.all(
    files.map(
      (file) =>
        import(`./${file.slice(0, -suffix.length)}.route.ts`) as Promise<{
          routes?: readonly Route[];
          plugin?: RoutePlugin;
        }>,
    ),
  );
  return {
    routes: modules.flatMap(({ routes }) => routes ?? []),
    plugins: modules.flatMap(({ plugin }) => plugin ?? []),
  };
}

export function registerRoutes(server: FastifyInstance, services: Services, { routes, plugins }: LoadedRoutes): void {
  for (const route of routes) {
    server.route({
      method: route.method,
      url: route.url,
      handler: async (request, reply) => {
        const answer = await route.handle(await admit(services, request, reply, route));
        reply.status(route.status ?? (answer === undefined ? 204 : 200));
        return answer;
      },
    });
  }
  for (const plugin of plugins) plugin.register(server, services);
}

/** Who calls, then whether they may, then whether what they say makes sense: in this order, and nothing before it. */
async function admit(
  services: Services,
  request: FastifyRequest,
  reply: FastifyReply,
  route: Route,
): Promise<RouteContext<unknown>> {
  const caller = route.access === 'public' ? null : await authenticate(services, request);
  const params = parse(pathParametersSchema, request.params);
  const channel = caller === null ? null : authorise(services, caller, route.access, params['id'] ?? '');
  const accountId = caller?.accountId ?? '';
  return {
    services,
    request,
    reply,
    params,
    body: route.body === undefined ? undefined : parse(route.body, request.body),
    query: route.query === undefined ? undefined : parse(route.query, request.query),
    permissions: services.directory.permissions(accountId, channel?.id ?? null),
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

async function authenticate(services: Services, request: FastifyRequest): Promise<Caller> {
  const token = /^Bearer (\S{1,4096})$/.exec(request.headers.authorization ?? '')?.[1];
  const caller = token === undefined ? null : await services.sessions.caller(token);
  if (caller === null) throw failure('unauthorised', 'Sign in first.');
  return caller;
}

/** The channel that the route is about; null when it is about none. Throws `forbidden` and `notFound`. */
function authorise({ directory }: Services, { accountId }: Caller, access: Access, id: string): ChannelRow | null {
  if (access === 'public' || access === 'account') return null;
  if (access === 'administrator') {
    if (!directory.isAdministrator(accountId)) throw failure('forbidden', 'Only administrators may do this.');
    return null;
  }
  const channel = access.in === 'channel' ? (directory.channel(id) ?? null) : null;
  const permissions = directory.permissions(accountId, channel?.id ?? null);
  if (access.in === 'channel' && (channel === null || !permissions.has('VIEW'))) {
    throw failure('notFound', 'There is no such channel.');
  }
  if (!permissions.has(access.permission))
    throw failure('forbidden', `This takes the permission ${access.permission}.`);
  return channel;
}

function parse<T>(schema: z.ZodType<T>, value: unknown): T {
  const parsed = schema.safeParse(value ?? {});
  if (parsed.success) return parsed.data;
  const where = parsed.error.issues.map((issue) => issue.path.join('.') || issue.message).slice(0, 5);
  throw failure('invalid', `The request is not as expected: ${where.join(', ')}`);
}
