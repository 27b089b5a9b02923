import type { PathCause, PathView } from '../callView.ts';
import type { Clock } from '../microphone/clock.ts';
import { lossBetween, pathOf, type PathReading, type StatsReport } from './pathOf.ts';

/** Readings follow each other this fast at first, ms, because the first seconds of a call are the ones one looks at … */
const eager = 1000;
/** … and this fast later. */
const calm = 2000;
const eagerReadings = 10;
/** One minute of calm readings. */
const historyLength = 30;
const changesLength = 50;
/** Loss is over this many readings: about ten seconds. */
const lossWindow = 5;

export interface PathSampler {
  /**
   * Reads at once and goes on until `stop`.
   *
   * @param cause why the voice goes this way now
   * @param before what a repaired call goes on from
   */
  start(cause: PathCause, before?: PathView | null): void;
  stop(): void;
}

/** Reads the path of a connection from time to time. `onPath` gets null when there is no selected pair. */
export function createPathSampler(ports: {
  readonly clock: Clock;
  /** Wall clock, ms since the epoch. */
  readonly epoch: () => number;
  /** Undefined while there is no connection. */
  readonly readStats: () => Promise<StatsReport | undefined>;
  readonly onPath: (path: PathView | null) => void;
}): PathSampler {
  const { clock, epoch, readStats, onPath } = ports;
  let generation = 0;
  let cancel: () => void = () => undefined;

  const begin = (own: number, cause: PathCause, before: PathView | null): void => {
    let path = before;
    let readings: readonly PathReading[] = [];
    let count = 0;
    const read = async (): Promise<void> => {
      // A connection that is closing refuses its statistics: that is a moment without a reading, not an error.
      const report = await readStats().catch(() => undefined);
      if (own !== generation) return;
      const reading = report === undefined ? null : pathOf(report);
      if (reading !== null) {
        readings = [...readings, reading].slice(-lossWindow - 1);
        path = nextPath(path, readings, epoch(), readings.length === 1 ? cause : 'network');
        onPath(path);
      }
      count += 1;
      // Until the pair is known, which takes some milliseconds after connecting, ask more often.
      cancel = clock.after(path === null ? eager / 5 : count < eagerReadings ? eager : calm, () => void read());
    };
    void read();
  };

  const stop = (): void => {
    generation += 1;
    cancel();
  };
  return {
    stop,
    start(cause, before = null) {
      stop();
      begin(generation, cause, before);
    },
  };
}

/**
 * The view after a further reading; the newest of `readings` is last.
 *
 * @param at ms since the epoch
 * @param cause of the path, if it is another one than before or the connection is
 */
export function nextPath(
  before: PathView | null,
  readings: readonly PathReading[],
  at: number,
  cause: PathCause,
): PathView | null {
  const newest = readings.at(-1);
  const oldest = readings[0];
  if (newest === undefined || oldest === undefined) return before;
  const { history, losses, jitters, changes } = before ?? { history: [], losses: [], jitters: [], changes: [] };
  const jitter = newest.jitter ?? before?.jitter ?? null;
  const isNew = changes.at(-1)?.kind !== newest.kind || cause !== 'network';
  const loss = lossBetween(oldest.packets, newest.packets) ?? before?.loss ?? null;
  return {
    kind: newest.kind,
    roundTrip: newest.roundTrip,
    loss,
    history: newest.roundTrip === null ? history : [...history, newest.roundTrip].slice(-historyLength),
    losses: loss === null ? losses : [...losses, loss].slice(-historyLength),
    jitter,
    jitters: jitter === null ? jitters : [...jitters, jitter].slice(-historyLength),
    changes: isNew ? [...changes, { kind: newest.kind, at, cause }].slice(-changesLength) : changes,
  };
}
