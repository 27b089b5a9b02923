import type { PathKind } from '../callView.ts';

/** The dictionaries of https://www.w3.org/TR/webrtc-stats/ that are read here; a plain `RTCStatsReport` is one. */
export type StatsReport = Iterable<readonly [string, unknown]>;

/** Counters since the connection began; the loss of a while is the difference of two. */
export interface PacketCounters {
  readonly expected: number;
  readonly lost: number;
}

export interface PathReading {
  readonly kind: PathKind;
  /** ms; null before the first STUN answer. */
  readonly roundTrip: number | null;
  readonly packets: PacketCounters;
  /** ms, the worse of both directions; null before the first report. */
  readonly jitter: number | null;
}

/**
 * Which way media goes, from the selected candidate pair: null while there is none. For a relay the leg to the relay
 * counts (`relayProtocol`); `protocol` of a relay candidate is "udp" even behind TURN over TLS.
 */
export function pathOf(report: StatsReport): PathReading | null {
  const stats = new Map<string, Stat>();
  for (const [id, stat] of report) if (typeof stat === 'object' && stat !== null) stats.set(id, stat);
  const pair = selectedPair(stats);
  const local = stats.get(text(pair, 'localCandidateId'));
  if (pair === undefined || local === undefined) return null;
  const kind = kindOf(local);
  if (kind === null) return null;
  const seconds = number(pair, 'currentRoundTripTime');
  return {
    kind,
    roundTrip: seconds === null ? null : seconds * 1000,
    packets: countPackets(stats),
    jitter: jitterOf(stats),
  };
}

/** Share of packets that were lost between two readings, 0..1; null when none were due, or the counters began anew. */
export function lossBetween(before: PacketCounters, after: PacketCounters): number | null {
  const expected = after.expected - before.expected;
  const lost = after.lost - before.lost;
  if (expected <= 0) return null;
  return Math.min(1, Math.max(0, lost / expected));
}

/** Everything that arrived on the connection, acknowledgements included: what does not rise is dead. */
export function packetsReceived(report: StatsReport): number {
  let packets = 0;
  for (const [, stat] of report) {
    if (typeof stat !== 'object' || stat === null || text(stat, 'type') !== 'transport') continue;
    packets += number(stat, 'packetsReceived') ?? 0;
  }
  return packets;
}

type Stat = object;

function selectedPair(stats: ReadonlyMap<string, Stat>): Stat | undefined {
  const all = [...stats.values()];
  const transport = all.find(
    (stat) => text(stat, 'type') === 'transport' && text(stat, 'selectedCandidatePairId') !== '',
  );
  return stats.get(text(transport, 'selectedCandidatePairId'));
}

function kindOf(local: Stat): PathKind | null {
  const type = text(local, 'candidateType');
  // Where the server sees another address than the relay gave us, the candidate is a reflexive one of the relay (Chromium 14x).
  if (type === 'relay' || (type === 'prflx' && text(local, 'relayProtocol') !== '')) {
    switch (text(local, 'relayProtocol')) {
      case 'tls':
        return 'TURN-TLS';
      case 'tcp':
        return 'TURN-TCP';
      case 'udp':
        return 'TURN-UDP';
      default:
        return null;
    }
  }
  switch (text(local, 'protocol')) {
    case 'udp':
      return 'UDP';
    case 'tcp':
      return 'TCP';
    default:
      return null;
  }
}

/** Both directions: what we miss (`inbound-rtp`) and what the server says that it misses (`remote-inbound-rtp`). */
function countPackets(stats: ReadonlyMap<string, Stat>): PacketCounters {
  let expected = 0;
  let lost = 0;
  for (const stat of stats.values()) {
    const type = text(stat, 'type');
    if (type === 'inbound-rtp') {
      const missing = number(stat, 'packetsLost') ?? 0;
      expected += (number(stat, 'packetsReceived') ?? 0) + missing;
      lost += missing;
    }
    if (type === 'outbound-rtp') expected += number(stat, 'packetsSent') ?? 0;
    if (type === 'remote-inbound-rtp') lost += number(stat, 'packetsLost') ?? 0;
  }
  return { expected, lost };
}

/** Of sound only: the jitter of pictures is that of their encoder. */
function jitterOf(stats: ReadonlyMap<string, Stat>): number | null {
  const seconds = [...stats.values()].flatMap((stat) => {
    const jitter = ['inbound-rtp', 'remote-inbound-rtp'].includes(text(stat, 'type')) ? number(stat, 'jitter') : null;
    return jitter === null || text(stat, 'kind') === 'video' ? [] : [jitter];
  });
  return seconds.length === 0 ? null : Math.max(...seconds) * 1000;
}

function read(stat: Stat | undefined, name: string): unknown {
  return stat === undefined ? undefined : Reflect.get(stat, name);
}

function text(stat: Stat | undefined, name: string): string {
  const value = read(stat, name);
  return typeof value === 'string' ? value : '';
}

function number(stat: Stat | undefined, name: string): number | null {
  const value = read(stat, name);
  return typeof value === 'number' && Number.isFinite(value) ? value : null;
}
