/** How a connection gets to where it goes. */
export type ProxyRoute =
  | { readonly kind: 'direct' }
  /** By an HTTP proxy, with CONNECT (RFC 9110 §9.3.6). */
  | { readonly kind: 'http'; readonly host: string; readonly port: number }
  /** A kind that only Chromium speaks, such as SOCKS. */
  | { readonly kind: 'unsupported'; readonly name: string };

/** As many ways as a script's answer may sensibly have: each may take its time. */
const mostRoutes = 8;

/**
 * The ways of an answer of `session.resolveProxy`, in the order in which they are to be tried; at least one. It has the form
 * of a PAC script's
 * (https://developer.mozilla.org/docs/Web/HTTP/Guides/Proxy_servers_and_tunneling/Proxy_Auto-Configuration_PAC_file).
 * What cannot be read is `direct`, as Chromium takes it.
 */
export function readProxyRoutes(answer: string): readonly [ProxyRoute, ...ProxyRoute[]] {
  const [first = '', ...others] = answer.split(';').filter((entry) => entry.trim() !== '');
  return [readEntry(first), ...others.slice(0, mostRoutes - 1).map(readEntry)];
}

function readEntry(entry: string): ProxyRoute {
  const match = /^\s*(PROXY|HTTP|HTTPS|SOCKS[45]?|QUIC)\s+(\[[\da-f:.]+\]|[^\s:[\]]+)(?::(\d{1,5}))?\s*$/i.exec(entry);
  if (match === null) return { kind: 'direct' };
  const [, kind = '', host = '', port] = match;
  const name = kind.toUpperCase();
  if (name !== 'PROXY' && name !== 'HTTP') return { kind: 'unsupported', name };
  return { kind: 'http', host: host.replace(/^\[|\]$/g, ''), port: port === undefined ? 80 : Number(port) };
}
