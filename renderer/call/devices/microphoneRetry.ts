import type { AudioDevice } from '@parley/shared/devices/device';
import type { MicrophoneView } from '../callView.ts';
import type { Clock } from '../microphone/clock.ts';

/**
 * Whether a microphone that could not be opened may work now that something else is plugged in: where there was none, when
 * an input came; where it was in use elsewhere, at every change. What was refused waits for the person.
 */
export function mayWorkNow(
  view: MicrophoneView,
  before: readonly AudioDevice[],
  after: readonly AudioDevice[],
): boolean {
  if (view.state !== 'trouble') return false;
  const inputs = after.filter(({ kind }) => kind === 'audioinput');
  switch (view.error.reason) {
    case 'microphoneAbsent':
      return inputs.some(
        ({ deviceId }) => !before.some((other) => other.kind === 'audioinput' && other.deviceId === deviceId),
      );
    case 'microphoneBusy':
      return inputs.length > 0;
    default:
      return false;
  }
}

/** A device that was just plugged in may be listed before it opens, ms. */
const secondTry = 2_000;

/** Tries a microphone again that could not be opened, when what is plugged in changes; once more if that was too early. */
export function createMicrophoneRetry(ports: {
  readonly clock: Clock;
  readonly view: () => MicrophoneView;
  readonly open: () => void;
}): {
  follow(before: readonly AudioDevice[], after: readonly AudioDevice[]): void;
} {
  let cancel: () => void = () => undefined;
  return {
    follow(before, after) {
      if (!mayWorkNow(ports.view(), before, after)) return;
      ports.open();
      cancel();
      // As if all of it had just come.
      cancel = ports.clock.after(secondTry, () => mayWorkNow(ports.view(), [], after) && ports.open());
    },
  };
}
