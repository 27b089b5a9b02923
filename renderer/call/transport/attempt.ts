import type { StartWith } from '@parley/shared/backends/channel';
import type { CallTransport } from '@parley/shared/backends/transportMode';
import type { MediaEvidence } from './evidence.ts';

/**
 * Which ways one connection may try. `automatic`: all that the server offers, in parallel. `udp`, `tcp`: UDP or ICE-TCP
 * alone, without a relay. `relay`: TURN by any protocol. `relayTcp`: TURN over TCP or TLS.
 */
export type Ways = 'automatic' | 'udp' | 'tcp' | 'relay' | 'relayTcp';

export interface AttemptPlan {
  readonly ways: Ways;
  /** ms. */
  readonly signalTimeout: number;
  /** For ICE and DTLS together, ms. */
  readonly mediaTimeout: number;
}

/** Ways in the order in which they are tried, over and over. */
const ladders: Readonly<Record<CallTransport, readonly [Ways, ...Ways[]]>> = {
  // Chromium tries everything at once and takes what answers first. What that misses is UDP over which STUN passes but
  // DTLS does not: hence the narrower ones.
  automatic: ['automatic', 'tcp', 'relay'],
  // Never UDP from this machine: without its own candidates, or without a relay, in turns.
  tcp: ['tcp', 'relayTcp'],
  relay: ['relay'],
  relayTcp: ['relayTcp'],
};

/** Of a join: three attempts are over within ten seconds. */
const joinTimeouts = [
  { signalTimeout: 4_000, mediaTimeout: 3_500 },
  { signalTimeout: 3_000, mediaTimeout: 2_500 },
  { signalTimeout: 2_500, mediaTimeout: 2_500 },
] as const;

/** The ways of a mode, without those for which the server was seen to offer nothing. */
export function ladderOf(mode: CallTransport, seen: Pick<MediaEvidence, 'ways' | 'tcp' | 'relays'>): readonly Ways[] {
  const [first, ...others] = ladders[mode];
  if (seen.ways.length === 0) return ladders[mode];
  return [first, ...others.filter((ways) => (ways === 'tcp' ? seen.tcp : seen.relays).length > 0)];
}

/** What is remembered of a network, in the words of a mode; null where that mode begins with it anyway. */
export function knownWays(mode: CallTransport, startWith: StartWith): Ways | null {
  if (mode === 'automatic') return startWith;
  return mode === 'tcp' && startWith === 'relay' ? 'relayTcp' : null;
}

/** Of a climb: the call stands meanwhile, and the way has answered just now. */
export const climbPlan = (ways: 'udp' | 'tcp'): AttemptPlan => ({ ways, ...joinTimeouts[2] });

/**
 * What the next attempt tries and for how long.
 *
 * @param attempt from 1: later ones are shorter
 * @param blocked how many attempts got through to the server and no media did: each moves down by one
 * @param seen by the attempts before
 * @param startWith what got through in this network when nothing else did: tried first, and not for long
 */
export function planAttempt(
  mode: CallTransport,
  attempt: number,
  blocked: number,
  seen: Pick<MediaEvidence, 'ways' | 'tcp' | 'relays'>,
  startWith?: StartWith,
): AttemptPlan {
  const usual = ladderOf(mode, seen);
  const known = startWith === undefined ? null : knownWays(mode, startWith);
  const ladder = known !== null && usual.includes(known) ? [known, ...usual.filter((ways) => ways !== known)] : usual;
  const ways = ladder[blocked % ladder.length] ?? ladders[mode][0];
  const timeouts = joinTimeouts[attempt - 1] ?? joinTimeouts[2];
  const { mediaTimeout } = ways === known ? joinTimeouts[2] : timeouts;
  return { ways, signalTimeout: timeouts.signalTimeout, mediaTimeout };
}

/** However fast a server answered, this long may pass once, ms. */
const shortestAnswer = 1_000;

/**
 * How long a further attempt of a call that was on waits for the server's first word, ms: not much longer than it took before,
 * at first. A server that is just starting answers whoever asks anew; whoever asked too early it may keep waiting, and then
 * without media (LiveKit behind Redis, for up to five seconds after it was killed: `bench/network`).
 *
 * @param answeredIn how long the answer took when the call last got through, ms; null when that is not known
 */
export const rejoinSignalTimeout = (usual: number, answeredIn: number | null, attempt: number): number =>
  answeredIn === null
    ? usual
    : Math.min(usual, Math.max(shortestAnswer, 4 * answeredIn) * 2 ** Math.max(0, attempt - 4));

/** Whether a remote candidate (`candidate:…` of RFC 8839) may be tried. Of a relay the remote end is the relay's matter. */
export const keepsCandidate = (ways: Ways, candidate: string): boolean =>
  (ways !== 'tcp' && ways !== 'udp') || candidate === '' || protocolOf(candidate) === ways;

/** The servers that these ways need. */
export function keepIceServers(ways: Ways, servers: readonly RTCIceServer[]): RTCIceServer[] {
  switch (ways) {
    case 'automatic':
      return [...servers];
    case 'udp':
    case 'tcp':
      return [];
    case 'relay':
      return withUrls(servers, isRelay);
    case 'relayTcp':
      return withUrls(servers, (url) => isRelay(url) && relayProtocolOf(url) !== 'udp');
  }
}

/** `candidate:foundation component protocol …`, in lower case; empty for anything else. */
export const protocolOf = (candidate: string): string => candidate.split(' ')[2]?.toLowerCase() ?? '';

/** Of a `turn:` or `turns:` URL (RFC 7065). */
export function relayProtocolOf(url: string): 'udp' | 'tcp' | 'tls' {
  if (url.startsWith('turns:')) return 'tls';
  return /[?&]transport=tcp(?:&|$)/.test(url) ? 'tcp' : 'udp';
}

const isRelay = (url: string): boolean => url.startsWith('turn:') || url.startsWith('turns:');

function withUrls(servers: readonly RTCIceServer[], keep: (url: string) => boolean): RTCIceServer[] {
  return servers.flatMap((server) => {
    const urls = [server.urls].flat().filter(keep);
    return urls.length === 0 ? [] : [{ ...server, urls }];
  });
}
