import { createAmplifier } from './amplifier.ts';

// The page of the integration test: the real amplifier in a real browser, and ears on what it hands to the output.

const context = new AudioContext();
const analysers = [0, 1].map(() => new AnalyserNode(context, { fftSize: 2048 }));
const splitter = new ChannelSplitterNode(context, { numberOfOutputs: 2 });
splitter.channelCount = 2;
splitter.connect(context.destination);
analysers.forEach((analyser, channel) => splitter.connect(analyser, channel));
// As an output in two channels has it: one channel is heard on both of its sides.
const output = new GainNode(context, { channelCount: 2, channelCountMode: 'explicit' });
output.connect(splitter);
Object.defineProperty(context, 'destination', { value: output });

// A tone on the left side alone.
const sender = new AudioContext();
const merger = new ChannelMergerNode(sender, { numberOfInputs: 2 });
const tone = new OscillatorNode(sender, { frequency: 440 });
const quieter = new GainNode(sender, { gain: 0.2 });
tone.connect(quieter).connect(merger, 0, 0);
tone.start();
const end = new MediaStreamAudioDestinationNode(sender, { channelCount: 2 });
merger.connect(end);

const amplifier = createAmplifier(() => context);

export interface AmplifierLab {
  play(gain: number, mono: boolean): void;
  /** RMS of both sides now. */
  levels(): readonly number[];
}
const lab: AmplifierLab = {
  play: (gain, mono) => amplifier.play(end.stream, gain, mono),
  levels: () =>
    analysers.map((analyser) => {
      const samples = new Float32Array(analyser.fftSize);
      analyser.getFloatTimeDomainData(samples);
      return Math.sqrt(samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length);
    }),
};
Object.assign(window, { lab });
