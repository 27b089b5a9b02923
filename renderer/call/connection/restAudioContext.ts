import { RoomEvent, type Room } from 'livekit-client';
import { forget } from '../log.ts';

/**
 * LiveKit's client opens an AudioContext for each Room and lets it run, for mixing that we leave to audio elements
 * (`webAudioMix`) and for a lag that Safari has. It holds an output device open and renders silence all the time: 10 to
 * 28 ms of processor time a second (bench/voice, "cost"), most after 30 s, when Chromium renders silence by a timer. There is
 * no option against it: it is put to rest whenever it runs.
 */
export function restAudioContext(room: Room): void {
  const seen = new WeakSet<BaseAudioContext>();
  const look = (): void => {
    const context: unknown = Reflect.get(room, 'audioContext');
    if (!(context instanceof AudioContext) || seen.has(context)) return;
    seen.add(context);
    const rest = (): void => {
      if (context.state === 'running') forget('putting an audio context to rest', context.suspend());
    };
    context.addEventListener('statechange', rest);
    rest();
  };
  // Each connection may have one of its own.
  room.on(RoomEvent.SignalConnected, look).on(RoomEvent.Connected, look);
}
