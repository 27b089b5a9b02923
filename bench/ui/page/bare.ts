// The baseline: livekit-client alone, with what nobody can leave out. A microphone is published, as Parley's is, and shut;
// every sound has its audio element; there is no interface.
import { LocalAudioTrack, LogLevel, Room, RoomEvent, setLogLevel } from 'livekit-client';
import { microphonePublishOptions } from '../../../renderer/call/connection/roomOptions.ts';
import type { BenchPage } from './benchPage.ts';

setLogLevel(LogLevel.silent);
const room = new Room();
room.on(RoomEvent.TrackSubscribed, (track) => {
  const element = track.attach();
  element.hidden = true;
  document.body.append(element);
});

async function join(channelId: string): Promise<void> {
  const answer = await window.requestTicket(channelId);
  if (!answer.ok) throw new Error(answer.error.message);
  const { url, token } = answer.value;
  const [stream] = await Promise.all([
    navigator.mediaDevices.getUserMedia({ audio: { channelCount: { ideal: 1 } } }),
    room.connect(url, token),
  ]);
  const [source] = stream.getAudioTracks();
  if (source === undefined) throw new Error('no microphone');
  source.enabled = false;
  await room.localParticipant.publishTrack(new LocalAudioTrack(source, undefined, true), microphonePublishOptions);
}

const benchPage: BenchPage = {
  join,
  heard: () => document.querySelectorAll('audio').length,
  remove: () => Promise.reject(new Error('there is nothing to take away')),
  simulation: null,
};
Object.assign(window, { benchPage });
