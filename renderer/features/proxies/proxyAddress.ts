import type { ProxyName } from '@parley/shared/proxies/proxyLogin';

/** As it is written; an IPv6 address in its brackets. */
export const proxyAddress = ({ host, port }: Pick<ProxyName, 'host' | 'port'>): string =>
  `${host.includes(':') ? `[${host}]` : host}:${port}`;
