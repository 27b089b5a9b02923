import { forget } from '../log.ts';
import type { MicrophoneCue } from '../callView.ts';

/** `waiting`: something is to be told when the microphone is shut. */
type Cue = MicrophoneCue | 'waiting';

/** Short sounds of this machine only; nothing of them goes into the call. */
export interface Cues {
  play(cue: Cue): void;
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
    trouble: [
      { from: 330, to: 330, length: 70 },
      { from: 262, to: 262, length: 70 },
      { from: 208, to: 208, length: 120 },
    ],
  };

/** Linear; quieter than a voice. */
const loudness = 0.08;
/** Edges of a note, s: without them it clicks. */
const edge = 0.005;

export function createCues(createContext: () => AudioContext): Cues {
  // Only with the first sound: an audio context keeps the output device awake.
  let context: AudioContext | null = null;
  return {
    play(cue) {
      context ??= createContext();
      forget('starting the cue', context.resume());
      let at = context.currentTime;
      for (const { from, to, length } of notes[cue]) {
        playNote(context, at, from, to, length / 1000);
        at += length / 1000 + 0.02;
      }
    },
    dispose() {
      if (context !== null) forget('ending the cues', context.close());
      context = null;
    },
  };
}

function playNote(context: AudioContext, at: number, from: number, to: number, length: number): void {
  const oscillator = new OscillatorNode(context, { type: 'sine', frequency: from });
  oscillator.frequency.setValueAtTime(from, at);
  oscillator.frequency.linearRampToValueAtTime(to, at + length);
  const gain = new GainNode(context, { gain: 0 });
  gain.gain.setValueAtTime(0, at);
  gain.gain.linearRampToValueAtTime(loudness, at + edge);
  gain.gain.setValueAtTime(loudness, at + length - edge);
  gain.gain.linearRampToValueAtTime(0, at + length);
  oscillator.connect(gain).connect(context.destination);
  oscillator.start(at);
  oscillator.stop(at + length + edge);
}
