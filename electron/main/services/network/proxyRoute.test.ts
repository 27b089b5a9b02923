import { expect, it } from 'vitest';
import { readProxyRoutes } from './proxyRoute.ts';

const direct = { kind: 'direct' };
const proxy = (host: string, port: number) => ({ kind: 'http', host, port });

it.each<[string, ...object[]]>([
  ['DIRECT', direct],
  ['', direct],
  [' ; ', direct],
  ['PROXY proxy.example.org:3128', proxy('proxy.example.org', 3128)],
  [
    'PROXY proxy.example.org:3128; PROXY other:8080;DIRECT;',
    proxy('proxy.example.org', 3128),
    proxy('other', 8080),
    direct,
  ],
  ['PROXY proxy.example.org', proxy('proxy.example.org', 80)],
  ['proxy [2001:db8::1]:3128', proxy('2001:db8::1', 3128)],
  ['SOCKS5 socks.example.org:1080', { kind: 'unsupported', name: 'SOCKS5' }],
  ['HTTPS proxy.example.org:443', { kind: 'unsupported', name: 'HTTPS' }],
  ['DIRECT; PROXY proxy.example.org:3128', direct, proxy('proxy.example.org', 3128)],
  ['SOCKS5 socks.example.org:1080; DIRECT', { kind: 'unsupported', name: 'SOCKS5' }, direct],
  ['nonsense of a script', direct],
  [Array(20).fill('DIRECT').join(';'), ...Array.from({ length: 8 }, () => direct)],
])('readProxyRoutes(%j)', (answer, ...routes) => expect(readProxyRoutes(answer)).toEqual(routes));
