import type { CallTransport } from '@parley/shared/backends/transportMode';
import type { IceAnswer } from '@parley/shared/ipc/iceProbe';
import type { PathKind } from '../callView.ts';
import { forget } from '../log.ts';
import type { Clock } from '../microphone/clock.ts';
import { chooseWay, climbPause, freshClimb, mayClimb, nextClimb, trialTime, type ClimbWay } from './climbRule.ts';

/** Looks now and then whether a call on a relay or on TCP could have a better path, and asks for it. */
export interface Climber {
  /** The call is on, over a path that it did not have before. */
  start(): void;
  /** It is not, or is being repaired: nothing is looked for. */
  stop(): void;
  networkChanged(): void;
  /** What came of the climb that was asked for. */
  climbed(succeeded: boolean): void;
}

/** For tests, which have not the time of a call. */
export interface Haste {
  /** Pauses are this many times as long. */
  readonly pace: number;
  /** For how long a climb with a gap waits for a moment in which nobody speaks, ms. */
  readonly politeness: number;
}
/** After a minute it is taken as it comes. */
const noHaste: Haste = { pace: 1, politeness: 60_000 };
const glance = 250;

export function createClimber(ports: {
  readonly clock: Clock;
  readonly random: () => number;
  readonly mode: () => CallTransport;
  readonly readPath: () => Promise<PathKind | null>;
  /** Costs the call nothing. */
  readonly probe: () => Promise<IceAnswer>;
  /** Nobody would miss a fifth of a second now. */
  readonly mayInterrupt: () => boolean;
  readonly haste?: Haste | undefined;
  readonly climb: (way: ClimbWay) => void;
}): Climber {
  const { clock } = ports;
  const { pace, politeness } = ports.haste ?? noHaste;
  let memory = freshClimb;
  /** Of what is under way; another one ends it. */
  let generation = 0;
  let cancel: () => void = () => undefined;
  let climbedAt: number | null = null;

  const stop = (): void => {
    generation += 1;
    cancel();
  };
  const after = (wait: number, work: (own: number) => Promise<void> | void): void => {
    stop();
    const own = generation;
    cancel = clock.after(wait, () => forget('looking for a better path', Promise.resolve(work(own))));
  };
  const plan = (): void => after(pace * climbPause(memory, ports.random()), look);

  const look = async (own: number): Promise<void> => {
    const kind = await ports.readPath().catch(() => null);
    if (own !== generation) return;
    if (kind === null) return plan();
    // From here on only another path or another network changes something.
    if (!mayClimb(ports.mode(), kind)) return;
    const way = chooseWay(kind, await ports.probe());
    if (own !== generation) return;
    if (way !== null) return goOnceQuiet(way, clock.now() + politeness);
    foundNothing();
  };
  const foundNothing = (): void => {
    memory = nextClimb(memory, 'closed');
    plan();
  };
  const goOnceQuiet = (way: ClimbWay, latest: number): void => {
    if (ports.mayInterrupt() || (way === 'udp' && clock.now() >= latest)) return ports.climb(way);
    // By TCP the gap is a longer one, and what is won is little: not into what somebody says.
    if (clock.now() >= latest) return foundNothing();
    after(glance, () => goOnceQuiet(way, latest));
  };
  /** Whether the path of the latest climb was worth it. */
  const judge = (): void => {
    if (climbedAt === null) return;
    memory = nextClimb(memory, clock.now() - climbedAt < trialTime ? 'fell' : 'held');
    climbedAt = null;
  };

  return {
    start() {
      judge();
      plan();
    },
    stop,
    networkChanged() {
      memory = nextClimb(memory, 'network');
      climbedAt = null;
      plan();
    },
    climbed(succeeded) {
      if (succeeded) climbedAt = clock.now();
      else memory = nextClimb(memory, 'fell');
      plan();
    },
  };
}
