import { isOver, type CallSummary } from '@parley/shared/ipc/callSummary';
import { app } from 'electron';
import type { Observable } from '../services/observable.ts';

/** The page gets this long to leave its call, ms. */
const limit = 1_500;
/** After the page says that it left, its last words to LiveKit are still on the way, ms. */
const lastWords = 150;

/**
 * Quitting during a call leaves it first: a page that is merely destroyed would stand in the channel as a ghost until
 * LiveKit notices (about 15 s).
 */
export function leaveBeforeQuit(call: Observable<CallSummary>, leave: () => void): void {
  let left = false;
  app.on('before-quit', (event) => {
    if (left || isOver(call.get())) return;
    event.preventDefault();
    left = true;
    const quit = (): void => app.quit();
    const late = setTimeout(quit, limit);
    const stop = call.onChanged((summary) => {
      if (!isOver(summary)) return;
      stop();
      clearTimeout(late);
      setTimeout(quit, lastWords);
    });
    leave();
  });
}
