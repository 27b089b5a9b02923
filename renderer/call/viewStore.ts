import type { CallSummary } from '@parley/shared/ipc/callSummary';
import { summaryOf } from './callSummary.ts';
import type { CallNotice, CallView } from './callView.ts';
import { addNotice, stillHolds } from './notices.ts';

/** What the screen shows of the calls, as one value that is replaced; main gets its summary. */
export interface ViewStore {
  get(): CallView;
  /** The one way in which the view changes; nothing happens when `change` has nothing new in it. */
  show(change: Partial<CallView>): void;
  notify(notice: Parameters<typeof addNotice>[1]): void;
  /** What is no longer so, and the view itself does not show it. */
  withdraw(over: (notice: CallNotice) => boolean): void;
  /** Returns the end of the subscription. */
  subscribe(listener: () => void): () => void;
}

/**
 * @param tell gets a summary whenever it says something else than the one before
 * @param epoch milliseconds since 1970, for the times of notices
 */
export function createViewStore(first: CallView, tell: (summary: CallSummary) => void, epoch: () => number): ViewStore {
  const listeners = new Set<() => void>();
  let view = first;
  let told = '';
  const show = (change: Partial<CallView>): void => {
    const changed = { ...view, ...change };
    const notices = changed.notices.filter((notice) => stillHolds(notice, changed));
    const next = notices.length === changed.notices.length ? changed : { ...changed, notices };
    if (Object.keys(next).every((name) => Object.is(Reflect.get(next, name), Reflect.get(view, name)))) return;
    view = next;
    const summary = summaryOf(view);
    const text = JSON.stringify(summary);
    if (text !== told) {
      told = text;
      tell(summary);
    }
    for (const listener of listeners) listener();
  };
  return {
    get: () => view,
    show,
    notify: (notice) => show({ notices: addNotice(view.notices, notice, epoch()) }),
    withdraw(over) {
      if (view.notices.some(over)) show({ notices: view.notices.filter((notice) => !over(notice)) });
    },
    subscribe(listener) {
      const own = (): void => listener();
      listeners.add(own);
      return () => void listeners.delete(own);
    },
  };
}
