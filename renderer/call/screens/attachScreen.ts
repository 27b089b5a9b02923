import { RoomEvent, Track, type Room } from 'livekit-client';

/** Screens of the call in elements of the page, also when another Room takes the call over. */
export interface ScreenElements {
  /**
   * Shows a screen in an element; LiveKit's client then asks for as much picture as the element is large. The returned
   * function lets go. A screen that is not there shows nothing until it is.
   */
  attach(screenId: string, element: HTMLVideoElement): () => void;
  /** The Room whose screens are shown from now on. */
  follow(room: Room | null): void;
  /** Where bandwidth is dear LiveKit's server sends a screen only while it is in an element. */
  setLow(low: boolean): void;
}

interface Shown {
  readonly screenId: string;
  readonly element: HTMLVideoElement;
  track: Track | undefined;
}

export function createScreenElements(): ScreenElements {
  const shown = new Set<Shown>();
  let room: Room | null = null;
  let low = false;

  const place = (entry: Shown): void => {
    const track = room === null ? undefined : findVideo(room, entry.screenId);
    if (track === undefined || track === entry.track) return;
    entry.track?.detach(entry.element);
    entry.track = track;
    track.attach(entry.element);
  };
  /** Screens whose sending was stopped or asked for by hand; LiveKit's client decides about the others. */
  const ruled = new Set<string>();
  const spare = (): void => {
    for (const person of room?.remoteParticipants.values() ?? []) {
      for (const publication of person.videoTrackPublications.values()) {
        const { source, trackSid, isSubscribed } = publication;
        if (source !== Track.Source.ScreenShare || !isSubscribed || (!low && !ruled.has(trackSid))) continue;
        ruled.add(trackSid);
        publication.setEnabled(!low || [...shown].some(({ screenId }) => screenId === trackSid));
      }
    }
  };
  const placeAll = (): void => {
    shown.forEach(place);
    spare();
  };

  return {
    attach(screenId, element) {
      // Remote sound has elements of its own, so that a screen never needs a gesture to play.
      element.muted = true;
      element.playsInline = true;
      const entry: Shown = { screenId, element, track: undefined };
      shown.add(entry);
      place(entry);
      spare();
      return () => {
        shown.delete(entry);
        entry.track?.detach(element);
        spare();
      };
    },
    follow(next) {
      room?.off(RoomEvent.TrackSubscribed, placeAll);
      room = next;
      room?.on(RoomEvent.TrackSubscribed, placeAll);
      placeAll();
    },
    setLow(next) {
      low = next;
      spare();
    },
  };
}

function findVideo(room: Room, screenId: string): Track | undefined {
  for (const person of [room.localParticipant, ...room.remoteParticipants.values()]) {
    const publication = person.videoTrackPublications.get(screenId);
    if (publication?.videoTrack !== undefined) return publication.videoTrack;
  }
  return undefined;
}
