import type { ParleyError } from '@parley/shared/errors';
import type { WayFault } from '@parley/shared/ipc/contract';
import { forget } from '../log.ts';
import type { Clock } from '../microphone/clock.ts';
import { createPatience } from './patience.ts';
import { aboutOf, withCause } from './wayCause.ts';

/** A network changes while a repair goes on: as often as this it is looked at again, ms. */
const lookAgain = 20_000;

/** A call that is being repaired. */
export interface Repair {
  /** What the last attempt came to; null before one did. */
  readonly error: ParleyError | null;
  /** Only the signalling is away, and LiveKit's client takes it up: its attempts tell nothing. */
  readonly signalling: boolean;
  /** The URL of the voice server. */
  readonly voice: string | null;
}

/** What keeps a repair that takes long: what its attempts came to, with the cause that the way there shows. */
export interface RepairTrouble {
  /** Null while nothing is repaired. */
  follow(repair: Repair | null): void;
  /** Null before it takes long, and while nothing is known. */
  told(): ParleyError | null;
}

export function createRepairTrouble(ports: {
  readonly clock: Clock;
  /** What stands in the way to a voice server or, without one, to the server; null where nothing can be named. */
  readonly findFault: (voice: string | null) => Promise<WayFault | null>;
  readonly onChange: () => void;
}): RepairTrouble {
  const { clock } = ports;
  let repair: Repair | null = null;
  /** The answer about this URL; null: about the server. */
  let found: { readonly about: string | null; readonly fault: WayFault | null } | null = null;
  let stopLooking: () => void = () => undefined;

  const errorOf = ({ error, signalling }: Repair): ParleyError | null => error ?? (signalling ? noSignalling : null);
  const look = async (): Promise<void> => {
    if (repair === null) return;
    stopLooking = clock.after(lookAgain, () => forget('looking at the way again', look()));
    const asked = repair;
    const about = aboutOf(errorOf(asked) ?? noSignalling, asked.voice);
    if (about === undefined) return;
    const fault = await ports.findFault(about);
    // Of a repair that is over, or has another cause by now, it says nothing.
    if (!patience.isOver()) return;
    found = { about, fault };
    ports.onChange();
  };
  const patience = createPatience(clock, () => {
    forget('looking for what keeps a repair', look());
    ports.onChange();
  });
  return {
    follow(next) {
      repair = next;
      patience.follow(next !== null);
      if (next !== null) return;
      stopLooking();
      found = null;
    },
    told() {
      if (repair === null || !patience.isOver()) return null;
      const error = errorOf(repair);
      const about = aboutOf(error ?? noSignalling, repair.voice);
      const fault = found !== null && found.about === about ? found.fault : null;
      if (error === null) return fault === null ? null : withCause(noSignalling, fault, repair.voice);
      return about === undefined ? error : withCause(error, fault, about);
    },
  };
}

const noSignalling: ParleyError = {
  code: 'unavailable',
  reason: 'voiceServerDown',
  message: 'No signalling connection to LiveKit came about.',
};
