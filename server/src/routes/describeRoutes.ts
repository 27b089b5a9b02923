import { errorBodySchema } from '@parley/shared/backends/parley/api';
import { z } from 'zod';
import type { Access, Route } from './route.ts';

/** The routes as an OpenAPI document: https://spec.openapis.org/oas/v3.1.0 */
export function describeRoutes(routes: readonly Route[], version: string): object {
  const paths: Record<string, Record<string, object>> = {};
  for (const route of routes) {
    const path = route.url.replaceAll(/:(\w+)/g, '{$1}');
    paths[path] = { ...paths[path], [route.method.toLowerCase()]: describeRoute(route) };
  }
  return {
    openapi: '3.1.0',
    info: { title: 'Parley server', version },
    paths,
    components: { securitySchemes: { accessToken: { type: 'http', scheme: 'bearer' } } },
  };
}

function describeRoute(route: Route): object {
  const { url, access, body, query, answer, status = answer === undefined ? 204 : 200 } = route;
  const refusal = route.wording?.schema ?? errorBodySchema;
  const inPath = [...url.matchAll(/:(\w+)/g)].map(([, name]) => ({
    name,
    in: 'path',
    required: true,
    schema: { type: 'string', maxLength: 256 },
  }));
  const { properties = {} } = query === undefined ? {} : z.toJSONSchema(query, { io: 'output' });
  const inQuery = Object.entries(properties).map(([name, schema]) => ({ name, in: 'query', schema }));
  const refusals = [
    ...(body === undefined && query === undefined ? [] : [400]),
    ...(access === 'public' ? [] : [401]),
    ...(access === 'public' || access === 'account' ? [] : [403]),
    ...(inPath.length === 0 ? [] : [404]),
    ...(route.tickets === true ? [429] : []),
  ];
  return {
    description: describeAccess(access),
    security: access === 'public' ? [] : [{ accessToken: [] }],
    parameters: [...inPath, ...inQuery],
    ...(body === undefined ? {} : { requestBody: { required: true, ...json(body, 'input') } }),
    responses: {
      [status]: { description: 'Done', ...(answer === undefined ? {} : json(answer, 'output')) },
      ...Object.fromEntries(refusals.map((code) => [code, { description: 'Refused', ...json(refusal, 'output') }])),
    },
  };
}

const json = (schema: z.ZodType, io: 'input' | 'output'): object => ({
  content: { 'application/json': { schema: z.toJSONSchema(schema, { io }) } },
});

function describeAccess(access: Access): string {
  switch (access) {
    case 'public':
      return 'Anybody';
    case 'account':
      return 'Whoever is signed in';
    case 'administrator':
      return 'Administrators';
    default:
      return `Permission ${access.permission} ${access.in === 'server' ? 'on the server' : 'in the channel'}`;
  }
}
