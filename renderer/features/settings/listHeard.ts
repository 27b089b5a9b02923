import { personOf } from '@parley/shared/backends/deviceIdentity';
import { hearAsEverybody, type HeardPerson } from '@parley/shared/settings/heardPeople';
import type { ParticipantView } from '../../call/callView.ts';

type Here = Pick<ParticipantView, 'identity' | 'name' | 'isLocal' | 'volume' | 'screenVolume' | 'blocked' | 'priority'>;

/**
 * Whoever is in the call, once however many devices they talk from, and then whoever is heard in another way than
 * everybody.
 *
 * @param server the address of the call's
 */
export function listHeard(
  remembered: readonly HeardPerson[],
  participants: readonly Here[],
  server: string | null,
): readonly (HeardPerson & { readonly sharesSound: boolean })[] {
  const devices = Map.groupBy(
    participants.filter(({ isLocal }) => !isLocal),
    ({ identity }) => personOf(identity),
  );
  const here = [...devices].flatMap(([identity, [one, ...others]]) => {
    if (one === undefined) return [];
    const { name, volume, blocked, priority } = one;
    const screen = [one, ...others].find(({ screenVolume }) => screenVolume !== null)?.screenVolume ?? null;
    const usual = hearAsEverybody({ server, identity }, name);
    return { ...usual, volume, screen: screen ?? 100, blocked, priority, sharesSound: screen !== null };
  });
  const isHere = (person: HeardPerson): boolean =>
    (person.server === null || person.server === server) && devices.has(person.identity);
  const away = remembered.filter((person) => !isHere(person)).map((person) => ({ ...person, sharesSound: false }));
  return [...here, ...away];
}
