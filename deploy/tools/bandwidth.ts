/** What one participant sends, kbit/s. */
export interface Quality {
  readonly name: string;
  readonly video: number;
  readonly audio: number;
}

/** INSPIRE-LAB's table ("Bandwidth Estimation"), and a call without pictures. */
export const qualities: readonly Quality[] = [
  { name: 'voice', video: 0, audio: 40 },
  { name: '360p', video: 500, audio: 40 },
  { name: '720p', video: 1500, audio: 40 },
  { name: '1080p', video: 3000, audio: 40 },
];

export interface Bandwidth {
  /** All in kbit/s. What one sends: the table's "Total". */
  readonly participant: number;
  /** What one receives: everybody else. */
  readonly received: number;
  /** What the server gets from everybody. */
  readonly serverIn: number;
  /** INSPIRE-LAB's "(n-1) * quality per participant", for each of them. */
  readonly serverOut: number;
}

/**
 * Of a call in which `senders` of `participants` send all the time and everybody receives all of them. Without headers: IPv4, UDP,
 * RTP and SRTP are 50 bytes (20 + 8 + 12 + 10) a packet, which is 20 kbit/s more for each sound at 50 packets a second.
 */
export function bandwidthOf({ video, audio }: Quality, participants: number, senders = participants): Bandwidth {
  const participant = video + audio;
  const speaking = Math.min(senders, participants);
  const streams = speaking * (participants - 1);
  return {
    participant,
    received: participants < 2 ? 0 : Math.min(speaking, participants - 1) * participant,
    serverIn: speaking * participant,
    serverOut: streams * participant,
  };
}

/** `540 kbit/s`, `1.5 Mbit/s` */
export function inWords(kilobits: number): string {
  if (kilobits < 1_000) return `${Math.round(kilobits)} kbit/s`;
  const [amount, unit] = kilobits < 1_000_000 ? [kilobits / 1_000, 'Mbit/s'] : [kilobits / 1_000_000, 'Gbit/s'];
  return `${Number(amount.toFixed(1))} ${unit}`;
}
