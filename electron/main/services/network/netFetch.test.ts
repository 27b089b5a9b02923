import { EventEmitter } from 'node:events';
import { Readable } from 'node:stream';
import type { AuthInfo, ClientRequest } from 'electron';
import { expect, it, vi } from 'vitest';
import type { ProxyLogin } from '@parley/shared/proxies/proxyLogin';
import { createNetFetch } from './netFetch.ts';
import type { ProxyChallenge } from './proxyLogins.ts';

// `net.request` is a double here; tests/standin/conformance and tests/e2e have a real network and a real proxy.
class Request extends EventEmitter {
  readonly headers: Record<string, string> = {};
  readonly written: string[] = [];
  readonly abort = vi.fn<() => void>();
  ended = false;
  setHeader(name: string, value: string): void {
    this.headers[name] = value;
  }
  write(chunk: string): void {
    this.written.push(chunk);
  }
  end(): void {
    this.ended = true;
  }
  answer(statusCode: number, text: string, headers: Record<string, string | string[]> = {}): void {
    this.emit(
      'response',
      Object.assign(Readable.from(text === '' ? [] : [Buffer.from(text)]), { statusCode, headers }),
    );
  }
}

const info: AuthInfo = { isProxy: true, scheme: 'Basic', host: 'proxy.example.org', port: 3128, realm: 'Office' };
const login: ProxyLogin = { name: 'ada', password: 'hunter22' };

function build(loginFor: (challenge: ProxyChallenge) => Promise<ProxyLogin | null> = async () => login) {
  const request = new Request();
  const fetch = createNetFetch({ request: () => request as unknown as ClientRequest, logins: { loginFor } });
  return { request, fetch };
}

it('sends method, headers and body, and hands on status, headers and text', async () => {
  const { request, fetch } = build();
  const answer = fetch('https://a.example.org/', { method: 'POST', headers: { accept: 'x' }, body: 'hello' });
  expect(request).toMatchObject({ ended: true, written: ['hello'], headers: { accept: 'x' } });
  request.answer(418, 'tea', { 'x-a': ['1', '2'] });
  const response = await answer;
  expect([response.status, response.headers.get('x-a'), await response.text()]).toEqual([418, '1, 2', 'tea']);
  const empty = fetch('https://a.example.org/', {});
  request.answer(204, '');
  expect((await empty).status).toBe(204);
});

it.each([101, 600, 999])('fails for an answer with status %i, which no response has', async (status) => {
  const { request, fetch } = build();
  const answer = fetch('https://a.example.org/', {});
  request.answer(status, 'odd');
  await expect(answer).rejects.toThrow(RangeError);
  expect(request.abort).toHaveBeenCalledOnce();
});

it('leaves out headers that are none', async () => {
  const { request, fetch } = build();
  const answer = fetch('https://a.example.org/', {});
  request.answer(200, 'fine', { 'x-a': 'Ā中', 'x b': '1', 'x-c': '2' });
  expect([...(await answer).headers]).toEqual([['x-c', '2']]);
});

it('gives a proxy its login, says when it asks again, and gives a server nothing', async () => {
  const asked: ProxyChallenge[] = [];
  const { request, fetch } = build(async (challenge) => {
    asked.push(challenge);
    return challenge.again ? null : login;
  });
  void fetch('https://a.example.org/', {});
  const given = vi.fn<(name?: string, password?: string) => void>();
  request.emit('login', info, given);
  await expect.poll(() => given.mock.calls).toEqual([['ada', 'hunter22']]);
  request.emit('login', info, given);
  await expect.poll(() => given.mock.calls.at(-1)).toEqual([]);
  expect(asked.map(({ scheme, url, again }) => [scheme, url, again])).toEqual([
    ['basic', 'https://a.example.org/', false],
    ['basic', 'https://a.example.org/', true],
  ]);
  request.emit('login', { ...info, isProxy: false }, given);
  await expect.poll(() => given.mock.calls.length).toBe(3);
  expect(asked).toHaveLength(2);
});

it('does not run out of time while a person is asked, and ends when the caller does', async () => {
  const person = Promise.withResolvers<ProxyLogin | null>();
  const { request, fetch } = build(() => person.promise);
  const limit = new AbortController();
  const answer = fetch('https://a.example.org/', { signal: limit.signal });
  request.emit('login', info, () => request.answer(200, 'through'));
  limit.abort(new DOMException('late', 'TimeoutError'));
  expect(request.abort).not.toHaveBeenCalled();
  person.resolve(login);
  expect(await (await answer).text()).toBe('through');

  const stopped = build(() => new Promise(() => undefined));
  const stop = new AbortController();
  const never = stopped.fetch('https://a.example.org/', { signal: stop.signal });
  stopped.request.emit('login', info, () => undefined);
  stop.abort(new Error('no longer wanted'));
  await expect(never).rejects.toThrow('no longer wanted');
  expect(stopped.request.abort).toHaveBeenCalledOnce();
});

it('fails as Chromium does', async () => {
  const { request, fetch } = build();
  const answer = fetch('https://a.example.org/', {});
  request.emit('error', new Error('net::ERR_CONNECTION_REFUSED'));
  await expect(answer).rejects.toThrow('ERR_CONNECTION_REFUSED');
});
