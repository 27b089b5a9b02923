import type { Room, Track } from 'livekit-client';

/**
 * Shows a screen of this Room in an element; LiveKit's client then asks for as much picture as the element is large.
 * The returned function lets go. A screen that is not there shows nothing.
 */
export function attachScreen(room: Room | null, screenId: string, element: HTMLVideoElement): () => void {
  const track = room === null ? undefined : findVideo(room, screenId);
  if (track === undefined) return () => undefined;
  // Remote sound has elements of its own, so that a screen never needs a gesture to play.
  element.muted = true;
  element.playsInline = true;
  track.attach(element);
  return () => void track.detach(element);
}

function findVideo(room: Room, screenId: string): Track | undefined {
  for (const person of [room.localParticipant, ...room.remoteParticipants.values()]) {
    const publication = person.videoTrackPublications.get(screenId);
    if (publication?.videoTrack !== undefined) return publication.videoTrack;
  }
  return undefined;
}
