import type { Channel, Occupant } from '@parley/shared/backends/channel';
import { readableName } from '@parley/shared/backends/readableName';
import type { ServerEvent } from '@parley/shared/backends/parley/events';

/** The channel list after one event of the server. Returns the same array when nothing changed. */
export function applyServerEvent(channels: readonly Channel[], event: ServerEvent): readonly Channel[] {
  switch (event.type) {
    case 'snapshot':
      return event.channels.map(readable).toSorted(inOrder);
    case 'channelCreated':
    case 'channelUpdated':
      return [...channels.filter((channel) => channel.id !== event.channel.id), readable(event.channel)].toSorted(
        inOrder,
      );
    case 'channelDeleted':
      return channels.some((channel) => channel.id === event.channelId)
        ? channels.filter((channel) => channel.id !== event.channelId)
        : channels;
    case 'occupants':
      return channels.some((channel) => channel.id === event.channelId)
        ? channels.map((channel) =>
            channel.id === event.channelId ? { ...channel, occupants: event.occupants.map(readableOccupant) } : channel,
          )
        : channels;
    case 'ping':
      return channels;
  }
}

/** Names are other people's words: they are made readable where they come in. */
const readableOccupant = (occupant: Occupant): Occupant => ({
  ...occupant,
  name: readableName(occupant.name, occupant.identity),
});
const readable = (channel: Channel): Channel => ({
  ...channel,
  name: readableName(channel.name, channel.id),
  category: readableName(channel.category, ''),
  topic: readableName(channel.topic, ''),
  occupants: channel.occupants.map(readableOccupant),
});

/** By category, then position, then name, then id: the same order for everybody. */
const inOrder = (a: Channel, b: Channel): number =>
  compare(a.category, b.category) || a.position - b.position || compare(a.name, b.name) || compare(a.id, b.id);

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
