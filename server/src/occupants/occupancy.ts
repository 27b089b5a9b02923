import type { Occupant } from '@parley/shared/backends/channel';
import { deviceIdentityOf } from '@parley/shared/backends/deviceIdentity';
import { TrackSource, type TrackInfo, type WebhookEvent } from 'livekit-server-sdk';
import { grantsText, isDisguised, maySpeakBy, type Grants } from '../voice/grants.ts';
import { participantOf, type Participant } from '../voice/voiceServer.ts';

/** Who is in which room, as LiveKit tells it. Rooms without people are absent. */
export type Occupancy = ReadonlyMap<string, readonly Participant[]>;

/** The identity that a join ticket names: one a device, so that an account may talk from several. */
export const identityOf = (accountId: string, device: string): string => `${accountId}.${device}`;

const uuid = '[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}';
/**
 * Participants that did not come by a ticket of ours (bots) belong to no account. Tickets of foreign dialects name the
 * account alone, as those systems do: such a program is the only one of its account.
 */
const accountOfIdentity = new RegExp(`^${uuid}(?=\\.|$)`);
/** The form of our channels' ids, which are the names of their rooms. */
const channelId = new RegExp(`^${uuid}$`);

/** The account whose ticket a participant came by; empty for others. */
export const accountOf = (identity: string): string => accountOfIdentity.exec(identity)?.[0] ?? '';
/** Whether a room has a name like our channels' ids. */
export const isChannelId = (room: string): boolean => channelId.test(room);

/** Whether moderators muted an account in a room. */
export type IsHardMuted = (accountId: string, room: string) => boolean;

/** What the accounts say about those in a room. */
export interface OccupantAccounts {
  readonly isHardMuted: IsHardMuted;
  readonly isGuest: (accountId: string) => boolean;
}

/** People rather than participants: somebody whose call moves has two sessions of one device for a moment. */
export const devicesIn = (people: readonly Participant[]): readonly Participant[] =>
  [...Map.groupBy(people, ({ identity }) => deviceIdentityOf(identity))].flatMap(([identity, sessions]) => {
    const [first, ...others] = sessions;
    if (first === undefined) return [];
    if (others.length === 0) return { ...first, identity };
    return {
      ...first,
      identity,
      joinedAt: Math.min(...sessions.map(({ joinedAt }) => joinedAt)),
      sharingScreen: sessions.some(({ sharingScreen }) => sharingScreen),
      camera: sessions.some(({ camera }) => camera),
      muted: sessions.every(({ muted }) => muted),
      deafened: sessions.some(({ deafened }) => deafened),
      maySpeak: sessions.find(({ maySpeak }) => maySpeak !== null)?.maySpeak ?? null,
    };
  });

/** Who is in a room, as clients are told. */
export const occupantsIn = (
  occupancy: Occupancy,
  room: string,
  { isHardMuted, isGuest }: OccupantAccounts,
): readonly Occupant[] =>
  devicesIn(occupancy.get(room) ?? []).map(
    ({ identity, name, joinedAt, sharingScreen, camera, muted, deafened, maySpeak }) => {
      const accountId = accountOf(identity);
      return {
        identity,
        accountId,
        name: name === '' ? identity : name,
        joinedAt,
        sharingScreen,
        camera,
        muted,
        deafened,
        hardMuted: accountId !== '' && isHardMuted(accountId, room),
        ...(maySpeak === null ? {} : { maySpeak }),
        ...(isGuest(accountId) ? { guest: true } : {}),
      };
    },
  );

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
      // Where it is only the lists tell: what they said of this connection stays.
      return withRoom(occupancy, room, [
        ...others,
        {
          ...participantOf(participant),
          misplaced: known?.misplaced === true,
          // A webhook that comes late is older than what the program told us meanwhile.
          ...(known === undefined ? {} : { deafened: known.deafened }),
        },
      ]);
    case 'participant_left':
    case 'participant_connection_aborted':
      return known === undefined ? occupancy : withRoom(occupancy, room, others);
    case 'track_published':
    case 'track_unpublished': {
      const { track } = event;
      if (known === undefined || track === undefined) return occupancy;
      const next = withTrack(known, track, event.event === 'track_published');
      return withRoom(
        occupancy,
        room,
        people.map((person) => (person === known ? next : person)),
      );
    }
    default:
      return occupancy;
  }
}

function withTrack(person: Participant, track: TrackInfo, published: boolean): Participant {
  if (isDisguised(track)) return { ...person, disguised: published };
  switch (track.source) {
    case TrackSource.SCREEN_SHARE:
      return { ...person, sharingScreen: published };
    case TrackSource.CAMERA:
      return { ...person, camera: published };
    case TrackSource.MICROPHONE:
      return { ...person, muted: !published || track.muted };
    case TrackSource.SCREEN_SHARE_AUDIO:
    case TrackSource.UNKNOWN:
      return person;
  }
}

/** Occupancy after LiveKit took new grants for one connection. */
export const withGrants = (occupancy: Occupancy, room: string, sid: string, grants: Grants): Occupancy =>
  withRoom(
    occupancy,
    room,
    (occupancy.get(room) ?? []).map((person) =>
      person.sid === sid ? { ...person, grants: grantsText(grants), maySpeak: maySpeakBy(grants) } : person,
    ),
  );

/** Occupancy after a device, by whichever of its sessions, told that its person hears nobody, or hears again. */
export const withDeafened = (occupancy: Occupancy, room: string, device: string, deafened: boolean): Occupancy =>
  withRoom(
    occupancy,
    room,
    (occupancy.get(room) ?? []).map((person) =>
      deviceIdentityOf(person.identity) === device ? { ...person, deafened } : person,
    ),
  );

/** Occupancy as LiveKit's own lists say it: the truth, whatever webhooks were lost. */
export const occupancyOf = (rooms: ReadonlyMap<string, readonly Participant[]>): Occupancy =>
  new Map([...rooms].filter(([, people]) => people.length > 0));

/** The room of one check of the network (`POST /api/probe`). Its name says when it ends: whichever process is there ends it. */
export const probeRoom = (endsAt: number, id: string): string => `parley-probe-${endsAt}-${id}`;
const probeRoomName = new RegExp(`^parley-probe-(\\d{1,15})-${uuid}$`);

/**
 * Rooms that are left of deleted channels: named like a channel of ours, but there is none; and those of checks that are
 * over. Rooms with other names are somebody else's on the same LiveKit, and stay.
 *
 * @param now ms since the epoch
 */
export const decideOrphanedRooms = (
  rooms: Iterable<string>,
  voiceChannelIds: ReadonlySet<string>,
  now: number,
): string[] =>
  [...rooms].filter((room) => {
    const endsAt = probeRoomName.exec(room)?.[1];
    return endsAt === undefined ? channelId.test(room) && !voiceChannelIds.has(room) : Number(endsAt) <= now;
  });

function withRoom(occupancy: Occupancy, room: string, people: readonly Participant[]): Occupancy {
  const next = new Map(occupancy);
  if (people.length === 0) next.delete(room);
  else next.set(room, people);
  return next;
}
