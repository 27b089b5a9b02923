import { request } from 'node:http';
import type { AuditLog } from '@parley/shared/backends/parley/moderation';
import type { Session } from '@parley/shared/backends/parley/session';
import { decodeJwt } from 'jose';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { defaultDialects } from '../src/config.ts';
import { createWorld, type World } from './world.ts';

// shared/seeds/kraken.txt, requirement by requirement, against a real LiveKit server.
let world: World;
let bare: World;
let ada: Session;
let root: Session;
let bob: Session;
const id = { lobby: '', notes: '', den: '' };
const accounts = [
  { login: 'ada', name: 'Ada', password: 'pw-ada' },
  { login: 'bob', name: 'Bob', password: 'pw-bob' },
  { login: 'root', name: 'Root', password: 'pw-root', administrator: true },
];
const channels = [
  { name: 'Lobby', kind: 'voice' as const },
  { name: 'Notes', kind: 'text' as const },
  { name: 'Den', kind: 'voice' as const },
];

beforeAll(async () => {
  world = await createWorld({ accounts, channels });
  const dialects = { ...defaultDialects, url: 'wss://livekit.example.com' };
  bare = await createWorld({ accounts, channels }, { livekit: null, dialects });
  [ada, bob, root] = [await world.signIn('ada'), await world.signIn('bob'), await world.signIn('root')];
  id.lobby = (await world.channelNamed(ada.accessToken, 'Lobby')).id;
  id.notes = (await world.channelNamed(ada.accessToken, 'Notes')).id;
  id.den = (await world.channelNamed(ada.accessToken, 'Den')).id;
});
afterAll(async () => {
  await world?.close();
  await bare?.close();
});

const ask = (body: object, who: Session = ada, path = '/api/livekit/token') =>
  world.call('POST', path, who.accessToken, body);
const ticket = async (body: object, who: Session = ada) => {
  const answer = await ask(body, who);
  expect(answer.status).toBe(201);
  const ticketBody = answer.body as { token: string; identity: string; url: string; expiresAt: string };
  const claims = decodeJwt(ticketBody.token);
  return { ...ticketBody, claims, life: (claims.exp ?? 0) - (claims.nbf ?? 0) };
};
const deny = async (accountId: string, permissions: readonly string[]) => {
  const overrides = [{ subject: 'account', id: accountId, allow: [], deny: permissions }];
  await world.call('PUT', `/api/channels/${id.den}/overrides`, root.accessToken, { overrides });
};
const refusal = (status: number, message: string) => ({
  status,
  body: { statusCode: status, message, error: message },
});

describe('kraken', () => {
  it.each<[section: string, requirement: string, check: () => Promise<void>]>([
    [
      '"TokenResponseDto", "Pattern 1: Voice Channel Join"',
      'the answer is token, identity, roomId, url and expiresAt',
      async () => {
        const before = Date.now();
        const { expiresAt, ...body } = await ticket({ roomId: id.lobby, name: 'Alice' });
        expect(body).toMatchObject({ identity: ada.account.id, roomId: id.lobby, url: world.livekit.url });
        expect(new Date(expiresAt).toISOString()).toBe(expiresAt);
        expect(Date.parse(expiresAt)).toBeGreaterThanOrEqual(before + 3_600_000);
        expect(body.claims).toMatchObject({ sub: ada.account.id, name: 'Alice' });
      },
    ],
    [
      '"Token Permissions", "Channel-Room Mapping"',
      'the token is for the channel, with everything that the role gives',
      async () =>
        expect((await ticket({ roomId: id.lobby })).claims['video']).toEqual({
          room: id.lobby,
          roomJoin: true,
          canPublish: true,
          canSubscribe: true,
          canPublishData: true,
          canPublishSources: ['camera', 'microphone', 'screen_share', 'screen_share_audio'],
        }),
    ],
    [
      '"Identity Management"',
      'the identity is the user\u2019s id unless said, and may be said',
      async () => {
        expect((await ticket({ roomId: id.lobby })).identity).toBe(ada.account.id);
        expect((await ticket({ roomId: id.lobby, identity: ada.account.id })).identity).toBe(ada.account.id);
        const device = `${ada.account.id}.phone`;
        expect((await ticket({ roomId: id.lobby, identity: device })).claims.sub).toBe(device);
      },
    ],
    [
      '"Token Generation Implementation"',
      'the life is 3600 s unless said',
      async () => expect((await ticket({ roomId: id.lobby })).life).toBe(3600),
    ],
    [
      '"Pattern 4: Token with Custom TTL"',
      'a life of two hours may be asked for, and is told',
      async () => {
        const { life, expiresAt } = await ticket({ roomId: id.lobby, ttl: 7200, name: 'Bob' });
        expect(life).toBe(7200);
        expect(Date.parse(expiresAt) - Date.now()).toBeGreaterThan(7_190_000);
      },
    ],
    [
      '"CreateTokenDto"',
      'roomId is a text that is not empty, ttl a number of at least 1',
      async () => {
        for (const body of [
          { roomId: '' },
          { roomId: 1 },
          { roomId: id.lobby, ttl: 0 },
          { roomId: id.lobby, name: 1 },
        ]) {
          expect((await ask(body)).status, JSON.stringify(body)).toBe(400);
        }
      },
    ],
    [
      '"CreateTokenDto" (`@IsOptional`)',
      'name and ttl may be null, which is as if they were left out',
      async () => {
        const { life, claims } = await ticket({ roomId: id.lobby, name: null, ttl: null });
        expect([life, claims['name']]).toEqual([3600, 'Ada']);
      },
    ],
    [
      '"RBAC Permissions", "Permission Denied Errors"',
      'without JOIN_CHANNEL it is 403',
      async () => {
        await deny(ada.account.id, ['JOIN']);
        expect(await ask({ roomId: id.den })).toEqual(refusal(403, 'Forbidden resource'));
        await deny(ada.account.id, ['VIEW']);
        expect(await ask({ roomId: id.den })).toEqual(refusal(403, 'Forbidden resource'));
        await deny(ada.account.id, []);
      },
    ],
    [
      '"Channel-based Authorization"',
      'of a channel that is not there it says no more than of one that is closed',
      async () => expect(await ask({ roomId: 'channel-abc123' })).toEqual(refusal(403, 'Forbidden resource')),
    ],
    [
      '"Guards Used"',
      'all three routes take a bearer',
      async () => {
        for (const [method, path] of [
          ['POST', 'token'],
          ['GET', 'connection-info'],
          ['GET', 'health'],
        ] as const) {
          const answer = await world.call(method, `/api/livekit/${path}`, 'x', method === 'POST' ? {} : undefined);
          expect(answer, path).toEqual(refusal(401, 'Unauthorized'));
        }
      },
    ],
    [
      '"Pattern 3: Connection Info for Client Setup"',
      'connection-info is the address of LiveKit',
      async () =>
        expect(await world.call('GET', '/api/livekit/connection-info', ada.accessToken)).toEqual({
          status: 200,
          body: { url: world.livekit.url },
        }),
    ],
    [
      '"Pattern 2: Configuration Health Check"',
      'health is healthy while LiveKit is configured',
      async () =>
        expect(await world.call('GET', '/api/livekit/health', ada.accessToken)).toEqual({
          status: 200,
          body: { status: 'healthy', configured: true },
        }),
    ],
    [
      '"Configuration Validation", "Key Methods"',
      'without credentials health is unhealthy, and connection-info tells the address that is configured',
      async () => {
        const { accessToken } = await bare.signIn('ada');
        const health = await bare.call('GET', '/api/livekit/health', accessToken);
        expect(health).toEqual({ status: 200, body: { status: 'unhealthy', configured: false } });
        const info = await bare.call('GET', '/api/livekit/connection-info', accessToken);
        expect(info).toEqual({ status: 200, body: { url: 'wss://livekit.example.com' } });
      },
    ],
    [
      '"Common Error Scenarios"',
      'without credentials a token is 500 "LiveKit credentials not configured"',
      async () => {
        const { accessToken } = await bare.signIn('ada');
        const { id: roomId } = await bare.channelNamed(accessToken, 'Lobby');
        const answer = await bare.call('POST', '/api/livekit/token', accessToken, { roomId });
        expect(answer).toEqual(refusal(500, 'LiveKit credentials not configured'));
      },
    ],
    [
      '"Room Access Flow", "Common Usage Patterns"',
      'each works without the prefix',
      async () => {
        expect((await ask({ roomId: id.lobby }, ada, '/livekit/token')).status).toBe(201);
        for (const path of ['/livekit/health', '/livekit/connection-info']) {
          expect((await world.call('GET', path, ada.accessToken)).status).toBe(200);
        }
      },
    ],
    [
      '"Client-Side Usage Example"',
      'a body without a Content-Type, or with that of a text, is read',
      async () => {
        const url = `${world.server().address}/api/livekit/token`;
        const headers = { authorization: `Bearer ${ada.accessToken}` };
        const body = JSON.stringify({ roomId: id.lobby });
        expect((await fetch(url, { method: 'POST', headers, body })).status).toBe(201);
        const status = await new Promise<number | undefined>((resolve, reject) => {
          const sent = request(url, { method: 'POST', headers }, (answer) => resolve(answer.resume().statusCode));
          sent.on('error', reject).end(body);
        });
        expect(status).toBe(201);
      },
    ],
    [
      'deviation from "Identity Management"',
      'a foreign identity is 403, with a device behind it and for no account too',
      async () => {
        for (const identity of [bob.account.id, `${bob.account.id}.desk`, 'custom-identity', 'ada']) {
          expect((await ask({ roomId: id.lobby, identity })).status, identity).toBe(403);
        }
      },
    ],
    [
      'deviation from "Identity Management"',
      'an administrator may join as somebody, with no more than theirs, and it is in the audit log',
      async () => {
        await deny(bob.account.id, ['SPEAK']);
        const { claims } = await ticket({ roomId: id.den, identity: bob.account.id }, root);
        expect(claims).toMatchObject({
          sub: bob.account.id,
          name: 'Bob',
          video: { canPublishSources: ['camera', 'screen_share'] },
        });
        const { entries } = (await world.call('GET', '/api/audit?limit=1', root.accessToken)).body as AuditLog;
        expect(entries).toMatchObject([
          { action: 'impersonate', by: root.account.id, accountId: bob.account.id, detail: bob.account.id },
        ]);
        await deny(bob.account.id, ['JOIN']);
        expect((await ask({ roomId: id.den, identity: bob.account.id }, root)).status).toBe(403);
        await deny(bob.account.id, []);
        expect((await ticket({ roomId: id.den, identity: 'ai-agent', name: 'AI' }, root)).identity).toBe('ai-agent');
      },
    ],
    [
      'deviation from "Token Generation Implementation"',
      'no life is longer than six hours, and the answer says what it is',
      async () => {
        const { life, expiresAt } = await ticket({ roomId: id.lobby, ttl: 1_000_000 });
        expect(life).toBe(6 * 3600);
        expect(Date.parse(expiresAt) - Date.now()).toBeLessThanOrEqual(6 * 3_600_000);
      },
    ],
    [
      'deviation from "Token Permissions"',
      'the grants are no wider than the role',
      async () => {
        await deny(ada.account.id, ['SPEAK', 'SEND']);
        expect((await ticket({ roomId: id.den })).claims['video']).toMatchObject({
          canPublishSources: ['camera', 'screen_share'],
          canPublishData: false,
        });
        await deny(ada.account.id, []);
      },
    ],
    [
      'deviation',
      'a text channel is 400, and a name of control characters too',
      async () => {
        expect(await ask({ roomId: id.notes })).toEqual(refusal(400, 'Not a voice channel'));
        expect((await ask({ roomId: id.lobby, name: 'a\u0007b' })).status).toBe(400);
        expect((await ticket({ roomId: id.lobby, name: 'a\u202eb' })).claims['name']).toBe('ab');
      },
    ],
    [
      'a path for three systems',
      'a body that may be another\u2019s is 400 and says why',
      async () => {
        expect(await ask({ roomId: id.lobby, roomName: 'Lobby' })).toMatchObject({
          status: 400,
          body: { message: expect.stringContaining('roomId, roomName are not those of one system') as unknown },
        });
        expect(await ask({})).toMatchObject({
          status: 400,
          body: { error: expect.stringContaining('names no room') as unknown },
        });
      },
    ],
  ])('%s: %s', (_section, _requirement, check) => check());

  it('joins for real: a hard mute holds, a kick reaches it, whatever device it says', async () => {
    const { url, token } = await ticket({ roomId: id.lobby, identity: `${ada.account.id}.phone`, name: 'Alice' });
    const mute = { accountId: ada.account.id, reason: 'echo' };
    await world.call('POST', `/api/channels/${id.lobby}/mute`, root.accessToken, mute);
    const room = await world.enter({ url, token });
    const gone = vi.fn();
    room.on('disconnected', gone);
    await vi.waitFor(async () =>
      expect((await world.channelNamed(root.accessToken, 'Lobby')).occupants).toMatchObject([
        { accountId: ada.account.id, name: 'Alice', hardMuted: true },
      ]),
    );
    await vi.waitFor(async () => {
      const [participant] = await world.rooms.listParticipants(id.lobby);
      expect(participant?.permission?.canPublishSources).not.toContain(2);
    });
    await world.call('POST', `/api/channels/${id.lobby}/kick`, root.accessToken, mute);
    await vi.waitFor(() => expect(gone).toHaveBeenCalled());
    await world.call('POST', `/api/channels/${id.lobby}/unmute`, root.accessToken, mute);
  });

  it('runs without credentials: everything else works, and a join says that voice is not there', async () => {
    const { accessToken } = await bare.signIn('ada');
    const channel = await bare.channelNamed(accessToken, 'Lobby');
    expect(await bare.call('POST', `/api/channels/${channel.id}/join`, accessToken, {})).toMatchObject({
      status: 503,
    });
    expect((await bare.call('GET', '/healthz')).status).toBe(503);
  });
});
