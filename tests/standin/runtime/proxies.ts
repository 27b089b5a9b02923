import { notPlayed } from './notPlayed.ts';
import { runPac } from './pac.ts';

/** Where Chromium has its proxy from; the first that is given counts. */
export interface ProxySource {
  /** `--proxy-server`: one HTTP proxy for every scheme. */
  readonly server?: string | undefined;
  /** `--proxy-bypass-list`. */
  readonly bypass?: string | undefined;
  /** The script behind `--proxy-pac-url`. */
  readonly script?: string | undefined;
  /** `http_proxy`, `https_proxy` and `no_proxy`, which Chromium reads where no desktop has settings. */
  readonly environment?: Readonly<Record<string, string | undefined>>;
}

/** What Chromium answers for a URL (net/docs/proxy.md); this machine itself is left out unless `<-loopback>` says otherwise. */
export function proxyFor(url: string, { server = '', bypass = '', script, environment = {} }: ProxySource): string {
  const { hostname, protocol } = new URL(url);
  const host = hostname.replace(/^\[|\]$/g, '');
  const rules = bypass.split(/[;,]/).filter((rule) => rule !== '');
  const isHere = host === 'localhost' || host === '::1' || host.startsWith('127.');
  if (isHere && !rules.includes('<-loopback>')) return 'DIRECT';
  if (script !== undefined) return runPac(script, url);
  if (server !== '') return rules.includes(host) ? 'DIRECT' : readServer(server);
  const named = environment[`${protocol.slice(0, -1)}_proxy`] ?? '';
  const left = (environment['no_proxy'] ?? '').split(',').filter((rule) => rule !== '');
  return named === '' || left.some((rule) => host.endsWith(rule)) ? 'DIRECT' : readServer(named);
}

function readServer(server: string): string {
  const match = /^(?:http:\/\/)?([^\s:;=/]+:\d+)\/?$/.exec(server);
  if (match === null) throw notPlayed(`the proxy ${server}`);
  return `PROXY ${match[1]}`;
}
