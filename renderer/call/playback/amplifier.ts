import { systemDefault } from '@parley/shared/devices/selectDevice';
import { forget } from '../log.ts';

/**
 * Plays streams that an audio element cannot play as asked: louder than 100 %, or stereo as mono. Such a stream leaves
 * the path on which the browser's echo cancellation is known to hear everything (facts/voice-clients §4.2), so nothing
 * else goes here, and the audio context is there only while there is something.
 */
export interface Amplifier {
  /** Linear. Again for a stream that is played: changes it. */
  play(stream: MediaStream, gain: number, mono: boolean): void;
  end(stream: MediaStream): void;
  /** Empty: the system's default. */
  setOutput(deviceId: string): void;
}

export function createAmplifier(createContext: () => AudioContext): Amplifier {
  interface Playing {
    readonly source: AudioNode;
    readonly gain: GainNode;
  }
  const playing = new Map<MediaStream, Playing>();
  let context: AudioContext | null = null;
  let output = '';

  const toOutput = (): void => {
    // TypeScript's library does not know it yet (https://webaudio.github.io/web-audio-api/#dom-audiocontext-setsinkid).
    const target = context as (AudioContext & { setSinkId(id: string): Promise<void> }) | null;
    if (target === null) return;
    const sink = output === systemDefault ? '' : output;
    // A device that is gone: the default plays on, as with the elements.
    forget(
      'choosing the output',
      target.setSinkId(sink).catch(() => target.setSinkId('')),
    );
  };

  return {
    play(stream, level, mono) {
      if (context === null) {
        context = createContext();
        forget('starting the amplifier', context.resume());
        if (output !== '') toOutput();
      }
      const known = playing.get(stream);
      const gain = known?.gain ?? new GainNode(context, { gain: level });
      // Down-mixing is what a node with one channel does (https://webaudio.github.io/web-audio-api/#channel-up-mixing-and-down-mixing).
      gain.channelCountMode = mono ? 'explicit' : 'max';
      gain.channelCount = mono ? 1 : 2;
      gain.gain.setTargetAtTime(level, context.currentTime, 0.02);
      if (known !== undefined) return;
      const source = context.createMediaStreamSource(stream);
      source.connect(gain).connect(context.destination);
      playing.set(stream, { source, gain });
    },
    end(stream) {
      const known = playing.get(stream);
      if (known === undefined) return;
      playing.delete(stream);
      known.source.disconnect();
      known.gain.disconnect();
      if (playing.size > 0 || context === null) return;
      forget('ending the amplifier', context.close());
      context = null;
    },
    setOutput(deviceId) {
      output = deviceId;
      toOutput();
    },
  };
}
