import { rememberHeard, type HeardPerson } from '@parley/shared/settings/heardPeople';
import type { Settings } from '@parley/shared/settings/settings';
import type { HeardChange, ParticipantView } from '../callView.ts';
import type { Clock } from '../microphone/clock.ts';
import { decideLoudness, type StreamKind } from './decideLoudness.ts';

/** How each person is heard: what is stored by identity, and who is turned down now. */
export interface Hearing {
  of(identity: string): HeardPerson | null;
  /** Linear, 0..2. */
  loudnessOf(identity: string, stream: StreamKind): number;
  isMono(): boolean;
  /** At once here; stored a moment after the last change, because a slider moves in many steps. */
  set(identity: string, name: string, change: HeardChange): void;
  useSettings(settings: Settings): void;
  /** Who speaks decides who is turned down. */
  follow(participants: readonly ParticipantView[]): void;
}

/** ms. */
const storeAfter = 400;
/** Others come back this long after somebody with priority fell silent, ms: not between two words. */
const duckedFor = 800;

export function createHearing(ports: {
  readonly clock: Clock;
  readonly store: (people: readonly HeardPerson[]) => void;
  readonly onChange: () => void;
}): Hearing {
  const { clock } = ports;
  let people: readonly HeardPerson[] = [];
  let master = 100;
  let mono = false;
  let ducked = false;
  let cancelStore: (() => void) | null = null;
  let cancelRise: (() => void) | null = null;

  const of = (identity: string): HeardPerson | null => people.find((person) => person.identity === identity) ?? null;
  const duck = (next: boolean): void => {
    if (next === ducked) return;
    ducked = next;
    ports.onChange();
  };

  return {
    of,
    loudnessOf: (identity, stream) => decideLoudness(of(identity), stream, { master, ducked }),
    isMono: () => mono,
    set(identity, name, change) {
      people = rememberHeard(people, identity, name, change);
      cancelStore?.();
      cancelStore = clock.after(storeAfter, () => {
        cancelStore = null;
        ports.store(people);
      });
      ports.onChange();
    },
    useSettings(settings) {
      // What was changed here and is not stored yet is newer.
      if (cancelStore === null) people = settings.people;
      ({ masterVolume: master, mono } = settings);
      ports.onChange();
    },
    follow(participants) {
      const speaks = participants.some(
        ({ identity, speaking, isLocal }) => speaking && !isLocal && of(identity)?.priority === true,
      );
      if (speaks) {
        cancelRise?.();
        cancelRise = null;
        return duck(true);
      }
      if (ducked)
        cancelRise ??= clock.after(duckedFor, () => {
          cancelRise = null;
          duck(false);
        });
    },
  };
}
