import { RoomEvent, Track, type LocalTrack, type LocalTrackPublication, type Room } from 'livekit-client';
import type { ParleyError } from '@parley/shared/errors';
import type { Envelope } from '@parley/shared/ipc/contract';
import { screenCaptureOptions, screenPublishOptions } from '../connection/roomOptions.ts';
import { forget } from '../log.ts';

/** Showing our own screen. */
export interface ScreenShare {
  getState(): 'off' | 'starting' | 'on';
  /** Null lets the system's own chooser ask. Resolves when others can see it, or it is over. */
  start(sourceId: string | null): Promise<void>;
  stop(): void;
  attach(room: Room): void;
  detach(room: Room): void;
}

export function createScreenShare(ports: {
  /** What the next `getDisplayMedia` gets (`desktop.screens.choose`). */
  readonly choose: (sourceId: string | null) => Promise<Envelope<null>>;
  readonly onChange: () => void;
  readonly onFailed: (error: ParleyError) => void;
}): ScreenShare {
  let state: ReturnType<ScreenShare['getState']> = 'off';
  let room: Room | null = null;
  let shared: LocalTrack | null = null;
  let attempt = 0;

  const setState = (next: typeof state): void => {
    if (next === state) return;
    state = next;
    ports.onChange();
  };
  const stop = (): void => {
    attempt += 1;
    const track = shared;
    shared = null;
    if (track !== null && room !== null) forget('ending the screen share', room.localParticipant.unpublishTrack(track));
    track?.stop();
    setState('off');
  };
  const onUnpublished = (publication: LocalTrackPublication): void => {
    // The system's own "stop sharing", a closed window, or the end of the call. LiveKit's client also unpublishes for a
    // moment when it repairs its connection; then the capture is alive.
    if (publication.source !== Track.Source.ScreenShare) return;
    if (publication.track?.mediaStreamTrack.readyState !== 'live') stop();
  };

  const capture = async (into: Room, sourceId: string | null): Promise<LocalTrack | ParleyError> => {
    if (sourceId !== null) {
      const chosen = await ports.choose(sourceId);
      if (!chosen.ok) return chosen.error;
    }
    try {
      const [track] = await into.localParticipant.createScreenTracks(screenCaptureOptions);
      return track ?? refused('The system gave no picture.');
    } catch (thrown) {
      return refused(`Screen capture failed with ${thrown instanceof Error ? thrown.name : typeof thrown}.`);
    }
  };

  return {
    getState: () => state,
    stop,
    async start(sourceId) {
      const into = room;
      if (into === null || state !== 'off') return;
      const own = (attempt += 1);
      setState('starting');
      const track = await capture(into, sourceId);
      if ('code' in track) {
        if (own === attempt) {
          setState('off');
          ports.onFailed(track);
        }
        return;
      }
      if (own !== attempt) return track.stop();
      shared = track;
      try {
        await into.localParticipant.publishTrack(track, screenPublishOptions);
        if (own === attempt) setState('on');
      } catch {
        if (own !== attempt) return;
        stop();
        ports.onFailed({ code: 'unavailable', message: 'The screen could not be published.' });
      }
    },
    attach(next) {
      room = next;
      next.on(RoomEvent.LocalTrackUnpublished, onUnpublished);
    },
    detach(old) {
      old.off(RoomEvent.LocalTrackUnpublished, onUnpublished);
      if (room !== old) return;
      stop();
      room = null;
    },
  };
}

const refused = (message: string): ParleyError => ({ code: 'cancelled', reason: 'screenRefused', message });
