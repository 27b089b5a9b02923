import type { ParleyError } from '@parley/shared/errors';
import type { Envelope } from '@parley/shared/ipc/contract';
import { useState } from 'react';
import { say, useViewStore } from '../app/view.ts';

/** One thing that the server is asked for at a time, and how it ended. */
export interface Request {
  readonly busy: boolean;
  readonly failed: ParleyError | null;
  /** What was done last, in words of the person's language. */
  readonly done: string | null;
  /** Tells what was done, or why it was not; `then` is called when it was. */
  run<T>(ask: () => Promise<Envelope<T>>, done: string | null, then?: (value: T) => void): void;
}

export function useRequest(): Request {
  const view = useViewStore();
  const [busy, setBusy] = useState(false);
  const [failed, setFailed] = useState<ParleyError | null>(null);
  const [done, setDone] = useState<string | null>(null);
  return {
    busy,
    failed,
    done,
    run(ask, words, then) {
      if (busy) return;
      setBusy(true);
      setFailed(null);
      setDone(null);
      void ask().then((answer) => {
        setBusy(false);
        if (answer.ok) {
          setDone(words);
          if (words !== null) say(view, words);
          then?.(answer.value);
        } else if (answer.error.code !== 'cancelled') setFailed(answer.error);
      });
    },
  };
}
