/** What the page tells whoever passes its sound on. ms since the epoch, by a monotonic clock. */
export interface Word {
  /** Whether the gate is open. While it is, the word has to be renewed. */
  readonly open: boolean;
  readonly at: number;
}

export interface Permission {
  readonly last: Word | null;
  /** Words from before do not count: the page stood still. */
  readonly from: number;
}

/** While the gate is open, the page says so that often, ms. */
export const wordInterval = 100;

/**
 * How long a word that the gate is open holds, ms: so long a page that stands still can go on sending. It is more than a key's lease
 * (`leaseTimeout`), whose source is a process that does nothing else: a page that is only busy must not chop speech. On two cores
 * with 14 processes waiting for them, words of a climbing call came at most 310 ms after one another and reached the guard at most
 * 380 ms late.
 */
export const wordLifetime = 600;

/**
 * After a page has stood still, ms: what happened to keys meanwhile has reached the gate by then. It also keeps back what the next
 * packets would repeat of the last (RED).
 */
export const settleTime = 150;

export const noPermission: Permission = { last: null, from: Number.NEGATIVE_INFINITY };

export function nextPermission({ last, from }: Permission, word: Word): Permission {
  const stoodStill = last !== null && isStale(last, word.at);
  return { last: word, from: stoodStill ? word.at + settleTime : from };
}

/**
 * Whether sound passes: never without a word, nor on one that is stale. A gate that is shut sends the silence of a track that is
 * not enabled, and the end of what was said before: the page took that back itself and need not live for it.
 */
export const passes = ({ last, from }: Permission, now: number): boolean =>
  last !== null && last.at >= from && !isStale(last, now);

const isStale = ({ open, at }: Word, now: number): boolean => open && now - at >= wordLifetime;
