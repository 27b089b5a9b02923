import type { CallTransport } from '@parley/shared/backends/transportMode';
import type { IceAnswer } from '@parley/shared/ipc/iceProbe';
import type { PathKind } from '../callView.ts';

/** A way without a relay to which a call may move. */
export type ClimbWay = 'udp' | 'tcp';

/** What is remembered over the attempts of one call to get onto a better path. */
export interface ClimbMemory {
  /** Looks in a row after which the better way was still closed. */
  readonly closed: number;
  /** Climbs that came to nothing, or whose path died soon. */
  readonly falls: number;
}

export const freshClimb: ClimbMemory = { closed: 0, falls: 0 };

/** A path that dies this soon after the climb was no better one, ms. */
export const trialTime = 60_000;
/** Before the first look, so that ICE has settled and the first seconds of a call are only a call, ms. */
const settleTime = 5_000;
const firstLook = 30_000;
const longestLook = 10 * 60_000;
/** After a fall, ms: then twice as long each time. */
const firstRest = 2 * 60_000;
const longestRest = 60 * 60_000;

/**
 * Ways that are better than this path, the best first. TCP makes a call late where packets are lost, so that a relay by UDP
 * is left for UDP only; a relay by TCP also for TCP without one.
 */
export function betterThan(kind: PathKind): readonly ClimbWay[] {
  switch (kind) {
    case 'UDP':
      return [];
    case 'TCP':
    case 'TURN-UDP':
      return ['udp'];
    case 'TURN-TCP':
    case 'TURN-TLS':
      return ['udp', 'tcp'];
  }
}

/** Whether it is worth looking for a better way; where a person or an administrator chose the ways, they are kept to. */
export const mayClimb = (mode: CallTransport, kind: PathKind): boolean =>
  mode === 'automatic' && betterThan(kind).length > 0;

/** The best way that answered; null where none did. */
export const chooseWay = (kind: PathKind, answer: IceAnswer): ClimbWay | null =>
  betterThan(kind).find((way) => answer[way]) ?? null;

/**
 * `closed`: looked, and nothing better answered. `fell`: a climb failed, or its path died within `trialTime`. `held`: it did
 * not. `network`: the machine has another network, of which nothing is known.
 */
export function nextClimb(before: ClimbMemory, event: 'closed' | 'fell' | 'held' | 'network'): ClimbMemory {
  switch (event) {
    case 'closed':
      return { ...before, closed: before.closed + 1 };
    case 'fell':
      return { closed: 0, falls: before.falls + 1 };
    case 'held':
      return { closed: 0, falls: Math.max(0, before.falls - 1) };
    case 'network':
      return freshClimb;
  }
}

/**
 * How long to wait before the next look, ms.
 *
 * @param random 0 ≤ random < 1: not everybody looks at once after a firewall opened
 */
export function climbPause({ closed, falls }: ClimbMemory, random: number): number {
  const look = closed === 0 ? settleTime : Math.min(longestLook, firstLook * 2 ** (closed - 1));
  const rest = falls === 0 ? 0 : Math.min(longestRest, firstRest * 2 ** (falls - 1));
  return Math.max(look, rest) * (1 + random / 4);
}
