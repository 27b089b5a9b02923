import { notPlayed } from './notPlayed.ts';

/**
 * What Chromium answers for a URL by `--proxy-server` and `--proxy-bypass-list` (net/docs/proxy.md): one HTTP proxy for
 * every scheme; this machine itself is left out unless `<-loopback>` says otherwise.
 */
export function proxyFor(
  url: string,
  { server = '', bypass = '' }: { readonly server?: string | undefined; readonly bypass?: string | undefined },
): string {
  if (server === '') return 'DIRECT';
  const match = /^(?:http:\/\/)?([^\s:;=/]+:\d+)$/.exec(server);
  if (match === null) throw notPlayed(`--proxy-server=${server}`);
  const rules = bypass.split(/[;,]/).filter((rule) => rule !== '');
  const host = new URL(url).hostname.replace(/^\[|\]$/g, '');
  const isHere = host === 'localhost' || host === '::1' || host.startsWith('127.');
  if (isHere && !rules.includes('<-loopback>')) return 'DIRECT';
  return rules.includes(host) ? 'DIRECT' : `PROXY ${match[1]}`;
}
