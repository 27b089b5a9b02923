import type { Bootstrap, ServerTestReport } from '@parley/shared/ipc/contract';
import type { IceAnswer, IceProbe } from '@parley/shared/ipc/iceProbe';
import type { BandwidthView } from '@parley/shared/bandwidth';
import type { ExtraCaView } from '@parley/shared/extraCa';
import type { Policy } from '@parley/shared/policy/policy';
import { ParleyFailure } from '@parley/shared/errors';
import type { Result } from '@parley/shared/result';
import type { Platform } from '../platform/platform.ts';
import type { DeviceService } from '../services/devices/devices.ts';
import type { InputGuard } from '../services/devices/inputGuard.ts';
import type { HotkeySupervisor } from '../services/hotkeys/supervisor.ts';
import type { NetworkDoctor } from '../services/network/networkDoctor.ts';
import type { ProxyLogins } from '../services/network/proxyLogins.ts';
import type { ScreenService } from '../services/screens/screens.ts';
import type { ServersService } from '../services/session/servers.ts';
import type { SettingsService } from '../services/settings/settings.ts';
import { doctorRequests } from './doctorRequests.ts';
import type { RequestHandlers } from './registerIpc.ts';

/** What each request does, in terms of the services. The logic is theirs. */
export function createRequestHandlers(services: {
  version: string;
  locale: string;
  platform: Platform;
  settings: SettingsService;
  servers: ServersService;
  doctor: NetworkDoctor;
  hotkeys: HotkeySupervisor;
  devices: DeviceService;
  inputGuard: InputGuard;
  proxies: ProxyLogins;
  policy: Policy | null;
  bandwidth: () => BandwidthView;
  extraCa: () => ExtraCaView;
  screens: ScreenService;
  quit: () => void;
  /** Asks where to, then writes; `cancelled` when the person chose no place. */
  saveFile: (suggestedName: string, text: string) => Promise<Result<void>>;
  probe: (probe: IceProbe) => Promise<IceAnswer>;
  openLink: (url: string) => Promise<boolean>;
  onTested: (report: ServerTestReport) => void;
}): RequestHandlers {
  const { settings, servers, doctor, hotkeys, devices, proxies, screens } = services;
  const bootstrap = (): Bootstrap => ({
    version: services.version,
    platform: services.platform.name,
    locale: services.locale,
    systemScreenPicker: services.platform.wayland,
    otherKeyReleases: services.platform.otherKeyReleases,
    settings: settings.get(),
    settingsHealth: settings.health(),
    sessions: servers.sessions(),
    channels: servers.channels(),
    hotkeys: hotkeys.status.get(),
    devices: devices.selection.get(),
    inputMoved: services.inputGuard.moved.get(),
    proxies: proxies.view.get(),
    policy: services.policy,
    bandwidth: services.bandwidth(),
    extraCa: services.extraCa(),
  });
  return {
    'app.bootstrap': async () => bootstrap(),
    'app.quit': async () => {
      services.quit();
      return null;
    },
    'servers.signIn': async (profile, proof) => valueOf(await servers.signIn(profile, proof)),
    'servers.cancel': async () => {
      servers.cancel();
      return null;
    },
    'servers.signOut': async (server) => valueOf(servers.signOut(server)),
    'servers.retry': async (server) => valueOf(await servers.retry(server)),
    'servers.save': async (profile) => valueOf(servers.save(profile)),
    'servers.remove': async (server) => valueOf(servers.remove(server)),
    'servers.reorder': async (order) => valueOf(servers.reorder(order)),
    'servers.show': async (server) => valueOf(servers.show(server)),
    'servers.test': async (profile, proof) => valueOf(await servers.test(profile, proof, services.onTested)),
    'servers.offer': async (profile) => valueOf(await servers.offer(profile)),
    'servers.resetPassword': async (profile, reset) => valueOf(await servers.resetPassword(profile, reset)),
    ...doctorRequests(doctor, null),
    'channels.join': async (server, channelId, second = false) =>
      valueOf(await servers.join(server, channelId, second)),
    'channels.tellDeafened': async (server, channelId, deafened) =>
      done(await servers.tellDeafened(server, channelId, deafened)),
    'call.probe': services.probe,
    'channels.createRoom': async (server, channelId, limits) =>
      done(await servers.createRoom(server, channelId, limits)),
    'moderation.act': async (server, act) =>
      done(await servers.withPart(server, 'moderation', (part) => part.act(act))),
    'moderation.restrictions': async (server, channelId) =>
      valueOf(await servers.withPart(server, 'moderation', (part) => part.restrictions(channelId))),
    'account.rename': async (server, name) => valueOf(await servers.rename(server, name)),
    'account.changePassword': async (server, change) =>
      done(await servers.withPart(server, 'account', (part) => part.changePassword(change))),
    'account.sessions': async (server) => valueOf(await servers.withPart(server, 'account', (part) => part.sessions())),
    'account.endSession': async (server, id) =>
      done(await servers.withPart(server, 'account', (part) => part.endSession(id))),
    'account.export': async (server) => {
      const text = valueOf(await servers.withPart(server, 'account', (part) => part.export()));
      return done(await services.saveFile('parley-account.json', text));
    },
    'account.delete': async (server, password) => valueOf(await servers.deleteAccount(server, password)),
    'invitations.list': async (server) => valueOf(await servers.withPart(server, 'invitations', (part) => part.list())),
    'invitations.create': async (server, invitation) =>
      valueOf(await servers.withPart(server, 'invitations', (part) => part.create(invitation))),
    'invitations.revoke': async (server, id) =>
      done(await servers.withPart(server, 'invitations', (part) => part.revoke(id))),
    'guestLinks.list': async (server, channelId) =>
      valueOf(await servers.withPart(server, 'guestLinks', (part) => part.list(channelId))),
    'guestLinks.create': async (server, channelId, link) =>
      valueOf(await servers.withPart(server, 'guestLinks', (part) => part.create(channelId, link))),
    'guestLinks.revoke': async (server, channelId, link) =>
      done(await servers.withPart(server, 'guestLinks', (part) => part.revoke(channelId, link))),
    'proxies.answer': async (question, login) => {
      proxies.answer(question, login);
      return null;
    },
    'proxies.forget': async (proxy) => {
      if (!(await proxies.forget(proxy))) {
        throw new ParleyFailure({
          code: 'unavailable',
          reason: 'vaultLocked',
          message: 'The vault does not give the login up.',
        });
      }
      return null;
    },
    'settings.update': async (patch) => settings.update(patch),
    'hotkeys.record': () => hotkeys.record(),
    'hotkeys.cancelRecord': async () => {
      hotkeys.cancelRecord();
      return null;
    },
    'hotkeys.retry': async () => {
      hotkeys.retry();
      return null;
    },
    'devices.request': async (kind, device) => devices.request(kind, device),
    'devices.answerMoved': async (answer) => done(await services.inputGuard.answer(answer)),
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

function valueOf<T>(result: Result<T>): T {
  if (!result.ok) throw new ParleyFailure(result.error);
  return result.value;
}

/** Of what has no value: nothing but that it was done. */
function done(result: Result<void>): null {
  valueOf(result);
  return null;
}
