/** An event stream that comes back by itself is there by then, ms; and those that lost theirs together do not all ask at once. */
const firstAfterLive = { least: 500, most: 4_000 } as const;
const usual = 10_000;
const longest = 60_000;

/**
 * Waiting before the channels are asked for when there is no event stream, ms. `random` in 0..1.
 *
 * The programs of a large server lose their streams in one moment, when it restarts: what they do then is spread, and stays spread. Where
 * nothing is shown yet the first question is asked at once: people start their programs one by one.
 */
export const firstPoll = (wasLive: boolean, random: number): number =>
  wasLive ? Math.round(firstAfterLive.least + random * (firstAfterLive.most - firstAfterLive.least)) : 0;

/** Waiting before the next question, ms: ten seconds, doubling with each failure in a row up to a minute, spread by ±25 %. */
export const nextPoll = (failures: number, random: number): number =>
  Math.round(Math.min(longest, usual * 2 ** Math.min(failures, 10)) * (0.75 + random * 0.5));
