import type { JoinTicket } from '@parley/shared/backends/channel';
import type { Envelope } from '@parley/shared/ipc/contract';
import { LogLevel, Room, RoomEvent, setLogLevel } from 'livekit-client';
import type { BarePage } from './pages.ts';

declare global {
  interface Window {
    requestTicket(channelId: string): Promise<Envelope<JoinTicket>>;
  }
}

setLogLevel(LogLevel.silent);
let room: Room | null = null;

const bare: BarePage = {
  async join(channel) {
    const clicked = Date.now();
    const answer = await window.requestTicket(channel);
    if (!answer.ok) throw new Error(answer.error.message);
    room = new Room({
      audioCaptureDefaults: { noiseSuppression: false, echoCancellation: false, autoGainControl: false },
    });
    room.on(RoomEvent.TrackSubscribed, (track) => document.body.append(track.attach()));
    await room.connect(answer.value.url, answer.value.token);
    await room.localParticipant.setMicrophoneEnabled(true);
    return clicked;
  },
  async mute() {
    await room?.localParticipant.setMicrophoneEnabled(false);
  },
};
Object.assign(window, { bare });
