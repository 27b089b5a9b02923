import type { CallNotice } from './callView.ts';

/** As many as a person might still scroll through. */
const kept = 20;

type Without<T> = T extends unknown ? Omit<T, 'id' | 'at'> : never;

/** Newest last; the oldest go. */
export function addNotice(
  notices: readonly CallNotice[],
  notice: Without<CallNotice>,
  at: number,
): readonly CallNotice[] {
  const id = (notices.at(-1)?.id ?? 0) + 1;
  return [...notices, { ...notice, id, at }].slice(-kept);
}
