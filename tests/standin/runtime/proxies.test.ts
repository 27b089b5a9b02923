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
