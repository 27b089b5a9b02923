import { hostOf, portOf } from './dial.ts';
import type { ProxyChallenge } from './proxyLogins.ts';
import { openTcp, openTunnel } from './wire.ts';

/** A proxy that has not answered by then says nothing about a login, ms. */
const limit = 5_000;

/**
 * Asks a proxy for the connection that it refused, now with a login. Chromium takes a login for good unless the proxy says
 * 407 once more; tinyproxy says 401 to one that is wrong, and Chromium would keep to it until it ends.
 */
export async function tryProxyLogin(
  { host, port, url }: ProxyChallenge,
  authorization: string,
): Promise<'taken' | 'refused' | 'unknown'> {
  const target = new URL(url);
  const there = { host: hostOf(target), port: portOf(target) };
  const signal = AbortSignal.timeout(limit);
  const reached = await openTcp(host, port, signal);
  if (!reached.ok) return 'unknown';
  const opened = await openTunnel(reached.value, { host, port }, there, authorization, signal);
  if (opened.ok) opened.value.destroy();
  else return opened.error.cause === 'proxyLogin' ? 'refused' : 'unknown';
  return 'taken';
}
