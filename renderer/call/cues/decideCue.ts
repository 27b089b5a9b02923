import type { MicrophoneCue, MicrophoneView } from '../callView.ts';

/** Which short sound a change of the microphone makes (design language, "The microphone"). */
export function decideCue(before: MicrophoneView, after: MicrophoneView): MicrophoneCue | null {
  if (before.state === after.state) return null;
  switch (after.state) {
    case 'open':
      return 'open';
    case 'shut':
      // Being ready at the start of a call is no event of one's own doing.
      return before.state === 'open' || before.state === 'muted' ? 'shut' : null;
    case 'muted':
      return before.state === 'open' || before.state === 'shut' ? 'muted' : null;
    case 'trouble':
      return 'trouble';
    case 'idle':
    case 'connecting':
      return null;
  }
}
