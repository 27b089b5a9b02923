import { createContext, useContext, useRef, useSyncExternalStore } from 'react';
import type { CallController, CallView } from '../../call/callView.ts';

/** The call, for the features; given once by `main.tsx`. */
export const CallContext = createContext<CallController | null>(null);

export function useCallController(): CallController {
  const controller = useContext(CallContext);
  if (controller === null) throw new Error('CallContext is missing');
  return controller;
}

/** A part of the call's snapshot; renders again only when that part changed. */
export function useCall<T>(select: (view: CallView) => T): T {
  const controller = useCallController();
  return useSyncExternalStore(controller.subscribe, () => select(controller.getSnapshot()));
}

/** Like `useCall` for a selection that is made anew each time: the old one is kept while `same` holds. */
export function useCallList<T>(select: (view: CallView) => readonly T[]): readonly T[] {
  const kept = useRef<readonly T[]>([]);
  return useCall((view) => {
    const next = select(view);
    const same = next.length === kept.current.length && next.every((item, index) => item === kept.current[index]);
    if (!same) kept.current = next;
    return kept.current;
  });
}
