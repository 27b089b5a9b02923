import { deviceIdentityOf } from '@parley/shared/backends/deviceIdentity';
import { Track, type RemoteTrackPublication, type Room } from 'livekit-client';
import type { Clock } from '../microphone/clock.ts';
import type { Microphone } from '../microphone/microphone.ts';
import type { RoomLink } from './roomLink.ts';
import { grace, pause, untilSubscribed } from './untilSubscribed.ts';

/** Whoever is not heard by then is not waited for, ms. */
const hearingLimit = 2_000;
/** Nobody may be there who would hear us, ms. */
const heardLimit = 1_000;
const glance = 20;

/**
 * Of two sessions that are in the call, makes the second one ready: it hears whom the first one hears, and is heard, but for
 * its microphone, which stays shut until now and follows the gate from then on.
 *
 * @param speaks whether the microphone belongs to this call
 */
export async function handOver(ports: {
  readonly from: Pick<RoomLink, 'room'>;
  readonly to: Pick<RoomLink, 'room' | 'microphone'>;
  readonly microphone: Pick<Microphone, 'createSendTrack' | 'holdSendTrack'>;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly speaks: () => boolean;
}): Promise<void> {
  const { from, to, microphone, clock, signal } = ports;
  await untilHears(from.room, to.room, clock, signal);
  if (signal.aborted || !ports.speaks()) return;
  const held: MediaStreamTrack[] = [];
  const heard = untilSubscribed(to.room, Track.Source.Microphone, clock, heardLimit);
  const createTrack = (): MediaStreamTrack => {
    const track = microphone.createSendTrack();
    microphone.holdSendTrack(track, true);
    held.push(track);
    return track;
  };
  // Who has no microphone has none here either.
  await Promise.all([heard, to.microphone.publish(createTrack).catch(() => undefined)]);
  for (const track of held) microphone.holdSendTrack(track, false);
}

/** Waits until in `to` everybody is heard who is heard in `from`. */
async function untilHears(from: Room, to: Room, clock: Clock, signal: AbortSignal): Promise<void> {
  const own = deviceIdentityOf(to.localParticipant.identity);
  const heardIn = (room: Room): ReadonlySet<string> =>
    new Set(
      [...room.remoteParticipants.values()]
        .filter(({ identity }) => deviceIdentityOf(identity) !== own)
        .flatMap(({ audioTrackPublications: sounds }): RemoteTrackPublication[] => [...sounds.values()])
        .filter(({ track }) => track !== undefined)
        .map(({ trackSid }) => trackSid),
    );
  for (let waited = 0; waited < hearingLimit && !signal.aborted; waited += glance) {
    const there = heardIn(to);
    if ([...heardIn(from)].every((sid) => there.has(sid))) return pause(clock, grace);
    await pause(clock, glance);
  }
}
