import type { Endpoint, PathStep } from '@parley/shared/doctor/networkCheck';

/** `203.0.113.24:7882`, `[2001:db8::1]:7882`. */
export function readAddress(text: string): Pick<Endpoint, 'host' | 'port'> {
  const colon = text.lastIndexOf(':');
  return { host: text.slice(0, colon).replace(/^\[|\]$/g, ''), port: Number(text.slice(colon + 1)) };
}

/** A relay's address, and which way of the voice goes by it. */
export interface Relay {
  readonly step: Extract<PathStep, 'turnUdp' | 'turnTcp' | 'turnTls'>;
  readonly endpoint: Endpoint;
}

/** `turn:` and `turns:` addresses (RFC 7065); null for others, such as `stun:`. */
export function readRelay(url: string): Relay | null {
  const match = /^(turns?):(\[[\da-f:.]+\]|[^:?[\]@/\s]+)(?::(\d{1,5}))?(?:\?transport=(udp|tcp))?$/i.exec(url);
  if (match === null) return null;
  const [, scheme = '', written = '', port, transport] = match;
  const secure = scheme.toLowerCase() === 'turns';
  const host = written.replace(/^\[|\]$/g, '');
  const at = port === undefined ? (secure ? 5349 : 3478) : Number(port);
  if (secure) return { step: 'turnTls', endpoint: { protocol: 'tls', host, port: at } };
  return transport?.toLowerCase() === 'tcp'
    ? { step: 'turnTcp', endpoint: { protocol: 'tcp', host, port: at } }
    : { step: 'turnUdp', endpoint: { protocol: 'udp', host, port: at } };
}

/** ICE servers with those addresses alone that lead over one way; with their credentials. */
export const relaysOf = (servers: readonly RTCIceServer[], step: PathStep): RTCIceServer[] =>
  servers.flatMap((server) => {
    const urls = urlsOf(server).filter((url) => readRelay(url)?.step === step);
    return urls.length === 0 ? [] : [{ ...server, urls }];
  });

export const urlsOf = ({ urls }: RTCIceServer): readonly string[] => (typeof urls === 'string' ? [urls] : urls);
