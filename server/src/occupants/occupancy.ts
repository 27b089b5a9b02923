import type { Occupant } from '@parley/shared/backends/channel';
import { TrackSource, type WebhookEvent } from 'livekit-server-sdk';
import type { Participant } from '../voice/voiceServer.ts';

/** Who is in which room. Rooms without people are absent. */
export type Occupancy = ReadonlyMap<string, readonly Occupant[]>;

/** The identity that a join ticket names: one a device, so that an account may talk from several. */
export const identityOf = (accountId: string, device: string): string => `${accountId}.${device}`;

/** Participants that did not come by a ticket of ours (bots) belong to no account. */
const uuid = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}(?=\.)/;

const occupantOf = ({ identity, name, joinedAt, sharingScreen }: Participant): Occupant => ({
  identity,
  accountId: uuid.exec(identity)?.[0] ?? '',
  name: name === '' ? identity : name,
  joinedAt,
  sharingScreen,
});

/**
 * Occupancy after one webhook. Webhooks may come twice, late, or not at all: a leave of somebody unknown changes nothing,
 * a second join replaces the first, a track of somebody unknown is left to reconciliation.
 */
export function applyWebhook(occupancy: Occupancy, event: WebhookEvent): Occupancy {
  const room = event.room?.name ?? '';
  const people = occupancy.get(room) ?? [];
  const participant = event.participant;
  if (event.event === 'room_finished') return withRoom(occupancy, room, []);
  if (room === '' || participant === undefined) return occupancy;
  const others = people.filter(({ identity }) => identity !== participant.identity);
  const known = people.find(({ identity }) => identity === participant.identity);
  switch (event.event) {
    case 'participant_joined':
      return withRoom(occupancy, room, [
        ...others,
        occupantOf({
          identity: participant.identity,
          name: participant.name,
          joinedAt: Number(participant.joinedAtMs) || Number(participant.joinedAt) * 1000,
          sharingScreen: false,
        }),
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
  new Map([...rooms].filter(([, people]) => people.length > 0).map(([room, people]) => [room, people.map(occupantOf)]));

/** Rooms whose occupants differ between two occupancies. */
export function changedRooms(before: Occupancy, after: Occupancy): readonly string[] {
  const text = (people: readonly Occupant[] | undefined): string =>
    JSON.stringify((people ?? []).toSorted((a, b) => (a.identity < b.identity ? -1 : 1)));
  return [...new Set([...before.keys(), ...after.keys()])].filter(
    (room) => text(before.get(room)) !== text(after.get(room)),
  );
}

function withRoom(occupancy: Occupancy, room: string, people: readonly Occupant[]): Occupancy {
  const next = new Map(occupancy);
  if (people.length === 0) next.delete(room);
  else next.set(room, people);
  return next;
}
