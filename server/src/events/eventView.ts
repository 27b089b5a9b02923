import type { Channel, Occupant } from '@parley/shared/backends/channel';
import type { ServerNotice } from '@parley/shared/backends/parley/events';
import { channelFor } from '../channels.ts';
import type { ChannelRow, Directory } from '../directory.ts';

/** What an account may know now. */
export interface EventView {
  /** The channels with VIEW, in the order in which they are shown. */
  channels(accountId: string): readonly Channel[];
  channel(accountId: string, channelId: string): Channel | null;
  occupants(channelId: string): readonly Occupant[];
  self(accountId: string): Extract<ServerNotice, { type: 'self' }>;
}

export function createEventView(
  directory: Directory,
  occupants: (channelId: string) => readonly Occupant[],
): EventView {
  const seen = (accountId: string, row: ChannelRow): Channel | null => {
    const permissions = directory.permissions(accountId, row.id);
    return permissions.has('VIEW') ? channelFor(row, occupants(row.id), permissions) : null;
  };
  return {
    channels: (accountId) => directory.channels().flatMap((row) => seen(accountId, row) ?? []),
    channel(accountId, channelId) {
      const row = directory.channel(channelId);
      return row === undefined ? null : seen(accountId, row);
    },
    occupants,
    self: (accountId) => ({
      type: 'self',
      roles: (directory.member(accountId)?.roles ?? []).map(({ id }) => id),
      permissions: [...directory.permissions(accountId, null)],
    }),
  };
}
