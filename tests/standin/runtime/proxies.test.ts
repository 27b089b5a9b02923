import { expect, it } from 'vitest';
import { proxyFor } from './proxies.ts';

it.each([
  [{}, 'https://voice.example.org/', 'DIRECT'],
  [{ server: '127.0.0.1:3128' }, 'https://voice.example.org/', 'PROXY 127.0.0.1:3128'],
  [{ server: 'http://proxy.example.org:3128' }, 'http://voice.example.org/', 'PROXY proxy.example.org:3128'],
  [{ server: '127.0.0.1:3128' }, 'http://127.0.0.1:7900/', 'DIRECT'],
  [{ server: '127.0.0.1:3128' }, 'http://[::1]:7900/', 'DIRECT'],
  [{ server: '127.0.0.1:3128', bypass: '<-loopback>' }, 'http://localhost:7900/', 'PROXY 127.0.0.1:3128'],
  [{ server: '127.0.0.1:3128', bypass: 'voice.example.org' }, 'https://voice.example.org/', 'DIRECT'],
])('%j for %s is %s', (switches, url, answer) => expect(proxyFor(url, switches)).toBe(answer));

it('refuses what it does not play', () => {
  expect(() => proxyFor('https://a/', { server: 'socks5://a:1' })).toThrow(/is not played/);
});

const office =
  'function FindProxyForURL(url, host) { return dnsDomainIs(host, ".example.org") && !shExpMatch(url, "http:*") ? "PROXY p:1; DIRECT" : "DIRECT"; }';

it.each([
  ['https://a.example.org/', 'PROXY p:1; DIRECT'],
  ['http://a.example.org/', 'DIRECT'],
  ['https://example.net/', 'DIRECT'],
  ['https://127.0.0.1/', 'DIRECT'],
])('%s, by a script: %s', (url, answer) => {
  expect(proxyFor(url, { script: office, environment: { https_proxy: 'http://q:2' } })).toBe(answer);
});

it.each([
  ['https://a.example.org/', 'PROXY q:2'],
  ['http://a.example.org/', 'DIRECT'],
  ['https://in.example.net/', 'DIRECT'],
])('%s, by the environment: %s', (url, answer) => {
  expect(proxyFor(url, { environment: { https_proxy: 'http://q:2/', no_proxy: '.example.net' } })).toBe(answer);
});

it('throws for a script that asks the network', () => {
  const script =
    'function FindProxyForURL() { return isInNet("x", "10.0.0.0", "255.0.0.0") ? "DIRECT" : "PROXY p:1"; }';
  expect(() => proxyFor('https://a/', { script })).toThrow('is not played');
});
