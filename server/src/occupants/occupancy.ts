import type { Occupant } from '@parley/shared/backends/channel';
import { TrackSource, type WebhookEvent } from 'livekit-server-sdk';
import type { Participant } from '../voice/voiceServer.ts';

/** Who is in which room, as LiveKit tells it. Rooms without people are absent. */
export type Occupancy = ReadonlyMap<string, readonly Participant[]>;

/** The identity that a join ticket names: one a device, so that an account may talk from several. */
export const identityOf = (accountId: string, device: string): string => `${accountId}.${device}`;

const uuid = '[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}';
/** Participants that did not come by a ticket of ours (bots) belong to no account. */
const accountOfIdentity = new RegExp(`^${uuid}(?=\\.)`);
/** The form of our channels' ids, which are the names of their rooms. */
const channelId = new RegExp(`^${uuid}$`);

const occupantOf = ({ identity, name, joinedAt, sharingScreen }: Participant): Occupant => ({
  identity,
  accountId: accountOfIdentity.exec(identity)?.[0] ?? '',
  name: name === '' ? identity : name,
  joinedAt,
  sharingScreen,
});

/** Who is in a room, as clients are told. */
export const occupantsIn = (occupancy: Occupancy, room: string): readonly Occupant[] =>
  (occupancy.get(room) ?? []).map(occupantOf);

/**
 * Occupancy after one webhook. Webhooks may come twice, late, or not at all: a leave of somebody unknown changes nothing,
 * a second join replaces the first, a track of somebody unknown is left to reconciliation. Whoever comes back before
 * LiveKit gave up the old connection is known by the new sid: what is told late about the old one changes nothing.
 */
export function applyWebhook(occupancy: Occupancy, event: WebhookEvent): Occupancy {
  const room = event.room?.name ?? '';
  const people = occupancy.get(room) ?? [];
  const participant = event.participant;
  if (event.event === 'room_finished') return withRoom(occupancy, room, []);
  if (room === '' || participant === undefined) return occupancy;
  const others = people.filter(({ identity }) => identity !== participant.identity);
  const known = people.find(({ identity, sid }) => identity === participant.identity && sid === participant.sid);
  switch (event.event) {
    case 'participant_joined':
      return withRoom(occupancy, room, [
        ...others,
        {
          identity: participant.identity,
          sid: participant.sid,
          name: participant.name,
          joinedAt: Number(participant.joinedAtMs) || Number(participant.joinedAt) * 1000,
          sharingScreen: false,
        },
      ]);
    case 'participant_left':
    case 'participant_connection_aborted':
      return known === undefined ? occupancy : withRoom(occupancy, room, others);
    case 'track_published':
    case 'track_unpublished': {
      if (known === undefined || event.track?.source !== TrackSource.SCREEN_SHARE) return occupancy;
      const sharingScreen = event.event === 'track_published';
      return withRoom(
        occupancy,
        room,
        people.map((person) => (person === known ? { ...person, sharingScreen } : person)),
      );
    }
    default:
      return occupancy;
  }
}

/** Occupancy as LiveKit's own lists say it: the truth, whatever webhooks were lost. */
export const occupancyOf = (rooms: ReadonlyMap<string, readonly Participant[]>): Occupancy =>
  new Map([...rooms].filter(([, people]) => people.length > 0));

/**
 * Rooms that are left of deleted channels: named like a channel of ours, but there is none. Rooms with other names are
 * somebody else's on the same LiveKit, and stay.
 */
export const decideOrphanedRooms = (rooms: Iterable<string>, voiceChannelIds: ReadonlySet<string>): string[] =>
  [...rooms].filter((room) => channelId.test(room) && !voiceChannelIds.has(room));

/** Rooms whose occupants, as clients are told, differ between two occupancies. */
export function changedRooms(before: Occupancy, after: Occupancy): readonly string[] {
  const text = (occupancy: Occupancy, room: string): string =>
    JSON.stringify(occupantsIn(occupancy, room).toSorted((a, b) => (a.identity < b.identity ? -1 : 1)));
  return [...new Set([...before.keys(), ...after.keys()])].filter((room) => text(before, room) !== text(after, room));
}

function withRoom(occupancy: Occupancy, room: string, people: readonly Participant[]): Occupancy {
  const next = new Map(occupancy);
  if (people.length === 0) next.delete(room);
  else next.set(room, people);
  return next;
}
