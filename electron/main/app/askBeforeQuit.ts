import { isOver, type CallSummary } from '@parley/shared/ipc/callSummary';
import type { Observable } from '../services/observable.ts';

/** Who asks again within this time means it, or got no question because the page hangs, ms. */
const insisting = 5_000;

/** `sinceAsked`: ms since the question was put, null when it was not. */
export const decideQuit = (call: CallSummary, sinceAsked: number | null): 'quit' | 'ask' =>
  isOver(call) || (sinceAsked !== null && sinceAsked < insisting) ? 'quit' : 'ask';

/**
 * Quitting from the tray, the menu or by closing the window. It cannot be taken back, so during a call the page asks first;
 * its answer is the request `app.quit`. A system that shuts down does not come by here: nothing holds it up.
 */
export function createQuitting(ports: {
  readonly call: Observable<CallSummary>;
  /** Shows the question. */
  readonly ask: () => void;
  readonly quit: () => void;
  /** ms, monotonic */
  readonly now: () => number;
}): { request(): void } {
  let askedAt: number | null = null;
  return {
    request() {
      const now = ports.now();
      if (decideQuit(ports.call.get(), askedAt === null ? null : now - askedAt) === 'quit') return ports.quit();
      askedAt = now;
      ports.ask();
    },
  };
}
