// The process of one bot: reads one line of JSON (`joinSchema`), writes lines of JSON (`reportSchema`), and ends with its
// standard input, so that a bot never outlives the one who started it.
import { createInterface } from 'node:readline';
import {
  AudioFrame,
  AudioSource,
  AudioStream,
  dispose,
  LocalAudioTrack,
  Room,
  RoomEvent,
  TrackKind,
  TrackPublishOptions,
  TrackSource,
  type RemoteTrack,
} from '@livekit/rtc-node';
import { analyse, floor } from './analyse.ts';
import { joinSchema, type Join, type Report } from './protocol.ts';
import { createVoice } from './voice.ts';

const rate = 48_000;
/** Measured and reported this often, ms, over as much sound. */
const interval = 50;
/** Samples of that time. */
const span = (rate * interval) / 1000;

/** The last 50 ms of one participant. */
interface Ear {
  readonly samples: Float32Array;
  /** When sound arrived last, ms. */
  arrived: number;
}

const say = (report: Report): void => void process.stdout.write(`${JSON.stringify(report)}\n`);

let current: Room | null = null;
let ending = false;

async function run({ url, token, voice }: Join): Promise<void> {
  const room = new Room();
  current = room;
  const ears = new Map<string, Ear>();
  room.on(RoomEvent.TrackSubscribed, (track, _publication, participant) => {
    if (track.kind === TrackKind.KIND_AUDIO) void listen(track, participant.identity, ears).catch(fail);
  });
  room.on(RoomEvent.Disconnected, () => fail(new Error('The room was left.')));
  await room.connect(url, token, { autoSubscribe: true, dynacast: false });
  if (voice.kind !== 'silent') {
    const source = new AudioSource(rate, 1, 200);
    const options = new TrackPublishOptions();
    options.source = TrackSource.SOURCE_MICROPHONE;
    options.dtx = false;
    await room.localParticipant?.publishTrack(LocalAudioTrack.createAudioTrack('voice', source), options);
    void speak(source, createVoice(voice, rate)).catch(fail);
  }
  say({ event: 'joined' });
  setInterval(() => {
    const at = Date.now();
    const heard = [...ears].map(([identity, { samples, arrived }]) => {
      // Nothing arrives from a track that has ended: that is silence, too.
      const { frequency, level } =
        at - arrived > 3 * interval ? { frequency: 0, level: floor } : analyse(samples, rate);
      return { identity, frequency, level, at };
    });
    say({ event: 'heard', heard });
  }, interval);
}

async function listen(track: RemoteTrack, identity: string, ears: Map<string, Ear>): Promise<void> {
  const ear: Ear = { samples: new Float32Array(span), arrived: 0 };
  ears.set(identity, ear);
  for await (const { data } of new AudioStream(track, { sampleRate: rate, numChannels: 1 })) {
    const fresh = data.subarray(-span);
    ear.samples.copyWithin(0, fresh.length);
    ear.samples.set(
      Float32Array.from(fresh, (sample) => sample / 32_768),
      span - fresh.length,
    );
    ear.arrived = Date.now();
  }
}

async function speak(source: AudioSource, next: (count: number) => Int16Array): Promise<void> {
  const count = rate / 50;
  // The source's queue sets the pace.
  for (;;) await source.captureFrame(new AudioFrame(next(count), rate, 1, count));
}

async function end(code: number): Promise<void> {
  if (ending) return;
  ending = true;
  // The native library may take its time; nobody waits for it longer than this.
  setTimeout(() => process.exit(code), 1000);
  await current?.disconnect().catch(() => undefined);
  await dispose().catch(() => undefined);
  process.exit(code);
}

function fail(error: unknown): void {
  if (ending) return;
  say({ event: 'trouble', message: error instanceof Error ? error.message : String(error) });
  void end(1);
}

// Ctrl-C goes to everybody at the terminal; the one who started the bot decides when it ends.
process.on('SIGINT', () => undefined);
process.stdout.on('error', () => process.exit(1));
const lines = createInterface({ input: process.stdin });
lines.once('line', (line) => void run(joinSchema.parse(JSON.parse(line))).catch(fail));
lines.once('close', () => void end(0));
