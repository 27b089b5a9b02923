import { personOf } from '@parley/shared/backends/deviceIdentity';
import { findHeard, rememberHeard, type HeardPerson, type Whom } from '@parley/shared/settings/heardPeople';
import type { Settings } from '@parley/shared/settings/settings';
import type { HeardChange, ParticipantView } from '../callView.ts';
import type { Clock } from '../microphone/clock.ts';
import { decideLoudness, type StreamKind } from './decideLoudness.ts';

/** How each person is heard: what is stored of them, on whichever device, and who is turned down now. */
export interface Hearing {
  /** Of whoever has this identity in a call. */
  of(whom: Whom): HeardPerson | null;
  /** Linear, 0..2. */
  loudnessOf(whom: Whom, stream: StreamKind): number;
  isMono(): boolean;
  /** At once here; stored a moment after the last change, because a slider moves in many steps. */
  set(whom: Whom, name: string, change: HeardChange): void;
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

  const person = ({ server, identity }: Whom): Whom => ({ server, identity: personOf(identity) });
  const of = (whom: Whom): HeardPerson | null => findHeard(people, person(whom));
  const duck = (next: boolean): void => {
    if (next === ducked) return;
    ducked = next;
    ports.onChange();
  };

  return {
    of,
    loudnessOf: (whom, stream) => decideLoudness(of(whom), stream, { master, ducked }),
    isMono: () => mono,
    set(whom, name, change) {
      people = rememberHeard(people, person(whom), name || (of(whom)?.name ?? ''), change);
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
      const speaks = participants.some(({ speaking, isLocal, priority }) => speaking && !isLocal && priority);
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
