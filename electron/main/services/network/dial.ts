import type { Socket } from 'node:net';
import { err, ok, type Result } from '@parley/shared/result';
import { readProxyRoute, type ProxyRoute } from './proxyRoute.ts';
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

/** Which proxy leads to a URL of http, https, ws or wss. */
export const routeTo = async ({ resolveProxy }: DialPorts, url: URL): Promise<ProxyRoute> =>
  // A PAC script knows http and https only; Chromium asks for those schemes as well.
  readProxyRoute(await resolveProxy(`${isSecure(url) ? 'https' : 'http'}://${url.host}/`));

export const isSecure = ({ protocol }: URL): boolean => protocol === 'https:' || protocol === 'wss:';
export const hostOf = ({ hostname }: URL): string => hostname.replace(/^\[|\]$/g, '');
export const portOf = (url: URL): number => (url.port === '' ? (isSecure(url) ? 443 : 80) : Number(url.port));

/** A connection to the host of a URL: through the proxy where there is one, with TLS where the scheme says so. Never rejects. */
export async function dial(ports: DialPorts, url: URL, signal: AbortSignal): Promise<Result<Dialled, WireFailure>> {
  const target = { host: hostOf(url), port: portOf(url) };
  const route = await routeTo(ports, url);
  if (route.kind === 'unsupported')
    return err({ cause: 'proxyUnsupported', detail: `a proxy of the kind ${route.name}` });
  const opened =
    route.kind === 'direct'
      ? await openTcp(target.host, target.port, signal)
      : await openTunnel(route, target, await ports.proxyAuthorization(route), signal);
  if (!opened.ok) return opened;
  if (!isSecure(url)) return ok({ socket: opened.value, certificate: null });
  return openTls(opened.value, target.host, ports.authorities(), signal);
}
