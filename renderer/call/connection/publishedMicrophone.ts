import { LocalAudioTrack, RoomEvent, Track, type Participant, type Room, type TrackPublication } from 'livekit-client';
import { microphonePublishOptions } from './roomOptions.ts';

/** Our microphone as others in one Room see it. Everything is done one after the other; the latest wish wins. */
export interface PublishedMicrophone {
  /** Publishes the track, or puts it in the place of the one that is published (another device). */
  publish(track: MediaStreamTrack): Promise<void>;
  /** Tells everybody; whether sound leaves this machine is the gate's matter. */
  setMuted(muted: boolean): Promise<void>;
}

/** @param onMutedByServer a moderator muted us: without a wish of ours the publication became muted. */
export function createPublishedMicrophone(room: Room, onMutedByServer: () => void): PublishedMicrophone {
  let published: LocalAudioTrack | null = null;
  let muted = false;
  let applying = false;
  let queue: Promise<void> = Promise.resolve();

  const enqueue = (work: () => Promise<void>): Promise<void> => {
    const done = queue.then(work);
    // The failure belongs to whoever asked; what comes after goes on.
    queue = done.catch(() => undefined);
    return done;
  };

  const applyMute = async (): Promise<void> => {
    if (published === null || published.isMuted === muted) return;
    applying = true;
    try {
      await (muted ? published.mute() : published.unmute());
    } finally {
      applying = false;
    }
  };

  room.on(RoomEvent.TrackMuted, (publication: TrackPublication, participant: Participant) => {
    if (!participant.isLocal || publication.source !== Track.Source.Microphone) return;
    // The SDK also mutes a track whose device went away: that is no wish of anybody.
    const alive = published?.mediaStreamTrack.readyState === 'live';
    if (alive && !applying && !muted && publication.isMuted) onMutedByServer();
  });

  return {
    publish: (track) =>
      enqueue(async () => {
        if (published !== null) {
          await published.replaceTrack(track, true);
          return applyMute();
        }
        const local = new LocalAudioTrack(track, undefined, true);
        published = local;
        // Before it is published, so that nobody sees an unmuted moment.
        await applyMute();
        try {
          await room.localParticipant.publishTrack(local, microphonePublishOptions);
        } catch (thrown) {
          published = null;
          local.stop();
          throw thrown;
        }
        await applyMute();
      }),
    setMuted: (next) => {
      muted = next;
      return enqueue(applyMute);
    },
  };
}
