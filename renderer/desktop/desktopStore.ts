import type { AudioDevice } from '@parley/shared/devices/device';
import type { Bootstrap, Desktop } from '@parley/shared/ipc/contract';
import type { ParleyError } from '@parley/shared/errors';
import { createStore, type StoreApi } from 'zustand/vanilla';

/** What main told last, and what this page knows of devices. */
export interface DesktopState extends Bootstrap {
  readonly present: readonly AudioDevice[];
}

export type DesktopStore = StoreApi<DesktopState>;

/** Reads everything once and follows every change. Listens before it asks, so that nothing falls in between. */
export async function createDesktopStore(
  desktop: Desktop,
): Promise<{ readonly ok: true; readonly store: DesktopStore } | { readonly ok: false; readonly error: ParleyError }> {
  let early: Partial<DesktopState> = {};
  let store: DesktopStore | undefined;
  const change = (part: Partial<DesktopState>): void => {
    if (store === undefined) early = { ...early, ...part };
    else store.setState(part);
  };
  desktop.session.onChanged((session) => change({ session }));
  desktop.channels.onChanged((channels) => change({ channels }));
  desktop.settings.onChanged((settings) => change({ settings }));
  desktop.hotkeys.onChanged((hotkeys) => change({ hotkeys }));
  desktop.devices.onChanged((devices) => change({ devices }));

  const answer = await desktop.app.bootstrap();
  if (!answer.ok) return answer;
  store = createStore<DesktopState>(() => ({ ...answer.value, ...early, present: [] }));
  return { ok: true, store };
}
