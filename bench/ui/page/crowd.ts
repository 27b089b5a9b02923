// Many participants of one room in one page: livekit-client's own Rooms, each with a published microphone that sends
// something only while it is this participant's turn.
import { LocalAudioTrack, LogLevel, Room, setLogLevel, Track } from 'livekit-client';
import type { CrowdPage } from './benchPage.ts';

/** So many join at the same time. */
const doors = 4;

setLogLevel(LogLevel.silent);
const context = new AudioContext();
const senders: RTCRtpSender[] = [];
const rooms: Room[] = [];

/** A tone as loud as a voice. */
function createTone(): MediaStreamTrack {
  const destination = context.createMediaStreamDestination();
  const gain = new GainNode(context, { gain: 0.25 });
  const tone = new OscillatorNode(context, { frequency: 300 });
  tone.connect(gain).connect(destination);
  tone.start();
  const [track] = destination.stream.getAudioTracks();
  if (track === undefined) throw new Error('no tone');
  return track;
}

const tone = createTone();
const silence = context.createMediaStreamDestination().stream.getAudioTracks()[0];

async function join(url: string, token: string): Promise<void> {
  const room = new Room({ singlePeerConnection: true });
  rooms.push(room);
  await room.connect(url, token, { autoSubscribe: false });
  if (silence === undefined) throw new Error('no silence');
  const track = new LocalAudioTrack(silence.clone(), undefined, true);
  const { audioTrack } = await room.localParticipant.publishTrack(track, {
    source: Track.Source.Microphone,
    audioPreset: { maxBitrate: 32_000 },
    dtx: true,
  });
  const sender = audioTrack?.sender;
  if (sender === undefined) throw new Error('nothing was published');
  // Nor are there statistics every two seconds, two hundred times.
  audioTrack?.stopMonitor();
  // Nothing is encoded while it is not this one's turn.
  await sender.replaceTrack(null);
  senders.push(sender);
}

const crowd: CrowdPage = {
  async join(url, tokens) {
    const waiting = [...tokens];
    const door = async (): Promise<void> => {
      for (let token = waiting.shift(); token !== undefined; token = waiting.shift()) await join(url, token);
    };
    await Promise.all(Array.from({ length: doors }, door));
    return senders.length;
  },
  speakInTurn(turn) {
    void context.resume();
    let speaker: RTCRtpSender | undefined;
    let next = 0;
    setInterval(() => {
      void speaker?.replaceTrack(null);
      speaker = senders[next % senders.length];
      void speaker?.replaceTrack(tone);
      // Neighbours in the list are not neighbours in time.
      next += 7;
    }, turn);
  },
};
Object.assign(window, { crowd });
