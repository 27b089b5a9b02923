import { expect, it } from 'vitest';
import { judgeAnswer } from './judgeAnswer.ts';

const plain = { location: '', contentType: '', isPage: false };

it.each([
  ['a proxy that wants a login', { status: 407 }, 'proxyLogin'],
  ['a limit', { status: 429, contentType: 'text/html' }, 'tooManyRequests'],
  ['a network that wants a sign-in', { status: 511 }, 'loginPage'],
  ['a fault', { status: 502, contentType: 'text/html' }, 'serverFails'],
  ['a page', { status: 200, contentType: 'text/html' }, 'loginPage'],
  ['a page of XHTML', { status: 200, contentType: 'application/xhtml+xml' }, 'loginPage'],
  ['a page of no type', { status: 200, isPage: true }, 'loginPage'],
  ['a page that wants a sign-in', { status: 401, contentType: 'text/html' }, 'loginPage'],
  ['a page that forbids', { status: 403, contentType: 'text/html' }, 'forbiddenPage'],
  ['a page that may not be shown', { status: 451, isPage: true }, 'forbiddenPage'],
  ['a page that is missing', { status: 404, contentType: 'text/html' }, 'otherServer'],
  ['another API', { status: 200, contentType: 'application/json' }, 'otherServer'],
  ['another API that forbids', { status: 403, contentType: 'application/json' }, 'otherServer'],
  ['a redirect to another host', { status: 302, location: 'https://portal.hotel.example/?mac=1' }, 'loginPage'],
  ['a redirect to https', { status: 301, location: 'https://voice.example.org/' }, 'httpsNeeded'],
  ['a redirect on the host', { status: 302, location: '/login' }, 'loginPage'],
  ['a redirect to nowhere', { status: 302, location: 'http://[' }, 'loginPage'],
] as const)('%s, without TLS', (_, head, cause) => {
  expect(judgeAnswer({ ...plain, ...head }, 'http://voice.example.org/api/server').cause).toBe(cause);
});

it('a redirect on the host, with TLS, is of whoever has its certificate', () => {
  const head = { ...plain, status: 302, location: '/login' };
  expect(judgeAnswer(head, 'https://voice.example.org/').cause).toBe('otherServer');
});

it('says no more of where a redirect goes than the host', () => {
  const head = { ...plain, status: 302, location: 'https://portal.example/login?session=secret' };
  expect(judgeAnswer(head, 'http://voice.example.org/').detail).toBe('HTTP status 302, to portal.example.');
});
