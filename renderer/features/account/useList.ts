import type { ParleyError } from '@parley/shared/errors';
import type { Envelope } from '@parley/shared/ipc/contract';
import { useCallback, useEffect, useState } from 'react';

/** What the server lists; null until it answered. `ask` has to be the same function as long as it asks for the same. */
export function useList<T>(ask: () => Promise<Envelope<T>>): {
  readonly list: T | null;
  readonly failed: ParleyError | null;
  reload(): void;
} {
  const [answer, setAnswer] = useState<Envelope<T> | null>(null);
  useEffect(() => {
    let shown = true;
    void ask().then((told) => {
      if (shown) setAnswer(told);
    });
    return () => {
      shown = false;
    };
  }, [ask]);
  const reload = useCallback((): void => void ask().then(setAnswer), [ask]);
  return {
    list: answer?.ok === true ? answer.value : null,
    failed: answer?.ok === false ? answer.error : null,
    reload,
  };
}
