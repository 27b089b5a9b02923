import type { ParticipantView } from '../../call/callView.ts';

/** Of people who share a name, which one each is, from 1 in the order of the list; nobody else is in it. */
export const namesakes = (people: readonly ParticipantView[]): ReadonlyMap<string, number> =>
  new Map(
    [...Map.groupBy(people, ({ name }) => name).values()]
      .filter(({ length }) => length > 1)
      .flatMap((group) => group.map(({ identity }, index) => [identity, index + 1])),
  );
