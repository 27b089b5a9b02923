import { createHmac } from 'node:crypto';
import type { Session } from '@parley/shared/backends/parley/session';
import { permissions, type Permission } from '@parley/shared/backends/permissions';
import { SignJWT } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { accessLife, createAccessTokens } from '../src/accounts/accessTokens.ts';
import { readSigningKey } from '../src/accounts/signingKey.ts';
import { loadRoutes } from '../src/routes/registerRoutes.ts';
import type { Route } from '../src/routes/route.ts';
import { createWorld, type World } from './world.ts';

// What every route refuses. The table is made of the registered routes and their schemas: a new route is in it by itself,
// and fails here until it has a good example.
let world: World;
let root: Session;
let ada: Session;
const ids = { channel: '', ada: '', rootSession: '' };

beforeAll(async () => {
  world = await createWorld(
    {
      accounts: [
        { login: 'ada', name: 'Ada', password: 'pw-ada' },
        { login: 'root', name: 'Root', password: 'pw-root', administrator: true },
      ],
      channels: [{ name: 'Lobby', kind: 'voice' }],
    },
    { signInLimit: 10_000 },
  );
  root = await world.signIn('root');
  ada = await world.signIn('ada');
  ids.channel = (await world.channelNamed(root.accessToken, 'Lobby')).id;
  ids.ada = ada.account.id;
  const { body } = await world.call('GET', '/api/me/sessions', root.accessToken);
  ids.rootSession = (body as { sessions: { id: string }[] }).sessions[0]?.id ?? '';
});
afterAll(() => world?.close());

const { routes, plugins } = await loadRoutes();
const nameOf = ({ method, url }: { method: string; url: string }): string => `${method} ${url}`;

const reason = 'because';
const restriction = (): object => ({ accountId: ids.ada, reason, seconds: 60 });
const lift = (): object => ({ accountId: ids.ada, reason });
/** `others`: where several systems ask at one path. */
const anyToken = {
  body: () => ({ roomId: ids.channel, identity: root.account.id, name: 'Root', ttl: 60 }),
  others: [
    () => ({ roomName: 'Lobby' }),
    () => ({ instance: 'main', roomName: 'Lobby', participantName: 'Root', e2eeEnabled: true }),
  ],
};
/** A request of each route that is good as far as its form goes: what `:id` stands for, and the body. */
const examples: Readonly<Record<string, { id?: () => string; body?: () => object; others?: (() => object)[] }>> = {
  'GET /api/server': {},
  'GET /api/health': {},
  'GET /healthz': {},
  'GET /metrics': {},
  'GET /api/openapi.json': {},
  'POST /api/probe': {},
  'POST /api/signing-key': {},
  'POST /api/session': { body: () => ({ login: 'ada', password: 'pw-ada', program: 'Parley' }) },
  'POST /api/session/refresh': { body: () => ({ refreshToken: 'x' }) },
  'POST /api/session/reset': { body: () => ({ code: 'x', newPassword: 'correct horse' }) },
  'DELETE /api/session': {},
  'GET /api/oidc/start': {},
  'GET /api/oidc/callback': {},
  'POST /api/oidc/session': { body: () => ({ code: 'x', verifier: 'v'.repeat(43), program: 'Parley' }) },
  'POST /api/accounts': {
    body: () => ({ invitation: 'x', login: 'eve', name: 'Eve', password: 'correct horse', program: 'Parley' }),
  },
  'GET /api/accounts': {},
  'PATCH /api/accounts/:id': { id: () => ids.ada, body: () => ({ disabled: true, reason }) },
  'PUT /api/me/identity': { body: () => ({ code: 'a code', verifier: 'v'.repeat(43), password: 'pw-ada' }) },
  'PUT /api/accounts/:id/identity': { id: () => ids.ada, body: () => ({ subject: 'ada-at-the-provider' }) },
  'PUT /api/accounts/:id/tier': { id: () => ids.ada, body: () => ({ tier: 'studio' }) },
  'PUT /api/accounts/:id/roles': { id: () => ids.ada, body: () => ({ roles: ['moderator'] }) },
  'POST /api/accounts/:id/reset': { id: () => ids.ada },
  'GET /api/me': {},
  'PATCH /api/me': { body: () => ({ name: 'Ada' }) },
  'DELETE /api/me': { body: () => ({ password: 'x' }) },
  'GET /api/me/export': {},
  'POST /api/me/password': { body: () => ({ password: 'x', newPassword: 'correct horse' }) },
  'GET /api/me/sessions': {},
  'DELETE /api/me/sessions/:id': { id: () => ids.rootSession },
  'GET /api/channels': {},
  'POST /api/channels': { body: () => ({ name: 'x', kind: 'voice', topic: '', category: '', position: 0 }) },
  'PATCH /api/channels/:id': {
    id: () => ids.channel,
    body: () => ({ name: 'x', topic: '', category: '', position: 0 }),
  },
  'DELETE /api/channels/:id': { id: () => ids.channel },
  'POST /api/channels/:id/join': { id: () => ids.channel, body: () => ({ device: 'desk', second: false }) },
  'PUT /api/channels/:id/presence': { id: () => ids.channel, body: () => ({ device: 'desk', deafened: true }) },
  'GET /api/channels/:id/overrides': { id: () => ids.channel },
  'PUT /api/channels/:id/overrides': {
    id: () => ids.channel,
    body: () => ({ overrides: [{ subject: 'account', id: ids.ada, allow: ['VIEW'], deny: ['JOIN'] }] }),
  },
  'GET /api/channels/:id/guest-links': { id: () => ids.channel },
  'POST /api/channels/:id/guest-links': { id: () => ids.channel, body: () => ({ uses: 1, seconds: 60 }) },
  'DELETE /api/channels/:id/guest-links/:link': { id: () => ids.channel },
  'POST /api/guests': { body: () => ({ code: 'x', name: 'Gast', program: 'Parley' }) },
  'POST /channels/:id/voice/join': { id: () => ids.channel },
  'POST /api/livekit/token': anyToken,
  'POST /livekit/token': anyToken,
  'POST /api/token': anyToken,
  'GET /api/livekit/connection-info': {},
  'GET /livekit/connection-info': {},
  'GET /api/livekit/health': {},
  'GET /livekit/health': {},
  'POST /api/livekit/create-room': {
    body: () => ({ instance: 'main', roomName: 'Lobby', maxParticipants: 9, emptyTimeout: 60, e2eeEnabled: false }),
  },
  'POST /api/channels/:id/mute': { id: () => ids.channel, body: restriction },
  'POST /api/channels/:id/unmute': { id: () => ids.channel, body: lift },
  'POST /api/channels/:id/ban': { id: () => ids.channel, body: restriction },
  'POST /api/channels/:id/unban': { id: () => ids.channel, body: lift },
  'GET /api/channels/:id/restrictions': { id: () => ids.channel },
  'POST /api/mute': { body: restriction },
  'POST /api/unmute': { body: lift },
  'POST /api/ban': { body: restriction },
  'POST /api/unban': { body: lift },
  'GET /api/restrictions': {},
  'POST /api/channels/:id/kick': { id: () => ids.channel, body: lift },
  'POST /api/channels/:id/move': {
    id: () => ids.channel,
    body: () => ({ accountId: ids.ada, toChannelId: ids.channel, reason }),
  },
  'POST /api/channels/:id/close': { id: () => ids.channel, body: () => ({ reason }) },
  'GET /api/roles': {},
  'POST /api/roles': { body: () => ({ name: 'x', position: 5, permissions: ['VIEW'] }) },
  'PATCH /api/roles/:id': { id: () => 'moderator', body: () => ({ name: 'x', position: 5, permissions: ['VIEW'] }) },
  'DELETE /api/roles/:id': { id: () => 'moderator' },
  'GET /api/invitations': {},
  'POST /api/invitations': { body: () => ({ uses: 1, seconds: 60, roleId: 'moderator' }) },
  'DELETE /api/invitations/:id': { id: () => 'x' },
  'GET /api/audit': {},
  'GET /api/security': {},
};

const exampleOf = (route: Route): { path: string; body: object | undefined } => {
  const example = examples[nameOf(route)];
  if (example === undefined) throw new Error(`${nameOf(route)} has no good example here`);
  if (route.url.includes(':id') !== (example.id !== undefined)) throw new Error(`${nameOf(route)}: id`);
  return { path: pathOf(route, example.id?.() ?? ''), body: example.body?.() };
};
const pathOf = ({ url }: Route, id: string): string => url.replace(':id', id).replace(':link', 'none');
/** Every body that the route takes, with the schema that it is read by. */
const bodiesOf = (route: Route): { body: object; schema: z.ZodType }[] => {
  const { body, others = [] } = examples[nameOf(route)] ?? {};
  return [...(body === undefined ? [] : [body]), ...others].map((make) => {
    const good = make();
    return { body: good, schema: route.choose?.(good) ?? route.body ?? z.never() };
  });
};
const send = (route: Route, token: string | undefined, body = exampleOf(route).body) =>
  world.call(route.method, exampleOf(route).path, token, body);
/** Other systems have no codes; that their words are theirs is seen to by `world.call`. */
const expectRefusal = async (
  { wording }: Route,
  status: number,
  code: string,
  answer: Promise<{ status: number; body: unknown }>,
  what: string,
) =>
  expect(await answer, what).toMatchObject({ status, ...(wording === undefined ? { body: { error: { code } } } : {}) });

const guarded = routes.filter(({ access }) => access !== 'public');
const inChannel = guarded.filter(({ access }) => typeof access === 'object' && access.in === 'channel');
const withBody = routes.filter(({ body }) => body !== undefined);

/** What is registered but is no route of ours: fastify makes a HEAD of each GET, with the same handler. */
const registered = (): string[] =>
  world
    .server()
    .routes.filter(({ method }) => method !== 'HEAD')
    .map(nameOf);

describe('the table', () => {
  it('has every route that the server has, each with a good example', () => {
    expect(registered().toSorted()).toEqual([...routes, ...plugins].map(nameOf).toSorted());
    expect(Object.keys(examples).toSorted()).toEqual(routes.map(nameOf).toSorted());
    for (const route of routes) {
      const bodies = bodiesOf(route);
      const { anyOf = [route.body] } =
        route.body === undefined ? { anyOf: [] } : z.toJSONSchema(route.body, { io: 'input' });
      expect(bodies, nameOf(route)).toHaveLength(anyOf.length);
      for (const { body, schema } of bodies) {
        expect(route.body?.safeParse(body).error, nameOf(route)).toBeUndefined();
        expect(schema.safeParse(body).error, nameOf(route)).toBeUndefined();
        // A field that the example leaves out would not be tried.
        const { properties = {} } = z.toJSONSchema(schema, { io: 'input' });
        expect(Object.keys(body).toSorted(), nameOf(route)).toEqual(Object.keys(properties).toSorted());
      }
    }
  });

  it('leaves to the public only what nobody can be signed in for', () => {
    expect(
      routes
        .filter(({ access }) => access === 'public')
        .map(nameOf)
        .toSorted(),
    ).toEqual([
      'GET /api/health',
      'GET /api/oidc/callback',
      'GET /api/oidc/start',
      'GET /api/openapi.json',
      'GET /api/server',
      'GET /healthz',
      'GET /metrics',
      'POST /api/accounts',
      'POST /api/guests',
      'POST /api/oidc/session',
      'POST /api/probe',
      'POST /api/session',
      'POST /api/session/refresh',
      'POST /api/session/reset',
    ]);
    expect(plugins.map((plugin) => `${nameOf(plugin)} ${plugin.access}`).toSorted()).toEqual([
      'GET /api/events firstMessage',
      'POST /api/livekit/webhook signature',
    ]);
  });
});

describe('the OpenAPI document', () => {
  it('has every route, with its schemas and who may call', async () => {
    const { body } = await world.call('GET', '/api/openapi.json');
    const { openapi, paths } = body as { openapi: string; paths: Record<string, Record<string, object>> };
    expect(openapi).toBe('3.1.0');
    const described = Object.entries(paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method.toUpperCase()} ${path.replaceAll(/\{(\w+)\}/g, ':$1')}`),
    );
    expect(described.toSorted()).toEqual(routes.map(nameOf).toSorted());
    expect(paths['/api/channels/{id}/kick']?.['post']).toMatchObject({
      description: 'Permission KICK in the channel',
      security: [{ accessToken: [] }],
      parameters: [{ name: 'id', in: 'path', required: true }],
      requestBody: { content: { 'application/json': { schema: { required: ['accountId', 'reason'] } } } },
      responses: { 204: {}, 401: {}, 403: {}, 404: {} },
    });
    expect(paths['/api/session']?.['post']).toMatchObject({ security: [] });
  });
});

async function badTokens(): Promise<Record<string, string | undefined>> {
  const key = readSigningKey(world.config.data).current();
  const session = (
    (await world.call('GET', '/api/me/sessions', ada.accessToken)).body as { sessions: { id: string }[] }
  ).sessions[0];
  const caller = { accountId: root.account.id, sessionId: ids.rootSession };
  const claims = { sid: caller.sessionId, sub: caller.accountId, iss: 'parley', aud: 'parley-api' };
  const later = Math.floor(Date.now() / 1000) + 600;
  const signed = (change: object, typ = 'at+jwt', with_ = key) =>
    new SignJWT({ ...claims, exp: later, ...change }).setProtectedHeader({ alg: 'HS256', typ }).sign(with_);
  const encode = (part: object): string => Buffer.from(JSON.stringify(part)).toString('base64url');
  const unsigned = `${encode({ alg: 'none', typ: 'at+jwt' })}.${encode({ ...claims, exp: later })}.`;
  const hs512 = `${encode({ alg: 'HS512', typ: 'at+jwt' })}.${encode({ ...claims, exp: later })}`;
  const ended = await world.signIn('root');
  await world.call('DELETE', '/api/session', ended.accessToken);
  const good = await signed({});
  expect((await world.call('GET', '/api/me', good)).status).toBe(200);
  return {
    none: undefined,
    garbage: 'garbage',
    expired: (
      await createAccessTokens(
        () => key,
        () => Date.now() - accessLife - 1000,
      ).issue(caller)
    ).accessToken,
    'without an end': await signed({ exp: undefined }),
    'alg none': unsigned,
    'another algorithm': `${hs512}.${createHmac('sha512', key).update(hs512).digest('base64url')}`,
    'another key': await signed({}, 'at+jwt', new Uint8Array(32)),
    'another audience': await signed({ aud: 'other' }),
    'no audience': await signed({ aud: undefined }),
    'another issuer': await signed({ iss: 'other' }),
    'another type': await signed({}, 'JWT'),
    'changed claims': `${good.split('.')[0]}.${encode({ ...claims, sub: ids.ada, exp: later })}.${good.split('.')[2]}`,
    'a session of another account': await signed({ sub: root.account.id, sid: session?.id }),
    'no session': await signed({ sid: 'none' }),
    'a session that ended': ended.accessToken,
    'a refresh token': root.refreshToken,
    'a ticket': (await world.ticket(root.accessToken, ids.channel)).token,
  };
}

describe('every route that is not public', () => {
  it('refuses no token, and one that is expired, forged or meant for something else', async () => {
    expect(guarded.length).toBeGreaterThan(30);
    const tokens = Object.entries(await badTokens());
    for (const route of guarded) {
      for (const [what, token] of tokens) {
        await expectRefusal(route, 401, 'unauthorised', send(route, token), `${nameOf(route)} ${what}`);
      }
    }
  });

  it('refuses an account that has not the permission', async () => {
    const denied = permissions.filter((permission): permission is Permission => permission !== 'VIEW');
    const overrides = [{ subject: 'account', id: ids.ada, allow: [], deny: denied }];
    await world.call('PUT', `/api/channels/${ids.channel}/overrides`, root.accessToken, { overrides });
    for (const route of guarded.filter(({ access }) => access !== 'account')) {
      await expectRefusal(route, 403, 'forbidden', send(route, ada.accessToken), nameOf(route));
    }
  });

  it('knows no channel that the account may not see, nor another account\u2019s session', async () => {
    const overrides = [{ subject: 'account', id: ids.ada, allow: permissions, deny: ['VIEW'] }];
    await world.call('PUT', `/api/channels/${ids.channel}/overrides`, root.accessToken, { overrides });
    expect(inChannel.length).toBeGreaterThan(10);
    for (const route of inChannel) {
      await expectRefusal(route, 404, 'notFound', send(route, ada.accessToken), nameOf(route));
      const answer = world.call(route.method, pathOf(route, 'none'), root.accessToken, exampleOf(route).body);
      await expectRefusal(route, 404, 'notFound', answer, `${nameOf(route)} of no channel`);
    }
    const session = routes.find((route) => nameOf(route) === 'DELETE /api/me/sessions/:id');
    if (session !== undefined)
      await expectRefusal(session, 404, 'notFound', send(session, ada.accessToken), nameOf(session));
    expect((await world.call('GET', '/api/me', root.accessToken)).status).toBe(200);
  });
});

interface Field {
  readonly type?: string;
  readonly maxLength?: number;
  readonly maximum?: number;
  readonly maxItems?: number;
  readonly pattern?: string;
  readonly enum?: unknown[];
  readonly items?: Field;
  readonly anyOf?: Field[];
  readonly properties?: Record<string, Field>;
  readonly required?: string[];
}

/** Values that the field's own schema must refuse; each with what is wrong about it. */
function wrongValues(field: Field, good: unknown): [string, unknown][] {
  if (field.anyOf !== undefined) {
    const some = field.anyOf.find(({ type }) => type !== 'null') ?? {};
    return wrongValues(some, good).filter(([, value]) => value !== null);
  }
  const wrongType: [string, unknown][] = [
    ['an object', {}],
    ['null', null],
  ];
  switch (field.type) {
    case 'string': {
      wrongType.push(['a number', 17], ['a list', ['x']], ['a boolean', true]);
      const bounded = field.maxLength !== undefined || field.pattern !== undefined || field.enum !== undefined;
      expect(bounded, JSON.stringify(field)).toBe(true);
      return [...wrongType, ['too long', 'x'.repeat((field.maxLength ?? 1000) + 1)]];
    }
    case 'integer':
    case 'number':
      expect(field.maximum).toBeTypeOf('number');
      return [
        ...wrongType,
        ['text', '17'],
        ['a fraction', 1.5],
        ['too large', (field.maximum ?? 0) + 1],
        ['endless', 1e300],
      ];
    case 'boolean':
      return [...wrongType, ['text', 'true'], ['a number', 1]];
    case 'array': {
      expect(field.maxItems).toBeTypeOf('number');
      const item: unknown = Array.isArray(good) ? good[0] : undefined;
      return [
        ...wrongType,
        ['text', 'x'],
        ['too many', Array.from({ length: (field.maxItems ?? 0) + 1 }, () => item)],
        ...wrongValues(field.items ?? {}, item).map(([what, value]): [string, unknown] => [`with ${what}`, [value]]),
      ];
    }
    case 'object':
      return [['text', 'x'], ...wrongBodies(field, good)];
    default:
      throw new Error(`A field of a kind that the table does not know: ${JSON.stringify(field)}`);
  }
}

function wrongBodies(schema: Field, good: unknown): [string, unknown][] {
  const fields = Object.entries(schema.properties ?? {});
  const body = good as Record<string, unknown>;
  return [
    ['an unknown field', { ...body, unknown: 1 }],
    ['an unknown field with a long name', { ...body, ['x'.repeat(5000)]: 1 }],
    ...(schema.required ?? []).map((name): [string, unknown] => {
      const { [name]: _, ...rest } = body;
      return [`without ${name}`, rest];
    }),
    ...fields.flatMap(([name, field]) =>
      wrongValues(field, body[name]).map(([what, value]): [string, unknown] => [
        `${name}: ${what}`,
        { ...body, [name]: value },
      ]),
    ),
  ];
}

describe('every route with a body', () => {
  it('refuses each field of a wrong type, missing, too large, and any that it does not know', async () => {
    let tried = 0;
    for (const route of withBody) {
      const bodies = bodiesOf(route).flatMap(({ body, schema }) =>
        wrongBodies(z.toJSONSchema(schema, { io: 'input' }) as Field, body),
      );
      for (const [what, body] of bodies) {
        const answer = world.call(route.method, exampleOf(route).path, root.accessToken, body);
        await expectRefusal(route, 400, 'invalid', answer, `${nameOf(route)} ${what}`);
        tried += 1;
      }
    }
    expect(tried).toBeGreaterThan(300);
  });

  it('refuses a body that is too large, no JSON, or a list', async () => {
    for (const route of withBody) {
      const { path, body } = exampleOf(route);
      const large = world.call(route.method, path, root.accessToken, { ...body, x: 'x'.repeat(70_000) });
      await expectRefusal(route, 413, 'invalid', large, nameOf(route));
      await expectRefusal(
        route,
        400,
        'invalid',
        world.call(route.method, path, root.accessToken, [body]),
        nameOf(route),
      );
      const broken = await fetch(`${world.server().address}${path}`, {
        method: route.method,
        headers: { authorization: `Bearer ${root.accessToken}`, 'content-type': 'application/json' },
        body: '{',
      });
      expect(broken.status, nameOf(route)).toBe(400);
    }
  });
});

describe('every route with a query', () => {
  it('refuses each field of a wrong type or too large, and any that it does not know', async () => {
    const withQuery = routes.filter(({ query }) => query !== undefined);
    expect(withQuery.length).toBeGreaterThan(0);
    for (const route of withQuery) {
      if (route.query === undefined) continue;
      const fields = Object.keys(z.toJSONSchema(route.query, { io: 'input' }).properties ?? {});
      for (const query of [
        'unknown=1',
        ...fields.flatMap((name) => [`${name}=x`, `${name}=-1`, `${name}=1e300`, `${name}=1&${name}=2`]),
      ]) {
        const answer = world.call(route.method, `${exampleOf(route).path}?${query}`, root.accessToken);
        await expectRefusal(route, 400, 'invalid', answer, `${nameOf(route)} ${query}`);
      }
    }
  });
});

describe('whatever is in the address', () => {
  it('refuses what is too long, cannot be stored, or is no address', async () => {
    for (const route of routes.filter(({ url }) => url.includes(':id'))) {
      const { body } = exampleOf(route);
      const at = (id: string) => world.call(route.method, pathOf(route, id), root.accessToken, body);
      await expectRefusal(route, 400, 'invalid', at('a%00b'), nameOf(route));
      expect((await at('x'.repeat(300))).status, nameOf(route)).toBeOneOf([404, 414]);
      expect((await at('%zz')).status, nameOf(route)).toBe(400);
    }
  });
});

describe('LiveKit\u2019s webhook', () => {
  it('refuses what is not signed, signed by another key, or signed for another body', async () => {
    const body = JSON.stringify({ event: 'participant_left' });
    const post = (authorization: string | undefined, text = body) =>
      fetch(`${world.server().address}/api/livekit/webhook`, {
        method: 'POST',
        headers: {
          'content-type': 'application/webhook+json',
          ...(authorization === undefined ? {} : { authorization }),
        },
        body: text,
      });
    const sign = (secret: string, sha256: string) =>
      new SignJWT({ sha256, iss: world.livekit.apiKey, nbf: 0, exp: Math.floor(Date.now() / 1000) + 60 })
        .setProtectedHeader({ alg: 'HS256' })
        .sign(new TextEncoder().encode(secret));
    const hash = Buffer.from(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(body))).toString('base64');
    expect((await post(await sign(world.livekit.apiSecret, hash))).status).toBe(200);
    expect((await post(undefined)).status).toBe(401);
    expect((await post(root.accessToken)).status).toBe(401);
    expect((await post(await sign('x'.repeat(40), hash))).status).toBe(401);
    expect((await post(await sign(world.livekit.apiSecret, hash), '{}')).status).toBe(401);
    expect((await post(await sign(world.livekit.apiSecret, hash), 'x'.repeat(70_000))).status).toBe(413);
    const { body: log } = await world.call('GET', '/api/security', root.accessToken);
    expect(log).toMatchObject({
      entries: expect.arrayContaining([expect.objectContaining({ kind: 'webhookForged' })]) as unknown,
    });
  });
});
