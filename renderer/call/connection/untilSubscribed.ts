import { RoomEvent, type LocalTrackPublication, type Room, type Track } from 'livekit-client';
import type { Clock } from '../microphone/clock.ts';

/** For the first packets of what was subscribed, and for everybody but the first to subscribe, ms. */
export const grace = 200;

/**
 * Waits until somebody has what is published in this Room; to be called before it can be there.
 * @param limit nobody may be there who wants it, ms
 */
export async function untilSubscribed(room: Room, source: Track.Source, clock: Clock, limit: number): Promise<void> {
  await new Promise<void>((resolve) => {
    const done = (): void => {
      room.off(RoomEvent.LocalTrackSubscribed, look);
      cancel();
      resolve();
    };
    const look = (publication: LocalTrackPublication): void => {
      if (publication.source === source) done();
    };
    const cancel = clock.after(limit, done);
    room.on(RoomEvent.LocalTrackSubscribed, look);
  });
  await pause(clock, grace);
}

export const pause = (clock: Clock, duration: number): Promise<void> =>
  new Promise((resolve) => {
    clock.after(duration, () => resolve());
  });
