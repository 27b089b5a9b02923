/**
 * Whether the media path of a connection is alive, told from packets that arrive after probes were sent. A rule only;
 * `heartbeat.ts` sends and reads. The experiment behind it: facts/network-lab §10.
 */
export interface Pulse {
  /** Everything that arrived so far; −1 before the first reading. */
  readonly packets: number;
  /** When that was read, ms of a monotonic clock. */
  readonly at: number;
  /** For how long probes went unanswered, ms. Time in which nothing was asked does not count. */
  readonly silentFor: number;
}

/** Nothing arrived for this long although we asked: the path is dead, ms. */
export const deadAfter = 1_000;
/** From here on it is asked more often, because a lost probe is not a dead path, ms. */
export const suspiciousAfter = 400;
/** Between readings, ms. */
const calmInterval = 200;
const urgentInterval = 100;
/** A reading that comes later than this is a page that was busy: only so much of the time counts, ms. */
const longestGap = 300;
/** After a longer pause the machine or the page slept, or its clock jumped: nothing is concluded from it, ms. */
const sleepGap = 2_000;

export const firstPulse = (at: number): Pulse => ({ packets: -1, at, silentFor: 0 });

/** The pulse after a further reading. */
export function nextPulse(before: Pulse, reading: { readonly packets: number; readonly at: number }): Pulse {
  const { packets, at } = reading;
  const gap = at - before.at;
  // Fewer packets than before are those of another connection.
  const answered = packets !== before.packets;
  if (answered || gap > sleepGap) return { packets, at, silentFor: 0 };
  return { packets, at, silentFor: before.silentFor + Math.min(longestGap, Math.max(0, gap)) };
}

export const isAlive = ({ silentFor }: Pulse): boolean => silentFor < deadAfter;

/** What is done until the next reading: how many probes, and when it comes, ms. */
export function planProbe({ silentFor }: Pulse): { readonly probes: number; readonly wait: number } {
  return silentFor < suspiciousAfter ? { probes: 1, wait: calmInterval } : { probes: 2, wait: urgentInterval };
}
