import type { CallSummary } from '@parley/shared/ipc/callSummary';
import { powerSaveBlocker } from 'electron';
import type { Disposable } from '../disposable.ts';

/** Keeps the system from suspending Parley while a call is on; the lease of push-to-talk needs timers that run. */
export function createWakefulness(): Disposable & { setCall(summary: CallSummary): void } {
  let blocker: number | null = null;
  const release = (): void => {
    if (blocker !== null) powerSaveBlocker.stop(blocker);
    blocker = null;
  };
  return {
    setCall({ phase }) {
      if (phase === 'idle' || phase === 'ended' || phase === 'failed') release();
      else blocker ??= powerSaveBlocker.start('prevent-app-suspension');
    },
    dispose: release,
  };
}
