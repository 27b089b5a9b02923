import { Room, RoomEvent } from 'livekit-client';

// What a page has that uses LiveKit's client as its documentation shows, with nothing of Parley: the baseline.
const room = new Room();
room.on(RoomEvent.TrackSubscribed, (track) => document.body.append(track.attach()));

Object.assign(window, {
  lab: {
    async join(name: string, speaks: boolean): Promise<void> {
      const ticket = await window.requestTicket(name);
      if (!ticket.ok) throw new Error(ticket.error.message);
      await room.connect(ticket.value.url, ticket.value.token);
      if (speaks) await room.localParticipant.setMicrophoneEnabled(true);
      await room.startAudio();
    },
  },
});
