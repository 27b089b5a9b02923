import type { BearerSource } from '@parley/shared/backends/dialects/bearerSource';
import { err, ok, type Result } from '@parley/shared/result';
import { describe, expect, it, vi } from 'vitest';
import type { HttpAnswer, HttpRequest } from '../httpClient.ts';
import { createBearerSession } from './bearerSession.ts';
import type { HeldBearer } from './heldBearer.ts';

// What depends on time and on the order of answers. The HTTP client is a double here, because such an order cannot be had
// at will; against real servers: `dialects/dialects.integration.test.ts`.
const source: BearerSource = {
  kind: 'request',
  url: '/login',
  fields: [],
  answer: { token: 'token', refreshToken: 'refresh', expiry: { path: 'lives', unit: 'seconds' } },
  refresh: { url: '/refresh', fields: [{ name: 'refresh', from: 'refreshToken' }] },
};
const answer = (status: number, json: unknown = {}): Result<HttpAnswer> =>
  ok({ status, contentType: 'application/json', text: JSON.stringify(json), serverNow: null });
const away = err({ code: 'unavailable', reason: 'serverUnreachable', message: '' } as const);
const request = { method: 'GET', url: 'https://b.example/thing' } as const;

function start(held: Partial<HeldBearer>, respond: (request: HttpRequest) => Promise<Result<HttpAnswer>>) {
  const http = vi.fn(respond);
  const clock = { now: 1_000 };
  const session = createBearerSession(
    { http, address: 'https://b.example', source, now: () => clock.now },
    { bearer: 'old', refreshToken: 'r1', lapses: null, ...held },
  );
  const events = {
    credentialChanged: vi.fn<(credential: string) => void>(),
    expired: vi.fn<() => void>(),
    moderated: vi.fn<() => void>(),
  };
  session.announce(events);
  const sent = (): string[] =>
    http.mock.calls.map(([{ url, bearer }]) => `${url.slice('https://b.example'.length)} ${bearer ?? '-'}`);
  return { session, clock, events, sent };
}
const renewed = answer(200, { token: 'new', refresh: 'r2', lives: 60 });

describe('a bearer that is known to have lapsed', () => {
  it('is renewed before it is sent, again after its life', async () => {
    const { session, clock, events, sent } = start({ lapses: 999 }, async ({ url }) =>
      url.endsWith('/refresh') ? renewed : answer(200),
    );
    await session.send(request);
    clock.now += 59_000;
    await session.send(request);
    expect(sent()).toEqual(['/refresh -', '/thing new', '/thing new']);
    expect(session.held()).toEqual({ bearer: 'new', refreshToken: 'r2', lapses: 61_000 });
    clock.now += 1_000;
    await session.send(request);
    expect(sent().slice(3)).toEqual(['/refresh -', '/thing new']);
    expect(events.credentialChanged).toHaveBeenCalledExactlyOnceWith('{"refreshToken":"r2"}');
  });

  it('is sent all the same while its renewal cannot be had', async () => {
    const { session, events, sent } = start({ lapses: 999 }, async ({ url }) =>
      url.endsWith('/refresh') ? away : answer(200),
    );
    expect(await session.send(request)).toMatchObject({ ok: true });
    expect(sent()).toEqual(['/refresh -', '/thing old']);
    expect(events.expired).not.toHaveBeenCalled();
  });

  it('ends the session when its renewal is refused', async () => {
    const { session, events, sent } = start({ lapses: 999 }, async () => answer(401));
    const ended = { ok: false, error: { code: 'unauthorised', reason: 'sessionExpired' } };
    expect(await session.send(request)).toMatchObject(ended);
    expect(await session.send(request)).toMatchObject(ended);
    expect(sent()).toEqual(['/refresh -']);
    expect(events.expired).toHaveBeenCalledOnce();
  });
});

it('does not spend a second refresh token on a refusal of the bearer before', async () => {
  const waiting: ((late: Result<HttpAnswer>) => void)[] = [];
  const { session, sent } = start({}, ({ url, bearer }) => {
    if (url.endsWith('/refresh')) return Promise.resolve(renewed);
    return bearer === 'old' ? new Promise((resolve) => waiting.push(resolve)) : Promise.resolve(answer(200));
  });
  const [early, late] = [session.send(request), session.send(request)];
  waiting[0]?.(answer(401));
  expect(await early).toMatchObject({ ok: true });
  waiting[1]?.(answer(401));
  expect(await late).toMatchObject({ ok: true });
  expect(sent()).toEqual(['/thing old', '/thing old', '/refresh -', '/thing new', '/thing new']);
});

it('keeps the refresh token of a server that does not rotate them (RFC 6749 §6)', async () => {
  const { session, events } = start({}, async ({ url, bearer }) =>
    url.endsWith('/refresh') ? answer(200, { token: 'new' }) : answer(bearer === 'old' ? 401 : 200),
  );
  expect(await session.send(request)).toMatchObject({ ok: true });
  expect(session.held()).toEqual({ bearer: 'new', refreshToken: 'r1', lapses: null });
  expect(events.credentialChanged).not.toHaveBeenCalled();
});

it('tells nobody anything after its end', async () => {
  const { session, events } = start({ refreshToken: null }, async () => answer(401));
  session.dispose();
  expect(await session.send(request)).toMatchObject({ ok: false, error: { reason: 'sessionExpired' } });
  expect(events.expired).not.toHaveBeenCalled();
});
