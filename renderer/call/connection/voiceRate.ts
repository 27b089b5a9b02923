import { RoomEvent, Track, type LocalTrackPublication, type Room } from 'livekit-client';
import { forget } from '../log.ts';

/** What our voice may need, bit/s: as it is published (`roomOptions.ts`), and where bandwidth is dear (still wideband Opus). */
const rates = { ordinary: 32_000, low: 12_000 } as const;

/** How much our voice may need in the Rooms of all calls; changes in a running one as well. */
export interface VoiceRate {
  attach(room: Room): void;
  detach(room: Room): void;
  setLow(low: boolean): void;
}

export function createVoiceRate(): VoiceRate {
  const rooms = new Set<Room>();
  let low = false;
  const apply = async ({ source, track }: LocalTrackPublication): Promise<void> => {
    const sender = track?.sender;
    if (source !== Track.Source.Microphone || sender === undefined) return;
    const parameters = sender.getParameters();
    const maxBitrate = low ? rates.low : rates.ordinary;
    if (parameters.encodings.every((encoding) => encoding.maxBitrate === maxBitrate)) return;
    for (const encoding of parameters.encodings) encoding.maxBitrate = maxBitrate;
    await sender.setParameters(parameters);
  };
  const applyTo = (publication: LocalTrackPublication): void =>
    forget('changing the rate of the voice', apply(publication));
  const published = (publication: LocalTrackPublication): void => {
    if (low) applyTo(publication);
  };
  return {
    attach(room) {
      rooms.add(room);
      room.on(RoomEvent.LocalTrackPublished, published);
    },
    detach(room) {
      rooms.delete(room);
      room.off(RoomEvent.LocalTrackPublished, published);
    },
    setLow(next) {
      if (next === low) return;
      low = next;
      for (const room of rooms) room.localParticipant.audioTrackPublications.forEach(applyTo);
    },
  };
}
