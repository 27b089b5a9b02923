import {
  LocalAudioTrack,
  ParticipantEvent,
  RoomEvent,
  Track,
  type Participant,
  type Room,
  type TrackPublication,
} from 'livekit-client';
import { microphonePublishOptions } from './roomOptions.ts';

/** Our microphone as others in one Room see it. Everything is done one after the other; the latest wish wins. */
export interface PublishedMicrophone {
  /** Publishes a track, or puts it in the place of the one that is published (another device). Where one may not speak, no track is made. */
  publish(createTrack: () => MediaStreamTrack): Promise<void>;
  /** Tells everybody; whether sound leaves this machine is the gate's matter. */
  setMuted(muted: boolean): Promise<void>;
  /** Ends the published track; `publish` makes a new one. */
  withdraw(): Promise<void>;
  /** The permission to speak was taken, or given back. Taking it ends the published track; nothing is published by itself. */
  setAllowed(allowed: boolean): Promise<void>;
}

/**
 * @param guardSender is given each sender before it negotiates, and so before anything is sent
 * @param onMutedByServer an operator muted us: without a wish of ours the publication became muted
 */
export function createPublishedMicrophone(
  room: Room,
  initiallyAllowed: boolean,
  guardSender: (sender: RTCRtpSender) => void,
  onMutedByServer: () => void,
): PublishedMicrophone {
  let allowed = initiallyAllowed;
  let published: LocalAudioTrack | null = null;
  let muted = false;
  let applying = false;
  let queue: Promise<void> = Promise.resolve();

  /** As it is after an await. */
  const isAllowed = (): boolean => allowed;
  const enqueue = (work: () => Promise<void>): Promise<void> => {
    const done = queue.then(work);
    // The failure belongs to whoever asked; what comes after goes on.
    queue = done.catch(() => undefined);
    return done;
  };

  const unpublish = async (): Promise<void> => {
    const taken = published;
    if (taken === null) return;
    published = null;
    // LiveKit does it as well where the permission was taken, in its own time; the track must not wait for that.
    await room.localParticipant.unpublishTrack(taken, true);
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

  room.localParticipant.on(ParticipantEvent.LocalSenderCreated, (sender: RTCRtpSender, { source }: Track) => {
    if (source === Track.Source.Microphone) guardSender(sender);
  });
  room.on(RoomEvent.TrackMuted, (publication: TrackPublication, participant: Participant) => {
    if (!participant.isLocal || publication.source !== Track.Source.Microphone) return;
    // The SDK also mutes a track whose device went away: that is no wish of anybody.
    const alive = published?.mediaStreamTrack.readyState === 'live';
    if (alive && !applying && !muted && publication.isMuted) onMutedByServer();
  });

  return {
    publish: (createTrack) =>
      enqueue(async () => {
        if (!allowed) return;
        if (published !== null) {
          await published.replaceTrack(createTrack(), true);
          return applyMute();
        }
        const local = new LocalAudioTrack(createTrack(), undefined, true);
        published = local;
        // Before it is published, so that nobody sees an unmuted moment.
        await applyMute();
        try {
          await room.localParticipant.publishTrack(local, microphonePublishOptions);
        } catch (thrown) {
          published = null;
          local.stop();
          // Taken while it was on its way: that is told elsewhere.
          if (!isAllowed()) return;
          throw thrown;
        }
        await applyMute();
      }),
    setMuted: (next) => {
      muted = next;
      return enqueue(applyMute);
    },
    setAllowed(next) {
      allowed = next;
      return enqueue(async () => {
        if (!isAllowed()) await unpublish();
      });
    },
    withdraw: () => enqueue(unpublish),
  };
}
