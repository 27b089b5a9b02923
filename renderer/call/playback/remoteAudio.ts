import { RoomEvent, Track, type RemoteParticipant, type RemoteTrack, type Room } from 'livekit-client';
import { forget } from '../log.ts';

/** Everybody else's sound: one hidden audio element per track, outside React. */
export interface RemoteAudio {
  /** Before the Room connects, so that nothing is missed. */
  attach(room: Room): void;
  detach(room: Room): void;
  /** null: what the system has as its default. A device that is gone falls back to that, too. */
  setOutput(deviceId: string | null): void;
  setDeafened(deafened: boolean): void;
  /** Volumes changed. */
  refreshVolumes(): void;
}

export function createRemoteAudio(ports: {
  /** 0..1, linear. */
  readonly volumeOf: (identity: string) => number;
  /** The browser wants a gesture first; the next one starts playback. */
  readonly onBlocked: () => void;
  readonly page: Document;
}): RemoteAudio {
  const { page, volumeOf } = ports;
  interface Playing {
    readonly element: HTMLAudioElement;
    readonly identity: string;
    readonly room: Room;
  }
  const playing = new Map<RemoteTrack, Playing>();
  const listeners = new Map<Room, AbortController>();
  let output = '';
  let deafened = false;

  const toOutput = async ({ element }: Playing): Promise<void> => {
    if (element.sinkId === output) return;
    // Unplugged between the decision and now: main will decide anew, sound must not stop for that.
    await element.setSinkId(output).catch(() => element.setSinkId(''));
  };

  const start = (room: Room, track: RemoteTrack, participant: RemoteParticipant): void => {
    if (track.kind !== Track.Kind.Audio || playing.has(track)) return;
    const element = page.createElement('audio');
    element.hidden = true;
    page.body.append(element);
    const entry = { element, identity: participant.identity, room };
    playing.set(track, entry);
    element.muted = deafened;
    track.attach(element);
    // After attaching: LiveKit's client unmutes what it attaches.
    element.muted = deafened;
    element.volume = volumeOf(participant.identity);
    forget('choosing the output', toOutput(entry));
  };

  const end = (track: RemoteTrack): void => {
    const entry = playing.get(track);
    if (entry === undefined) return;
    playing.delete(track);
    track.detach(entry.element);
    entry.element.remove();
  };

  const startOnGesture = (room: Room, signal: AbortSignal): void => {
    if (room.canPlaybackAudio) return;
    ports.onBlocked();
    const go = (): void => forget('starting playback', room.startAudio());
    for (const type of ['pointerdown', 'keydown']) page.addEventListener(type, go, { once: true, signal });
  };

  return {
    attach(room) {
      const ending = new AbortController();
      listeners.set(room, ending);
      const onSubscribed = (track: RemoteTrack, _: unknown, participant: RemoteParticipant): void =>
        start(room, track, participant);
      const onUnsubscribed = (track: RemoteTrack): void => end(track);
      const onPlayback = (): void => startOnGesture(room, ending.signal);
      room.on(RoomEvent.TrackSubscribed, onSubscribed);
      room.on(RoomEvent.TrackUnsubscribed, onUnsubscribed);
      room.on(RoomEvent.AudioPlaybackStatusChanged, onPlayback);
      ending.signal.addEventListener('abort', () => {
        room.off(RoomEvent.TrackSubscribed, onSubscribed);
        room.off(RoomEvent.TrackUnsubscribed, onUnsubscribed);
        room.off(RoomEvent.AudioPlaybackStatusChanged, onPlayback);
      });
    },
    detach(room) {
      listeners.get(room)?.abort();
      listeners.delete(room);
      for (const [track, entry] of playing) if (entry.room === room) end(track);
    },
    setOutput(deviceId) {
      output = deviceId === null || deviceId === 'default' ? '' : deviceId;
      for (const entry of playing.values()) forget('choosing the output', toOutput(entry));
    },
    setDeafened(next) {
      deafened = next;
      for (const { element } of playing.values()) element.muted = deafened;
    },
    refreshVolumes() {
      for (const { element, identity } of playing.values()) element.volume = volumeOf(identity);
    },
  };
}
