import type { Bootstrap } from '@parley/shared/ipc/contract';
import { ParleyFailure } from '@parley/shared/errors';
import type { Platform } from '../platform/platform.ts';
import type { DeviceService } from '../services/devices/devices.ts';
import type { HotkeySupervisor } from '../services/hotkeys/supervisor.ts';
import type { ScreenService } from '../services/screens/screens.ts';
import type { SessionService } from '../services/session/session.ts';
import type { SettingsService } from '../services/settings/settings.ts';
import type { RequestHandlers } from './registerIpc.ts';

/** What each request does, in terms of the services. The logic is theirs. */
export function createRequestHandlers(services: {
  version: string;
  locale: string;
  platform: Platform;
  settings: SettingsService;
  session: SessionService;
  hotkeys: HotkeySupervisor;
  devices: DeviceService;
  screens: ScreenService;
  quit: () => void;
  openLink: (url: string) => Promise<boolean>;
}): RequestHandlers {
  const { settings, session, hotkeys, devices, screens } = services;
  const bootstrap = (): Bootstrap => ({
    version: services.version,
    platform: services.platform.name,
    locale: services.locale,
    systemScreenPicker: services.platform.wayland,
    settings: settings.get(),
    settingsHealth: settings.health(),
    session: session.view.get(),
    channels: session.channels.get(),
    hotkeys: hotkeys.status.get(),
    devices: devices.selection.get(),
  });
  return {
    'app.bootstrap': async () => bootstrap(),
    'app.quit': async () => {
      services.quit();
      return null;
    },
    'session.signIn': ({ address, login, password }) => session.signIn(address, login, password),
    'session.signOut': () => session.signOut(),
    'session.retry': () => session.retry(),
    'channels.join': async (channelId) => {
      const ticket = await session.join(channelId);
      if (!ticket.ok) throw new ParleyFailure(ticket.error);
      return ticket.value;
    },
    'settings.update': async (patch) => settings.update(patch),
    'hotkeys.record': () => hotkeys.record(),
    'hotkeys.cancelRecord': async () => {
      hotkeys.cancelRecord();
      return null;
    },
    'devices.request': async (kind, device) => devices.request(kind, device),
    'screens.list': () => screens.list(),
    'screens.choose': async (sourceId) => {
      screens.choose(sourceId);
      return null;
    },
    'links.open': async (url) => {
      if (!(await services.openLink(url))) {
        throw new ParleyFailure({ code: 'invalid', message: 'Only https links are opened.' });
      }
      return null;
    },
  };
}
