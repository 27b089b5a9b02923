import { suppressorRate } from './rnnoise.ts';
import { createVoiceChain, type VoiceChain } from './voiceChain.ts';
import type { FromVoice, ToVoice } from './voiceMessages.ts';

// A dedicated worker. The streams come from the capture's thread and go to WebRTC's without the page's in between.
const tell = (message: FromVoice): void => postMessage(message);
const give = (thrown: unknown): void =>
  tell({ kind: 'broken', why: thrown instanceof Error ? thrown.message : String(thrown) });

/** May be told before the first sound tells the rate that the chain is made for. */
let roll: Extract<ToVoice, { kind: 'preRoll' }>['state'] = 'barred';
let chain: VoiceChain | null = null;

addEventListener('message', ({ data }: MessageEvent<ToVoice>) => {
  switch (data.kind) {
    case 'alive':
      return tell(data);
    case 'preRoll':
      roll = data.state;
      return chain?.setPreRoll(roll);
    case 'begin':
      void run(data).catch(give);
  }
});

async function run({ options, readable, writable }: Extract<ToVoice, { kind: 'begin' }>): Promise<void> {
  const reader = readable.getReader();
  const writer = writable?.getWriter();
  let rate: number | null = options.suppressor === null ? null : suppressorRate;
  /** µs, of the sound that came last. */
  let timestamp = 0;
  const make = (sampleRate: number): VoiceChain => {
    const made = createVoiceChain(
      { ...options, sampleRate },
      {
        onSound(data) {
          const [format, numberOfFrames, numberOfChannels] = ['f32-planar', data.length, 1] as const;
          const sound = new AudioData({ format, sampleRate, numberOfFrames, numberOfChannels, timestamp, data });
          // One is on its way while the page takes the track away; nobody hears then that it was refused.
          writer?.write(sound).catch(give);
        },
        onLevel: (dbfs) => tell({ kind: 'level', dbfs }),
      },
    );
    made.setPreRoll(roll);
    return made;
  };
  // RNNoise has to show that it runs before anybody relies on it.
  if (rate !== null) chain = make(rate);
  tell({ kind: 'ready' });
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    const samples = mono(value);
    ({ timestamp } = value);
    const { sampleRate } = value;
    value.close();
    if (rate !== null && rate !== sampleRate) throw new Error(`the device has ${sampleRate} Hz, not ${rate}`);
    rate = sampleRate;
    chain ??= make(rate);
    chain.process(samples);
  }
}

/** The mean of the channels. */
function mono(sound: AudioData): Float32Array<ArrayBuffer> {
  const { numberOfFrames, numberOfChannels } = sound;
  const samples = new Float32Array(numberOfFrames);
  const plane = new Float32Array(numberOfFrames);
  for (let planeIndex = 0; planeIndex < numberOfChannels; planeIndex += 1) {
    sound.copyTo(plane, { planeIndex, format: 'f32-planar' });
    for (let i = 0; i < numberOfFrames; i += 1) samples[i] = (samples[i] ?? 0) + (plane[i] ?? 0) / numberOfChannels;
  }
  return samples;
}
