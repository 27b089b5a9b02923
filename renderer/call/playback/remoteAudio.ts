import { deviceIdentityOf } from '@parley/shared/backends/deviceIdentity';
import { RoomEvent, Track, type RemoteParticipant, type RemoteTrack, type Room } from 'livekit-client';
import { forget } from '../log.ts';
import type { Clock } from '../microphone/clock.ts';
import { createAmplifier } from './amplifier.ts';
import type { StreamKind } from './decideLoudness.ts';

/** Everybody else's sound: one hidden audio element per track, outside React. */
export interface RemoteAudio {
  /** Before the Room connects, so that nothing is missed. `silently`: it takes over from another in a moment. */
  attach(room: Room, silently: boolean): void;
  /** What is heard is this Room's from now on, not that of the one before. */
  handOver(before: Room | null, room: Room): void;
  detach(room: Room): void;
  /**
   * null: what the system has as its default. A device that is gone falls back to that, too.
   *
   * @param fallback it stands in for one that was unplugged
   */
  setOutput(deviceId: string | null, fallback: boolean): void;
  setDeafened(deafened: boolean): void;
  /** What loudness depends on changed. */
  refresh(): void;
}

/**
 * Chromium keeps the stream to a device that it left for 5 s and takes it up again for the same device; a sound server has
 * moved that stream elsewhere meanwhile. A device that comes back is chosen once it is forgotten, ms.
 */
const forgotten = 6_000;

export function createRemoteAudio(ports: {
  /** 0..2, linear. */
  readonly loudnessOf: (room: Room, identity: string, stream: StreamKind) => number;
  /** Sound in two channels is played as one. */
  readonly mono: () => boolean;
  /** The browser wants a gesture first; the next one starts playback. */
  readonly onBlocked: () => void;
  readonly onUnblocked: () => void;
  readonly page: Document;
  readonly clock: Clock;
}): RemoteAudio {
  const { page, loudnessOf, clock } = ports;
  interface Playing {
    readonly element: HTMLAudioElement;
    readonly identity: string;
    readonly stream: StreamKind;
    readonly room: Room;
  }
  const playing = new Map<RemoteTrack, Playing>();
  const listeners = new Map<Room, AbortController>();
  /** Attached, and not heard. */
  const silent = new Set<Room>();
  const amplifier = createAmplifier(() => new AudioContext({ latencyHint: 'interactive' }));
  let output = '';
  let deafened = false;
  /** Until when what was unplugged is remembered by the browser. */
  let lostUntil = -Infinity;
  let cancelReturn: () => void = () => undefined;

  /** Up to 100 % by the element alone, so that echo cancellation hears it; above, silently beside the amplifier. */
  const render = ({ element, identity, stream, room }: Playing): void => {
    const loudness = loudnessOf(room, identity, stream);
    const quiet = deafened || silent.has(room);
    const sound = element.srcObject;
    // A voice is one channel already.
    const mixes = stream === 'screen' && ports.mono();
    const amplified = !quiet && loudness > 0 && (loudness > 1 || mixes);
    element.volume = Math.min(1, loudness);
    element.muted = quiet || amplified;
    if (!(sound instanceof MediaStream)) return;
    if (amplified) amplifier.play(sound, loudness, mixes);
    else amplifier.end(sound);
  };

  const toOutput = async ({ element }: Playing): Promise<void> => {
    if (element.sinkId === output) return;
    // Unplugged between the decision and now: main will decide anew, sound must not stop for that.
    await element.setSinkId(output).catch(() => element.setSinkId(''));
  };

  const choose = (next: string): void => {
    output = next;
    amplifier.setOutput(output);
    for (const entry of playing.values()) forget('choosing the output', toOutput(entry));
  };

  const start = (room: Room, track: RemoteTrack, participant: RemoteParticipant): void => {
    if (track.kind !== Track.Kind.Audio || playing.has(track)) return;
    const identity = deviceIdentityOf(participant.identity);
    // Our own other session, while the call moves.
    if (identity === deviceIdentityOf(room.localParticipant.identity)) return;
    const element = page.createElement('audio');
    element.hidden = true;
    page.body.append(element);
    const stream = track.source === Track.Source.ScreenShareAudio ? 'screen' : 'voice';
    const entry: Playing = { element, identity, stream, room };
    playing.set(track, entry);
    element.muted = deafened || silent.has(room);
    track.attach(element);
    // After attaching: LiveKit's client unmutes what it attaches.
    render(entry);
    forget('choosing the output', toOutput(entry));
  };

  const end = (track: RemoteTrack): void => {
    const entry = playing.get(track);
    if (entry === undefined) return;
    playing.delete(track);
    if (entry.element.srcObject instanceof MediaStream) amplifier.end(entry.element.srcObject);
    track.detach(entry.element);
    entry.element.remove();
  };

  const startOnGesture = (room: Room, signal: AbortSignal): void => {
    if (room.canPlaybackAudio) return ports.onUnblocked();
    ports.onBlocked();
    const go = (): void => forget('starting playback', room.startAudio());
    for (const type of ['pointerdown', 'keydown']) page.addEventListener(type, go, { once: true, signal });
  };

  return {
    attach(room, silently) {
      if (silently) silent.add(room);
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
    handOver(before, room) {
      silent.delete(room);
      if (before !== null) silent.add(before);
      for (const entry of playing.values()) if (entry.room === room || entry.room === before) render(entry);
    },
    detach(room) {
      silent.delete(room);
      listeners.get(room)?.abort();
      listeners.delete(room);
      for (const [track, entry] of playing) if (entry.room === room) end(track);
    },
    setOutput(deviceId, fallback) {
      const next = deviceId === null || deviceId === 'default' ? '' : deviceId;
      cancelReturn();
      if (fallback && next !== output) lostUntil = clock.now() + forgotten;
      const wait = next === '' || next === output ? 0 : lostUntil - clock.now();
      if (wait > 0 && !fallback) cancelReturn = clock.after(wait, () => choose(next));
      else choose(next);
    },
    setDeafened(next) {
      deafened = next;
      for (const entry of playing.values()) render(entry);
    },
    refresh() {
      for (const entry of playing.values()) render(entry);
    },
  };
}
