import type { AudioDevice } from '@parley/shared/devices/device';
import type { Binding } from '@parley/shared/hotkeys/binding';
import type { Bootstrap, Desktop, Envelope, ScreenSource, Unsubscribe } from '@parley/shared/ipc/contract';
import { defaultSettings, type Settings } from '@parley/shared/settings/settings';
import { record } from './recorder.ts';

/** What main tells in a scene; the rest is `quietBootstrap`. */
export interface DesktopSetup extends Partial<Omit<Bootstrap, 'settings'>> {
  readonly settings?: Partial<Settings>;
  /** What is plugged in. */
  readonly present?: readonly AudioDevice[];
  /** The answer to `screens.list`; `pending` never comes. */
  readonly sources?: Envelope<readonly ScreenSource[]> | 'pending';
}

const quietBootstrap: Omit<Bootstrap, 'settings'> = {
  version: '1.2.3',
  platform: 'linux',
  locale: 'en',
  systemScreenPicker: false,
  settingsHealth: { kind: 'fine' },
  session: { kind: 'signedOut', address: '', login: '', error: null },
  channels: { link: 'live', channels: [], error: null },
  hotkeys: {
    kind: 'live',
    source: 'uiohook',
    capabilities: { pressRelease: true, mouse: true, loneModifier: true, systemOwned: false },
  },
  devices: {
    input: { deviceId: 'default', label: '', fallback: false },
    output: { deviceId: 'default', label: '', fallback: false },
  },
};

/**
 * A double of `window.desktop` for the gallery and its tests; there is no main behind it. It tells the scene's state,
 * takes changes of settings, and records everything else in `window.galleryCalls`.
 */
export function createDesktopDouble({ settings: wished, sources, ...told }: DesktopSetup): Desktop {
  let settings: Settings = { ...defaultSettings, introduced: true, ...wished };
  const bootstrap: Omit<Bootstrap, 'settings'> = { ...quietBootstrap, ...told };
  const settingsListeners = new Set<(settings: Settings) => void>();
  let recorded: ((binding: Binding | null) => void) | null = null;

  const silent = (): Unsubscribe => () => undefined;
  const answer = async <T>(value: T): Promise<Envelope<T>> => ({ ok: true, value });
  return {
    app: {
      bootstrap: () => answer({ ...bootstrap, settings }),
      quit() {
        record('app.quit');
        return answer(null);
      },
      ready: () => record('app.ready'),
    },
    session: {
      signIn(credentials) {
        record('session.signIn', credentials);
        return answer(bootstrap.session);
      },
      signOut() {
        record('session.signOut');
        return answer(bootstrap.session);
      },
      retry() {
        record('session.retry');
        return answer(bootstrap.session);
      },
      onChanged: silent,
    },
    channels: {
      async join(channelId) {
        record('channels.join', channelId);
        return { ok: false, error: { code: 'unavailable', message: 'The gallery has no server.' } };
      },
      onChanged: silent,
    },
    settings: {
      update(patch) {
        record('settings.update', patch);
        settings = { ...settings, ...patch };
        for (const listener of settingsListeners) listener(settings);
        return answer(settings);
      },
      onChanged(listener) {
        settingsListeners.add(listener);
        return () => void settingsListeners.delete(listener);
      },
    },
    hotkeys: {
      record() {
        record('hotkeys.record');
        return new Promise((resolve) => {
          recorded = (binding) => resolve({ ok: true, value: binding });
        });
      },
      cancelRecord() {
        record('hotkeys.cancelRecord');
        recorded?.(null);
        recorded = null;
        return answer(null);
      },
      onChanged: silent,
      onEdge: silent,
    },
    devices: {
      present: () => undefined,
      request(kind, device) {
        record('devices.request', kind, device);
        return answer(bootstrap.devices);
      },
      onChanged: silent,
    },
    screens: {
      list() {
        record('screens.list');
        return sources === 'pending'
          ? new Promise(() => undefined)
          : Promise.resolve(sources ?? { ok: true, value: [] });
      },
      choose(sourceId) {
        record('screens.choose', sourceId);
        return answer(null);
      },
    },
    call: { summary: () => undefined, onCommand: silent, onModerated: silent },
    links: {
      open(url) {
        record('links.open', url);
        return answer(null);
      },
    },
  };
}
