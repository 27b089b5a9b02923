import type { Channel, Occupant } from '@parley/shared/backends/channel';
import { lookOf } from '@parley/shared/backends/lookOf';

/** The channels of one heading. */
export interface ChannelGroup {
  readonly category: string;
  readonly channels: readonly Channel[];
}

/** By category in the order in which the server tells them; `wanted` keeps channels and people whose name holds it. */
export function groupChannels(channels: readonly Channel[], wanted: string): readonly ChannelGroup[] {
  const needle = plain(wanted.trim());
  const kept = needle === '' ? channels : channels.filter((channel) => holds(channel, needle));
  return [...Map.groupBy(kept, ({ category }) => category)].map(([category, group]) => ({ category, channels: group }));
}

/**
 * Of channels that look alike under one heading, which one each is, from 1; by id, nobody else is in it. A voice and a text
 * channel have signs that tell them apart.
 */
export const channelNamesakes = (channels: readonly Channel[]): ReadonlyMap<string, number> =>
  new Map(
    [...Map.groupBy(channels, ({ category, kind, name }) => JSON.stringify([category, kind, lookOf(name)])).values()]
      .filter(({ length }) => length > 1)
      .flatMap((group) => group.map(({ id }, index) => [id, index + 1])),
  );

const holds = ({ name, occupants }: Channel, needle: string): boolean =>
  plain(name).includes(needle) || occupants.some((occupant) => plain(occupant.name).includes(needle));

const plain = (text: string): string => text.normalize('NFKD').replaceAll(/\p{M}/gu, '').toLocaleLowerCase();

/** As many people as a channel names in the list; the stage has the others. */
export const namedAtMost = 12;

/**
 * Who is named under a channel, and how many more there are. In a large channel whoever speaks is named first: only a
 * list that is complete keeps still. Whoever is looked for comes before everybody. `all`: everybody is named.
 */
export function namedOccupants(
  occupants: readonly Occupant[],
  speaks: (identity: string) => boolean,
  wanted = '',
  all = false,
): { readonly named: readonly Occupant[]; readonly more: number } {
  if (all || occupants.length <= namedAtMost) return { named: occupants, more: 0 };
  const needle = plain(wanted.trim());
  const found = needle === '' ? [] : occupants.filter(({ name }) => plain(name).includes(needle));
  const speakers = found.length > 0 ? found : occupants.filter(({ identity }) => speaks(identity));
  const named = (speakers.length > 0 ? speakers : occupants).slice(0, namedAtMost);
  return { named, more: occupants.length - named.length };
}
