import type { Settings } from '@parley/shared/settings/settings';
import { forget } from '../log.ts';
import { every, type Clock } from '../microphone/clock.ts';
import type { StatsReport } from '../transport/pathOf.ts';

export type Latency = Settings['latency'];

/** What was played since the call began, s: all of it, and what had to be made up because nothing was there in time. */
export interface Playout {
  readonly total: number;
  readonly synthesized: number;
}

/** From `media-playout` (https://www.w3.org/TR/webrtc-stats/#playoutstats-dict*); null where a browser does not tell. */
export function playoutOf(report: StatsReport): Playout | null {
  for (const [, stats] of report) {
    const { type, totalSamplesDuration, synthesizedSamplesDuration } = stats as Readonly<Record<string, unknown>>;
    if (type === 'media-playout' && typeof totalSamplesDuration === 'number') {
      const synthesized = typeof synthesizedSamplesDuration === 'number' ? synthesizedSamplesDuration : 0;
      return { total: totalSamplesDuration, synthesized };
    }
  }
  return null;
}

/** One more in a row of windows in which more than this share was made up is audible. */
const audible = 0.01;
const windows = 3;
/** ms */
const window_ = 10_000;

const stepBack: Readonly<Record<Latency, Latency | null>> = { lowest: 'balanced', balanced: 'safe', safe: null };

/** How many windows in a row had gaps, with the one between two readings. */
export function countGaps(before: number, from: Playout, to: Playout): number {
  const total = to.total - from.total;
  // Nothing was played: nothing is known. Counters that went back are those of another connection.
  if (total < 1) return total < 0 ? 0 : before;
  return (to.synthesized - from.synthesized) / total > audible ? before + 1 : 0;
}

/**
 * Watches for gaps in what is played, which too short buffers make on a slow computer; where they keep coming, it
 * proposes the next longer buffers, once a call.
 */
export function watchUnderruns(ports: {
  readonly clock: Clock;
  readonly readStats: () => Promise<StatsReport | undefined>;
  readonly latency: () => Latency;
  readonly onGaps: (instead: Latency) => void;
}): { setActive(active: boolean): void } {
  let stop: (() => void) | null = null;
  return {
    setActive(active) {
      if (active === (stop !== null)) return;
      if (!active) {
        stop?.();
        stop = null;
        return;
      }
      let last: Playout | null = null;
      let gaps = 0;
      let told = false;
      const look = async (): Promise<void> => {
        const report = await ports.readStats();
        const now = report === undefined ? null : playoutOf(report);
        if (now !== null && last !== null) gaps = countGaps(gaps, last, now);
        last = now;
        const instead = stepBack[ports.latency()];
        if (gaps < windows || told || instead === null) return;
        told = true;
        ports.onGaps(instead);
      };
      stop = every(ports.clock, window_, () => forget('reading the playout', look()));
    },
  };
}
