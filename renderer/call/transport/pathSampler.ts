import type { PathView } from '../callView.ts';
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
  /** Reads at once and goes on until `stop`; `before`: what a repaired call goes on from. */
  start(before?: PathView | null): void;
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

  const begin = (own: number, before: PathView | null): void => {
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
        path = nextPath(path, readings, epoch());
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
    start(before = null) {
      stop();
      begin(generation, before);
    },
  };
}

/** The view after a further reading; the newest of `readings` is last. `at`: ms since the epoch. */
export function nextPath(before: PathView | null, readings: readonly PathReading[], at: number): PathView | null {
  const newest = readings.at(-1);
  const oldest = readings[0];
  if (newest === undefined || oldest === undefined) return before;
  const { history, losses, changes } = before ?? { history: [], losses: [], changes: [] };
  const loss = lossBetween(oldest.packets, newest.packets) ?? before?.loss ?? null;
  return {
    kind: newest.kind,
    roundTrip: newest.roundTrip,
    loss,
    history: newest.roundTrip === null ? history : [...history, newest.roundTrip].slice(-historyLength),
    losses: loss === null ? losses : [...losses, loss].slice(-historyLength),
    changes:
      changes.at(-1)?.kind === newest.kind ? changes : [...changes, { kind: newest.kind, at }].slice(-changesLength),
  };
}
