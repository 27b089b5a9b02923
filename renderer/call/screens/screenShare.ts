import {
  ConnectionState,
  LocalVideoTrack,
  RoomEvent,
  Track,
  type LocalTrackPublication,
  type Room,
} from 'livekit-client';
import type { ParleyError } from '@parley/shared/errors';
import type { Envelope } from '@parley/shared/ipc/contract';
import { screenCaptureOptions, screenPublishOptions } from '../connection/roomOptions.ts';
import { forget } from '../log.ts';

/** Showing our own screen. The capture is ours: each Room that the call goes through gets a clone. */
export interface ScreenShare {
  getState(): 'off' | 'starting' | 'on';
  /** Null lets the system's own chooser ask. Resolves when others can see it, or it is over. */
  start(sourceId: string | null): Promise<void>;
  stop(): void;
  /** Shows it in this Room from now on, also what is being shared already. */
  attach(room: Room): void;
  /** This Room is gone. What was shown in it waits for the next one; the end of the call is `stop`. */
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
  let captured: MediaStreamTrack | null = null;
  let published: LocalVideoTrack | null = null;
  /** Also in Rooms that the call has left and that are about to end. */
  const clones = new Set<LocalVideoTrack>();
  let attempt = 0;

  const setState = (next: typeof state): void => {
    if (next === state) return;
    state = next;
    ports.onChange();
  };
  const stop = (): void => {
    attempt += 1;
    const track = published;
    published = null;
    if (track !== null && room !== null) forget('ending the screen share', room.localParticipant.unpublishTrack(track));
    for (const clone of clones) clone.stop();
    clones.clear();
    captured?.stop();
    captured = null;
    setState('off');
  };
  const onUnpublished = (publication: LocalTrackPublication): void => {
    if (publication.source !== Track.Source.ScreenShare || publication.track !== published) return;
    const from = room;
    // A Room that ends unpublishes as well, just before it says that it is disconnected: the next one goes on with it.
    queueMicrotask(() => {
      if (room === from && publication.track === published && from?.state !== ConnectionState.Disconnected) stop();
    });
  };

  const capture = async (into: Room, sourceId: string | null): Promise<MediaStreamTrack | ParleyError> => {
    if (sourceId !== null) {
      const chosen = await ports.choose(sourceId);
      if (!chosen.ok) return chosen.error;
    }
    try {
      const [track] = await into.localParticipant.createScreenTracks(screenCaptureOptions);
      return track?.mediaStreamTrack ?? refused('The system gave no picture.');
    } catch (thrown) {
      return refused(`Screen capture failed with ${thrown instanceof Error ? thrown.name : typeof thrown}.`);
    }
  };

  /** Rejects when LiveKit does not take it. */
  const publish = async (into: Room, source: MediaStreamTrack): Promise<void> => {
    const track = new LocalVideoTrack(source.clone(), undefined, true);
    track.source = Track.Source.ScreenShare;
    published = track;
    // A Room that ends has ended what it had.
    for (const clone of clones) if (clone.mediaStreamTrack.readyState === 'ended') clones.delete(clone);
    clones.add(track);
    await into.localParticipant.publishTrack(track, { ...screenPublishOptions, source: Track.Source.ScreenShare });
  };

  /** A Room that goes while it is asked does not count: the next one shows it. */
  const show = async (into: Room, source: MediaStreamTrack): Promise<void> => {
    try {
      await publish(into, source);
    } catch {
      if (room !== into || captured !== source) return;
      stop();
      ports.onFailed({ code: 'unavailable', message: 'The screen could not be published.' });
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
      captured = track;
      // The system's own "stop sharing", or a closed window.
      track.addEventListener('ended', () => captured === track && stop());
      // A Room that went meanwhile has a successor, which takes the screen over.
      if (room !== null) await show(room, track);
      if (own === attempt) setState('on');
    },
    attach(next) {
      room?.off(RoomEvent.LocalTrackUnpublished, onUnpublished);
      room = next;
      next.on(RoomEvent.LocalTrackUnpublished, onUnpublished);
      if (captured !== null) void show(next, captured);
    },
    detach(old) {
      if (room !== old) return;
      old.off(RoomEvent.LocalTrackUnpublished, onUnpublished);
      room = null;
      published = null;
    },
  };
}

const refused = (message: string): ParleyError => ({ code: 'cancelled', reason: 'screenRefused', message });
