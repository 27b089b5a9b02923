import { readableName } from '@parley/shared/backends/readableName';
import type { HeardPerson } from '@parley/shared/settings/heardPeople';
import { RoomEvent, Track, type Participant, type Room } from 'livekit-client';
import { coalesce } from '../coalesce.ts';
import type { ParticipantView, ScreenView } from '../callView.ts';
import { permissionMaySpeak } from '../connection/maySpeak.ts';
import type { Clock } from '../microphone/clock.ts';
import { isDeafened } from './presence.ts';
import {
  listParticipants,
  listScreens,
  mergeScreens,
  mergeSessions,
  nextAwaited,
  silenced,
  withOwnSound,
  type Awaited,
  type OwnSound,
} from './listParticipants.ts';

/** Who is in the call and which screens are shown: our own store, because the list hooks of LiveKit re-render too much. */
export interface ParticipantStore {
  participants(): readonly ParticipantView[];
  screens(): readonly ScreenView[];
  /** Follows this Room from now on; null when there is no call. */
  follow(room: Room | null): void;
  /** While the connection is repaired, people stay as they were instead of leaving and coming back. */
  hold(held: boolean): void;
  /** Whether our own sound leaves: the server would tell 400 ms late, and nothing while it is away. */
  setLocal(local: OwnSound): void;
  /** Something that is not in the Room changed (a volume). */
  refresh(): void;
}

const events = [
  RoomEvent.Connected,
  RoomEvent.Reconnected,
  RoomEvent.ParticipantConnected,
  RoomEvent.ParticipantDisconnected,
  RoomEvent.ParticipantNameChanged,
  RoomEvent.ParticipantAttributesChanged,
  RoomEvent.ParticipantPermissionsChanged,
  RoomEvent.TrackPublished,
  RoomEvent.TrackUnpublished,
  RoomEvent.TrackSubscribed,
  RoomEvent.TrackUnsubscribed,
  RoomEvent.TrackMuted,
  RoomEvent.TrackUnmuted,
  RoomEvent.LocalTrackPublished,
  RoomEvent.LocalTrackUnpublished,
  RoomEvent.ActiveSpeakersChanged,
] as const;

/** Who shared our trouble takes about as long as we did to be back: until then they count as present, ms. */
const patience = 3_000;

export function createParticipantStore(ports: {
  readonly clock: Clock;
  readonly heard: (room: Room, identity: string) => HeardPerson | null;
  readonly onChange: () => void;
}): ParticipantStore {
  const { clock, onChange } = ports;
  let room: Room | null = null;
  let held = false;
  let awaited: readonly Awaited[] = [];
  let stopAwaiting: () => void = () => undefined;
  let local: OwnSound = { speaking: false, open: false, muted: false };
  let participants: readonly ParticipantView[] = [];
  let screens: readonly ScreenView[] = [];

  const update = (): void => {
    if (held) return keepStill();
    const own = room?.localParticipant.identity === '' ? null : room;
    const people = own === null ? [] : everybody(own);
    const present = own === null ? [] : mergeSessions(people.map((person) => viewOf(own, person)));
    awaited = room === null ? [] : nextAwaited(awaited, participants, present, clock.now());
    stopAwaiting();
    const next = Math.min(...awaited.map(({ until }) => until));
    stopAwaiting = next < Infinity ? clock.after(next - clock.now(), schedule) : () => undefined;
    const shown = [...present, ...awaited.map(({ person }) => person)];
    const nextParticipants = listParticipants(participants, shown);
    const nextScreens = listScreens(screens, mergeScreens(people.flatMap(screensOf)));
    if (nextParticipants === participants && nextScreens === screens) return;
    participants = nextParticipants;
    screens = nextScreens;
    onChange();
  };
  const keepStill = (): void => {
    const quiet = withOwnSound(silenced(participants), local);
    if (quiet === participants) return;
    participants = quiet;
    onChange();
  };
  const { schedule, cancel } = coalesce(update);

  const viewOf = (own: Room, person: Participant): ParticipantView => {
    const publication = person.getTrackPublication(Track.Source.Microphone);
    const speaking = person.isLocal ? local.speaking : person.isSpeaking;
    const heard = ports.heard(own, person.identity);
    const open = person.isLocal ? local.open : speaking;
    return {
      identity: person.identity,
      name: nameOf(person),
      isLocal: person.isLocal,
      speaking: speaking && publication?.isMuted === false,
      microphone: publication === undefined ? 'none' : publication.isMuted ? 'muted' : open ? 'open' : 'shut',
      sharing: person.getTrackPublication(Track.Source.ScreenShare) !== undefined,
      deafened: !person.isLocal && isDeafened(person),
      maySpeak: permissionMaySpeak(person.permissions),
      volume: heard?.volume ?? 100,
      screenVolume:
        person.getTrackPublication(Track.Source.ScreenShareAudio) === undefined ? null : (heard?.screen ?? 100),
      blocked: heard?.blocked ?? false,
      priority: heard?.priority ?? false,
    };
  };

  return {
    participants: () => participants,
    screens: () => screens,
    refresh: schedule,
    follow(next) {
      for (const event of events) room?.off(event, schedule);
      room = next;
      for (const event of events) room?.on(event, schedule);
      if (next === null) held = false;
      cancel();
      update();
    },
    hold(next) {
      if (next === held) return;
      held = next;
      if (!held) {
        const until = clock.now() + patience;
        awaited = participants.filter(({ isLocal }) => !isLocal).map((person) => ({ person, until }));
        return schedule();
      }
      keepStill();
    },
    setLocal(next) {
      if (next.speaking === local.speaking && next.open === local.open && next.muted === local.muted) return;
      local = next;
      schedule();
    },
  };
}

const everybody = (room: Room): Participant[] => [room.localParticipant, ...room.remoteParticipants.values()];

const nameOf = ({ name, identity }: Participant): string => readableName(name ?? '', identity);

/** Only what can be attached: a remote screen counts once it is subscribed. */
function screensOf(person: Participant): ScreenView[] {
  const publication = person.getTrackPublication(Track.Source.ScreenShare);
  if (publication?.videoTrack === undefined) return [];
  return [{ id: publication.trackSid, identity: person.identity, name: nameOf(person), isLocal: person.isLocal }];
}
