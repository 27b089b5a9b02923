import { expect, it } from 'vitest';
import { readProxyRoute } from './proxyRoute.ts';

const proxy = (host: string, port: number) => ({ kind: 'http', host, port });

it.each([
  ['DIRECT', { kind: 'direct' }],
  ['', { kind: 'direct' }],
  ['PROXY proxy.example.org:3128', proxy('proxy.example.org', 3128)],
  ['PROXY proxy.example.org:3128; PROXY other:8080; DIRECT', proxy('proxy.example.org', 3128)],
  ['PROXY proxy.example.org', proxy('proxy.example.org', 80)],
  ['proxy [2001:db8::1]:3128', proxy('2001:db8::1', 3128)],
  ['SOCKS5 socks.example.org:1080', { kind: 'unsupported', name: 'SOCKS5' }],
  ['HTTPS proxy.example.org:443', { kind: 'unsupported', name: 'HTTPS' }],
  ['DIRECT; PROXY proxy.example.org:3128', { kind: 'direct' }],
  ['nonsense of a script', { kind: 'direct' }],
])('readProxyRoute(%j)', (answer, route) => expect(readProxyRoute(answer)).toEqual(route));
