import type { Endpoint, PathStep } from '@parley/shared/doctor/networkCheck';

/** What is read of a candidate (RFC 8839 §5.1): `candidate:1 1 udp 2130706431 203.0.113.24 7882 typ host`. */
export interface Candidate extends Endpoint {
  readonly protocol: 'udp' | 'tcp';
}

/** Null for what is no candidate. */
export function readCandidate(line: string): Candidate | null {
  const match = /candidate:\S+ \d+ (udp|tcp) \d+ (\S+) (\d{1,5}) typ /i.exec(line);
  if (match === null) return null;
  const [, protocol = '', host = '', port = ''] = match;
  return { protocol: protocol.toLowerCase() === 'tcp' ? 'tcp' : 'udp', host, port: Number(port) };
}

/** A session description without the candidates that are not to be tried. */
export const keepCandidates = (sdp: string, keep: (candidate: Candidate) => boolean): string =>
  sdp
    .split('\r\n')
    .filter((line) => {
      if (!line.startsWith('a=candidate:')) return true;
      const candidate = readCandidate(line);
      return candidate !== null && keep(candidate);
    })
    .join('\r\n');

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
