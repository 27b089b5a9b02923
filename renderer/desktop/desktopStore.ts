import type { AudioDevice } from '@parley/shared/devices/device';
import type { DialectProfile } from '@parley/shared/backends/dialects/profile';
import type { Bootstrap, ChannelsView, Desktop, SessionView } from '@parley/shared/ipc/contract';
import type { ParleyError } from '@parley/shared/errors';
import { createStore, type StoreApi } from 'zustand/vanilla';

/** What main told last, and what this page knows of devices. */
export interface DesktopState extends Bootstrap {
  readonly present: readonly AudioDevice[];
  /** The server that is shown (`Settings.activeServer`); null while there is none. */
  readonly profile: DialectProfile | null;
  /** Of the server that is shown, as `shownChannels`. */
  readonly session: SessionView;
  readonly shownChannels: ChannelsView;
}

type Told = Omit<DesktopState, 'profile' | 'session' | 'shownChannels'>;

const signedOut: SessionView = { kind: 'signedOut', error: null };
const noChannels: ChannelsView = { link: 'offline', channels: [], error: null };

/** With what follows from which server is shown. */
function complete(told: Told): DesktopState {
  const { servers, activeServer } = told.settings;
  const id = activeServer ?? '';
  return {
    ...told,
    profile: servers.find((profile) => profile.id === id) ?? null,
    session: told.sessions[id] ?? signedOut,
    shownChannels: told.channels[id] ?? noChannels,
  };
}

export type DesktopStore = StoreApi<DesktopState>;

/** Reads everything once and follows every change. Listens before it asks, so that nothing falls in between. */
export async function createDesktopStore(
  desktop: Desktop,
): Promise<{ readonly ok: true; readonly store: DesktopStore } | { readonly ok: false; readonly error: ParleyError }> {
  let early: ((told: Told) => Told)[] = [];
  let store: DesktopStore | undefined;
  const change = (apply: (told: Told) => Told): void => {
    if (store === undefined) early.push(apply);
    else store.setState((state) => complete(apply(state)));
  };
  desktop.servers.onChanged(({ server, view }) =>
    change((told) => ({ ...told, sessions: { ...told.sessions, [server]: view } })),
  );
  desktop.channels.onChanged(({ server, view }) =>
    change((told) => ({ ...told, channels: { ...told.channels, [server]: view } })),
  );
  desktop.settings.onChanged((settings) => change((told) => ({ ...told, settings })));
  desktop.hotkeys.onChanged((hotkeys) => change((told) => ({ ...told, hotkeys })));
  desktop.bandwidth.onChanged((bandwidth) => change((told) => ({ ...told, bandwidth })));
  desktop.extraCa.onChanged((extraCa) => change((told) => ({ ...told, extraCa })));
  desktop.proxies.onChanged((proxies) => change((told) => ({ ...told, proxies })));
  desktop.devices.onChanged((devices) => change((told) => ({ ...told, devices })));
  desktop.devices.onInputMoved((inputMoved) => change((told) => ({ ...told, inputMoved })));

  const answer = await desktop.app.bootstrap();
  if (!answer.ok) return answer;
  const first: Told = { ...answer.value, present: [] };
  store = createStore<DesktopState>(() => complete(early.reduce((told, apply) => apply(told), first)));
  early = [];
  return { ok: true, store };
}
