import { systemDefault } from '@parley/shared/devices/selectDevice';
import { forget } from '../log.ts';
import type { CueName } from '../callView.ts';
import type { CueFiles } from './cueFiles.ts';

/** `waiting`: something is to be told when the microphone is shut. */
type Cue = CueName | 'waiting';

/** Short sounds of this machine only; nothing of them goes into the call. */
export interface Cues {
  play(cue: Cue): void;
  /** `volume`: 0..1, linear. `output`: null for the system's default. */
  configure(settings: { readonly volume: number; readonly output: string | null }): void;
  dispose(): void;
}

/** Hz and ms, one note after the other; a pair glides. */
const notes: Readonly<Record<Cue, readonly { readonly from: number; readonly to: number; readonly length: number }[]>> =
  {
    waiting: [{ from: 1320, to: 1320, length: 30 }],
    open: [{ from: 700, to: 1050, length: 40 }],
    shut: [{ from: 900, to: 600, length: 40 }],
    muted: [
      { from: 330, to: 330, length: 70 },
      { from: 262, to: 262, length: 90 },
    ],
    limitNear: [
      { from: 880, to: 880, length: 60 },
      { from: 880, to: 880, length: 60 },
    ],
    join: [
      { from: 523, to: 523, length: 60 },
      { from: 784, to: 784, length: 80 },
    ],
    leave: [
      { from: 784, to: 784, length: 60 },
      { from: 523, to: 523, length: 80 },
    ],
    connectionLost: [
      { from: 440, to: 440, length: 90 },
      { from: 440, to: 220, length: 200 },
    ],
    trouble: [
      { from: 330, to: 330, length: 70 },
      { from: 262, to: 262, length: 70 },
      { from: 208, to: 208, length: 120 },
    ],
  };

/** Linear, at full volume: about as loud as a voice. */
const loudness = 0.14;
/** Edges of a note, s: without them it clicks. */
const edge = 0.005;

/** Of these only one is heard at a time: what the microphone did before is old news. Others are news each of its own. */
const channelOf = (cue: Cue): string => (cue === 'open' || cue === 'shut' || cue === 'muted' ? 'microphone' : cue);

export function createCues(
  createContext: () => AudioContext,
  files: Pick<CueFiles, 'get'> = { get: async () => null },
): Cues {
  // Only with the first sound: an audio context keeps the output device awake.
  let context: AudioContext | null = null;
  let settings: { volume: number; output: string | null } = { volume: 0.6, output: null };

  const toOutput = (): void => {
    // TypeScript's library does not know it yet (https://webaudio.github.io/web-audio-api/#dom-audiocontext-setsinkid).
    const target = context as (AudioContext & { setSinkId(id: string): Promise<void> }) | null;
    if (target === null) return;
    const { output } = settings;
    // A device that is gone: better heard on another one than not at all.
    const choose = target.setSinkId(output === null || output === systemDefault ? '' : output);
    forget(
      'choosing the output of the cues',
      choose.catch(() => target.setSinkId('')),
    );
  };
  /** How to end what sounds, or is about to. */
  const sounding = new Map<string, () => void>();
  const sound = async (target: AudioContext, cue: Cue): Promise<void> => {
    const channel = channelOf(cue);
    sounding.get(channel)?.();
    const waiting = (): void => undefined;
    sounding.set(channel, waiting);
    const own = cue === 'waiting' ? null : await files.get(cue).catch(() => null);
    // Another one came while the file was read.
    if (sounding.get(channel) !== waiting) return;
    const volume = new GainNode(target, { gain: settings.volume });
    volume.connect(target.destination);
    const fade = (): void => {
      volume.gain.setValueAtTime(settings.volume, target.currentTime);
      volume.gain.linearRampToValueAtTime(0, target.currentTime + edge);
    };
    if (own !== null) {
      const source = new AudioBufferSourceNode(target, { buffer: own });
      source.connect(volume);
      source.start();
      sounding.set(channel, () => {
        fade();
        source.stop(target.currentTime + edge);
      });
      return;
    }
    sounding.set(channel, fade);
    let at = target.currentTime;
    for (const { from, to, length } of notes[cue]) {
      playNote(target, volume, at, from, to, length / 1000);
      at += length / 1000 + 0.02;
    }
  };
  return {
    play(cue) {
      if (context === null) {
        context = createContext();
        if (settings.output !== null) toOutput();
      }
      forget('starting the cue', context.resume());
      forget('playing the cue', sound(context, cue));
    },
    configure(next) {
      const before = settings.output;
      settings = next;
      if (before !== next.output) toOutput();
    },
    dispose() {
      if (context !== null) forget('ending the cues', context.close());
      context = null;
      sounding.clear();
    },
  };
}

function playNote(
  context: AudioContext,
  output: AudioNode,
  at: number,
  from: number,
  to: number,
  length: number,
): void {
  const oscillator = new OscillatorNode(context, { type: 'sine', frequency: from });
  oscillator.frequency.setValueAtTime(from, at);
  oscillator.frequency.linearRampToValueAtTime(to, at + length);
  const gain = new GainNode(context, { gain: 0 });
  gain.gain.setValueAtTime(0, at);
  gain.gain.linearRampToValueAtTime(loudness, at + edge);
  gain.gain.setValueAtTime(loudness, at + length - edge);
  gain.gain.linearRampToValueAtTime(0, at + length);
  oscillator.connect(gain).connect(output);
  oscillator.start(at);
  oscillator.stop(at + length + edge);
}
