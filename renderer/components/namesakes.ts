import { lookOf } from '@parley/shared/backends/lookOf';

/** Of people whose names look alike, which one each is, from 1 in the order of the list; nobody else is in it. */
export const namesakes = (
  people: readonly { readonly identity: string; readonly name: string }[],
): ReadonlyMap<string, number> =>
  new Map(
    [...Map.groupBy(people, ({ name }) => lookOf(name)).values()]
      .filter(({ length }) => length > 1)
      .flatMap((group) => group.map(({ identity }, index) => [identity, index + 1])),
  );
