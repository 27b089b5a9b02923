import { readdirSync } from 'node:fs';
import { pathParametersSchema } from '@parley/shared/backends/parleyApi';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { z } from 'zod';
import type { Caller } from '../accounts/accessTokens.ts';
import { failure } from './failure.ts';
import type { Access, Route, RoutePlugin, Services } from './route.ts';

/** Every route of this folder: files named `*.route.ts`, each with `routes` (data) or `plugin` as its export. */
export async function loadRoutes(): Promise<{ routes: readonly Route[]; plugins: readonly RoutePlugin[] }> {
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

export async function registerRoutes(server: FastifyInstance, services: Services): Promise<void> {
  const { routes, plugins } = await loadRoutes();
  for (const route of routes) {
    server.route({
      method: route.method,
      url: route.url,
      handler: async (request, reply) => {
        const caller = await authorise(services, request, route.access);
        const body = route.body === undefined ? undefined : parse(route.body, request.body);
        const context = {
          services,
          request,
          reply,
          body,
          params: parse(pathParametersSchema, request.params),
          get caller(): Caller {
            if (caller === null) throw failure('unauthorised', 'Sign in first.');
            return caller;
          },
        };
        const answer = await route.handle(context);
        reply.status(route.status ?? (answer === undefined ? 204 : 200));
        return answer;
      },
    });
  }
  for (const plugin of plugins) plugin(server, services);
}

async function authorise(services: Services, request: FastifyRequest, access: Access): Promise<Caller | null> {
  if (access === 'public') return null;
  const token = /^Bearer (\S{1,4096})$/.exec(request.headers.authorization ?? '')?.[1];
  const caller = token === undefined ? null : await services.tokens.verify(token);
  if (caller === null) throw failure('unauthorised', 'Sign in first.');
  if (access === 'administrator' && !caller.administrator)
    throw failure('forbidden', 'Only administrators may do this.');
  return caller;
}

function parse<T>(schema: z.ZodType<T>, value: unknown): T {
  const parsed = schema.safeParse(value ?? {});
  if (parsed.success) return parsed.data;
  const where = parsed.error.issues.map((issue) => issue.path.join('.') || issue.message).slice(0, 5);
  throw failure('invalid', `The request is not as expected: ${where.join(', ')}`);
}
