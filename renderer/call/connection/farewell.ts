import { Track } from 'livekit-client';
import { forget } from '../log.ts';
import type { Clock } from '../microphone/clock.ts';
import type { RoomLink } from './roomLink.ts';
import { pause, untilSubscribed } from './untilSubscribed.ts';

/** For how long both sessions of a call that moved send, ms: by how much the way from before may be the slower one. */
const overlap = 250;
/** Until the first one is left, ms: what it brings is played to its end. */
const farewell = 800;
/** A shared screen that nobody has from the second one by then is not waited for, ms. */
const screenLimit = 5_000;

/** Sessions from which a call has moved. What was said on that way still arrives by it; then it is silent, and ends. */
export interface Farewells {
  /** @param to the session that the call has moved to; what it shows is not there yet */
  begin(link: RoomLink, to: RoomLink): void;
  endAll(): void;
}

export function createFarewells(ports: { readonly clock: Clock; readonly end: (link: RoomLink) => void }): Farewells {
  const { clock, end } = ports;
  const leaving = new Set<RoomLink>();
  return {
    begin(link, to) {
      leaving.add(link);
      clock.after(overlap, () => forget('withdrawing the microphone', link.microphone.withdraw()));
      // Others see the screen of the first one until they have that of the second.
      const shows = link.room.localParticipant.getTrackPublication(Track.Source.ScreenShare) !== undefined;
      const shown = shows ? untilSubscribed(to.room, Track.Source.ScreenShare, clock, screenLimit) : null;
      void Promise.all([pause(clock, farewell), shown]).then(() => leaving.delete(link) && end(link));
    },
    endAll() {
      for (const link of leaving) end(link);
      leaving.clear();
    },
  };
}
