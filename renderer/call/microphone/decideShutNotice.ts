import type { MicrophoneView } from '../callView.ts';

/** What is told when the microphone shut by itself. Of a lost device also when nothing was open yet: it would have opened. */
export function decideShutNotice(
  before: MicrophoneView,
  after: MicrophoneView,
): 'maximumHold' | 'latchLimit' | 'deviceLost' | null {
  if (after.state !== 'shut') return null;
  switch (after.reason) {
    case 'maximumHold':
    case 'latchLimit':
      return before.state === 'open' ? after.reason : null;
    case 'deviceLost':
      // Shown again after something that hid it: it was told before.
      return before.state === 'shut' && (before.reason === 'reconnecting' || before.reason === 'deviceLost')
        ? null
        : after.reason;
    default:
      return null;
  }
}
