import type { CueName } from '../callView.ts';

/**
 * How a cue is told. By a sound where nobody asked for words, where no voice is installed, and while others could hear
 * the words: nothing is spoken into an open microphone (facts/voice-clients §4.7).
 */
export function decideTelling(
  cue: CueName,
  inputs: {
    readonly cues: boolean;
    readonly speech: boolean;
    /** The microphone. */
    readonly open: boolean;
    /** The system has a voice. */
    readonly canSpeak: boolean;
  },
): 'sound' | 'speech' | 'nothing' {
  if (!inputs.cues) return 'nothing';
  return inputs.speech && inputs.canSpeak && !inputs.open && cue !== 'open' ? 'speech' : 'sound';
}
