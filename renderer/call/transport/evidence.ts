import type { ErrorReason, ParleyError } from '@parley/shared/errors';
import { protocolOf, relayProtocolOf, type Ways } from './attempt.ts';

/** What was seen of attempts that came to nothing: enough to say what is blocked. */
export interface MediaEvidence {
  /** `host:port` of the server's own candidates. */
  readonly udp: readonly string[];
  readonly tcp: readonly string[];
  /** TURN servers that were on offer, as `tls host:port`. */
  readonly relays: readonly string[];
  /** A TURN server gave us a relay candidate. */
  readonly relayed: boolean;
  /** A TURN server answered and refused (RFC 8656 error codes 300 to 699, such as 401). */
  readonly refused: boolean;
  readonly ways: readonly Ways[];
}

export const noEvidence: MediaEvidence = { udp: [], tcp: [], relays: [], relayed: false, refused: false, ways: [] };

export const withRemote = (seen: MediaEvidence, candidate: string): MediaEvidence => {
  const [, , , , host = '', port = ''] = candidate.split(' ');
  const address = host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;
  switch (protocolOf(candidate)) {
    case 'udp':
      return { ...seen, udp: add(seen.udp, address) };
    case 'tcp':
      return { ...seen, tcp: add(seen.tcp, address) };
    default:
      return seen;
  }
};

/** `turns:host:port?transport=tcp` and its kind; STUN servers say nothing here. */
export function withServer(seen: MediaEvidence, url: string): MediaEvidence {
  const address = /^turns?:([^?]+)/.exec(url)?.[1];
  return address === undefined ? seen : { ...seen, relays: add(seen.relays, `${relayProtocolOf(url)} ${address}`) };
}

export const withLocal = (seen: MediaEvidence, candidate: string): MediaEvidence =>
  / typ relay(?: |$)/.test(candidate) ? { ...seen, relayed: true } : seen;

/** @param errorCode of `icecandidateerror`: 701 is "unreachable" */
export const withTurnError = (seen: MediaEvidence, errorCode: number): MediaEvidence =>
  errorCode >= 300 && errorCode < 700 ? { ...seen, refused: true } : seen;

/** The cause of media that did not get through, from what all attempts of a join saw together. */
export function blockedError(seen: MediaEvidence): ParleyError {
  return { code: 'unavailable', reason: causeOf(seen), message: `Signalling works; ${describe(seen)}.` };
}

function causeOf({ relays, relayed, refused, ways }: MediaEvidence): ErrorReason {
  if (relays.length === 0)
    return ways.every((way) => way === 'relay' || way === 'relayTcp') ? 'relayMissing' : 'mediaBlocked';
  if (refused && !relayed) return 'relayRefused';
  return relayed ? 'relayDead' : 'relayUnreachable';
}

function describe({ udp, tcp, relays, relayed, refused }: MediaEvidence): string {
  const silent = [
    ...udp.map((address) => `no answer from UDP ${address}`),
    ...tcp.map((address) => `no answer from TCP ${address}`),
    ...relays.map(
      (relay) => `TURN ${relay} ${relayed ? 'gave a way that carries nothing' : refused ? 'refused' : 'unreachable'}`,
    ),
  ];
  if (relays.length === 0) silent.push('the server offers no TURN relay');
  return silent.join(', ');
}

const add = (list: readonly string[], entry: string): readonly string[] =>
  list.includes(entry) ? list : [...list, entry].slice(0, 8);
