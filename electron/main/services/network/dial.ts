import type { Socket } from 'node:net';
import { err, ok, type Result } from '@parley/shared/result';
import { readProxyRoutes, type ProxyRoute } from './proxyRoute.ts';
import { openTcp, openTls, openTunnel, type Certificate, type WireFailure } from './wire.ts';

/** What a connection of main's own goes by, so that it goes where Chromium's would. */
export interface DialPorts {
  /** `session.resolveProxy`. */
  readonly resolveProxy: (url: string) => Promise<string>;
  /** Further trusted certificates, PEM. */
  readonly authorities: () => readonly string[];
  /** Of `Proxy-Authorization`; null where nothing is known for this proxy. */
  readonly proxyAuthorization: (proxy: { readonly host: string; readonly port: number }) => Promise<string | null>;
}

export interface Dialled {
  readonly socket: Socket;
  /** Null without TLS. */
  readonly certificate: Certificate | null;
}

/** How long one of several ways is tried before the next has its turn, ms. */
const wayLimit = 2_500;

/** The way that a connection takes, and what stood against those that a PAC script names before it. */
export interface Way {
  readonly route: ProxyRoute;
  /** To the proxy, or to the host itself; null: this way is the only one that is left, and not tried yet. */
  readonly socket: Socket | null;
  readonly passed: readonly WireFailure[];
}

/**
 * Which way leads to a URL of http, https, ws or wss: the first that gets as far as its proxy, or without one to the host,
 * as Chromium goes from one entry of a PAC script to the next. What a proxy says then is final. Whoever asks closes the socket.
 */
export async function chooseWay(ports: DialPorts, url: URL, signal: AbortSignal): Promise<Way> {
  // A PAC script knows http and https only; Chromium asks for those schemes as well.
  const routes = readProxyRoutes(await ports.resolveProxy(`${isSecure(url) ? 'https' : 'http'}://${url.host}/`));
  const passed: WireFailure[] = [];
  for (const route of routes.slice(0, -1)) {
    const opened = await reach(route, url, AbortSignal.any([signal, AbortSignal.timeout(wayLimit)]));
    if (opened.ok) return { route, socket: opened.value, passed };
    passed.push(opened.error);
  }
  return { route: routes.at(-1) ?? routes[0], socket: null, passed };
}

async function reach(route: ProxyRoute, url: URL, signal: AbortSignal): Promise<Result<Socket, WireFailure>> {
  if (route.kind === 'unsupported')
    return err({ cause: 'proxyUnsupported', detail: `A proxy of the kind ${route.name}.` });
  if (route.kind === 'direct') return openTcp(hostOf(url), portOf(url), signal);
  const opened = await openTcp(route.host, route.port, signal);
  if (opened.ok) return opened;
  return err({ ...opened.error, cause: 'proxyUnreachable', detail: `the proxy ${opened.error.detail}` });
}

export const isSecure = ({ protocol }: URL): boolean => protocol === 'https:' || protocol === 'wss:';
export const hostOf = ({ hostname }: URL): string => hostname.replace(/^\[|\]$/g, '');
export const portOf = (url: URL): number => (url.port === '' ? (isSecure(url) ? 443 : 80) : Number(url.port));

/** A connection to the host of a URL: through the proxy where there is one, with TLS where the scheme says so. Never rejects. */
export async function dial(ports: DialPorts, url: URL, signal: AbortSignal): Promise<Result<Dialled, WireFailure>> {
  const target = { host: hostOf(url), port: portOf(url) };
  const { route, socket, passed } = await chooseWay(ports, url, signal);
  const reached = socket === null ? await reach(route, url, signal) : ok(socket);
  // Where no way leads anywhere, what stands against the first says most.
  if (!reached.ok) return err(passed[0] ?? reached.error);
  const opened =
    route.kind === 'http'
      ? await openTunnel(reached.value, route, target, await ports.proxyAuthorization(route), signal)
      : reached;
  if (!opened.ok) return opened;
  if (!isSecure(url)) return ok({ socket: opened.value, certificate: null });
  return openTls(opened.value, target.host, ports.authorities(), signal);
}
