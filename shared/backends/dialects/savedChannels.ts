import type { Channel } from '../channel.ts';
import { readableName } from '../readableName.ts';
import { capabilities } from './capabilities.ts';
import type { Dialect, DialectProfile, Instance } from './profile.ts';
import { instanceSchema } from './profile.ts';

/**
 * The channels of a profile whose backend lists none: the saved names, in the saved order, each room once. The id of a
 * channel is its room; with several instances it is `<instance>/<room>`, so that it says by itself where to join.
 */
export function savedChannels(profile: Exclude<DialectProfile, { dialect: 'parley' | 'direct' }>): readonly Channel[] {
  const rooms =
    profile.dialect === 'artist-space'
      ? profile.channels.map(({ room, name, instance }) => ({
          id: instanceChannelId(instance, room),
          room,
          name,
          category: instance,
        }))
      : profile.channels.map(({ room, name }) => ({ id: room, room, name, category: '' }));
  const once = new Map(rooms.map((room) => [room.id, room]));
  return [...once.values()].map(({ id, room, name, category }, position) => ({
    id,
    name: readableName(name, readableName(room, id)),
    kind: 'voice',
    topic: '',
    category,
    position,
    occupants: [],
  }));
}

export const instanceChannelId = (instance: Instance, room: string): string => `${instance}/${room}`;

/** The reverse of `instanceChannelId`; null for an id that names no instance or no room. */
export function readInstanceChannelId(id: string): { readonly instance: Instance; readonly room: string } | null {
  const slash = id.indexOf('/');
  const instance = instanceSchema.safeParse(id.slice(0, Math.max(0, slash)));
  const room = id.slice(slash + 1);
  return instance.success && room !== '' ? { instance: instance.data, room } : null;
}

/** Whether two channels of one server can be joined at once: on different instances (`Capabilities.instances`). */
export function joinTogether(dialect: Dialect, a: string, b: string): boolean {
  if (capabilities[dialect].instances.length === 0) return false;
  const first = readInstanceChannelId(a)?.instance;
  const second = readInstanceChannelId(b)?.instance;
  return first !== undefined && second !== undefined && first !== second;
}
