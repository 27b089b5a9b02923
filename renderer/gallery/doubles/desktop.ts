import type { GuestLinkList, InvitationList } from '@parley/shared/backends/parley/codes';
import type { RestrictionList } from '@parley/shared/backends/parley/moderation';
import type { SessionList } from '@parley/shared/backends/parley/session';
import type { AudioDevice } from '@parley/shared/devices/device';
import type { Binding } from '@parley/shared/hotkeys/binding';
import type { RecordAnswer } from '@parley/shared/hotkeys/messages';
import type { DialectProfile } from '@parley/shared/backends/dialects/profile';
import type { ParleyError } from '@parley/shared/errors';
import type {
  Bootstrap,
  ChannelsView,
  Desktop,
  Envelope,
  ScreenSource,
  ServerTestReport,
  SessionView,
  Unsubscribe,
} from '@parley/shared/ipc/contract';
import { noExtraCa } from '@parley/shared/extraCa';
import { noProxies } from '@parley/shared/proxies/proxyLogin';
import { defaultSettings, type Settings } from '@parley/shared/settings/settings';
import { record } from './recorder.ts';

type Failing =
  | `servers.${'signIn' | 'save' | 'test' | 'resetPassword'}`
  | 'channels.createRoom'
  | `moderation.${keyof Desktop['moderation']}`
  | `account.${keyof Desktop['account']}`
  | `invitations.${keyof Desktop['invitations']}`
  | `guestLinks.${keyof Desktop['guestLinks']}`;

/** What main tells in a scene; the rest is `quietBootstrap`. */
export interface DesktopSetup extends Partial<Omit<Bootstrap, 'settings' | 'sessions' | 'channels'>> {
  /** Of `exampleServer`, which is the server that is shown unless the settings have others. */
  readonly session?: SessionView;
  readonly channels?: ChannelsView;
  /** Of further servers, by profile id. */
  readonly others?: Readonly<Record<string, { readonly session: SessionView; readonly channels: ChannelsView }>>;
  /** The label of the identity provider that the server signs people in with. */
  readonly browser?: string;
  /** The answer to `servers.test`, each step told before. */
  readonly tested?: readonly ServerTestReport[];
  /** What goes wrong, or never comes to an end. */
  readonly fails?: Readonly<Partial<Record<Failing, ParleyError | 'pending'>>>;
  /** The answer to `moderation.restrictions`. */
  readonly restrictions?: RestrictionList['restrictions'];
  /** The answer to `account.sessions`. */
  readonly devicesSignedIn?: SessionList['sessions'];
  /** The answer to `invitations.list`. */
  readonly invitations?: InvitationList['invitations'];
  /** The answer to `guestLinks.list`. */
  readonly guestLinks?: GuestLinkList['links'];
  readonly settings?: Partial<Settings>;
  /** What the recorder sees, and what becomes of it; without an answer it goes on. */
  readonly recording?: { readonly press?: Binding; readonly answer?: RecordAnswer };
  /** What is plugged in. */
  readonly present?: readonly AudioDevice[];
  /** The answer to `screens.list`; `pending` never comes. */
  readonly sources?: Envelope<readonly ScreenSource[]> | 'pending';
}

/** The server of every scene that has one. */
export const exampleServer: DialectProfile = {
  id: 'example',
  dialect: 'parley',
  address: 'https://voice.example.org',
  login: 'ada',
  name: 'Example team',
};

const exampleCode = '4719-3062-9958-2047';

const quietBootstrap: Omit<Bootstrap, 'settings' | 'sessions' | 'channels'> = {
  version: '1.2.3',
  platform: 'linux',
  locale: 'en',
  systemScreenPicker: false,
  otherKeyReleases: false,
  settingsHealth: { kind: 'fine' },
  hotkeys: {
    kind: 'live',
    source: 'uiohook',
    capabilities: { pressRelease: true, mouse: true, loneModifier: true, systemOwned: false, physicalState: true },
    lastEdge: null,
    trigger: '',
    commands: true,
  },
  devices: {
    input: { deviceId: 'default', label: '', fallback: false },
    output: { deviceId: 'default', label: '', fallback: false },
    sounds: null,
  },
  inputMoved: null,
  proxies: noProxies,
  policy: null,
  bandwidth: { low: null, metered: null },
  extraCa: noExtraCa,
};

/**
 * A double of `window.desktop` for the gallery and its tests; there is no main behind it. It tells the scene's state,
 * takes changes of settings and of server profiles, and records everything else in `window.galleryCalls`.
 */
export function createDesktopDouble(setup: DesktopSetup): Desktop {
  const { settings: wished, sources, session, channels, others = {}, tested = [], fails = {}, ...rest } = setup;
  const { recording, restrictions = [], devicesSignedIn = [], invitations = [], guestLinks = [], ...told } = rest;
  const known = session === undefined ? {} : { servers: [exampleServer], activeServer: exampleServer.id };
  let settings: Settings = { ...defaultSettings, introduced: true, ...known, ...wished };
  const shown = settings.activeServer ?? exampleServer.id;
  const noChannels: ChannelsView = { link: 'live', channels: [], error: null };
  const view: SessionView = session ?? { kind: 'signedOut', error: null };
  const all = { ...others, [shown]: { session: view, channels: channels ?? noChannels } };
  const bootstrap: Omit<Bootstrap, 'settings'> = {
    ...quietBootstrap,
    ...told,
    sessions: Object.fromEntries(Object.entries(all).map(([id, one]) => [id, one.session])),
    channels: Object.fromEntries(Object.entries(all).map(([id, one]) => [id, one.channels])),
  };
  const testListeners = new Set<(report: ServerTestReport) => void>();
  const settingsListeners = new Set<(settings: Settings) => void>();
  const recordingListeners = new Set<(binding: Binding) => void>();
  let recorded: ((answered: RecordAnswer) => void) | null = null;

  const keep = (servers: Settings['servers']): void => {
    settings = { ...settings, servers };
    for (const listener of settingsListeners) listener(settings);
  };
  const silent = (): Unsubscribe => () => undefined;
  const answer = async <T>(value: T): Promise<Envelope<T>> => ({ ok: true, value });
  const outcome = async <T>(name: keyof typeof fails, value: T): Promise<Envelope<T>> => {
    const failure = fails[name];
    if (failure === 'pending') return new Promise(() => undefined);
    return failure === undefined ? { ok: true, value } : { ok: false, error: failure };
  };
  const acknowledge = (name: string, ...args: unknown[]): Promise<Envelope<null>> => {
    record(name, ...args);
    return answer(null);
  };
  const ask = <T>(name: Failing, value: T, ...args: unknown[]): Promise<Envelope<T>> => {
    record(name, ...args);
    return outcome(name, value);
  };
  return {
    app: {
      bootstrap: () => answer({ ...bootstrap, settings }),
      quit() {
        record('app.quit');
        return answer(null);
      },
      ready: () => record('app.ready'),
      onQuitAsked: silent,
    },
    servers: {
      signIn(profile, proof) {
        record('servers.signIn', profile, proof);
        return outcome('servers.signIn', view);
      },
      cancel: () => acknowledge('servers.cancel'),
      signOut: (server) => acknowledge('servers.signOut', server),
      retry(server) {
        record('servers.retry', server);
        return answer(view);
      },
      save(profile) {
        record('servers.save', profile);
        if (fails['servers.save'] === undefined)
          keep(settings.servers.map((other) => (other.id === profile.id ? profile : other)));
        return outcome('servers.save', null);
      },
      remove(server) {
        keep(settings.servers.filter(({ id }) => id !== server));
        return acknowledge('servers.remove', server);
      },
      reorder(servers) {
        keep(settings.servers.toSorted((one, other) => servers.indexOf(one.id) - servers.indexOf(other.id)));
        return acknowledge('servers.reorder', servers);
      },
      show: (server) => acknowledge('servers.show', server),
      test(profile, proof) {
        record('servers.test', profile, proof);
        for (const report of tested) for (const listener of testListeners) listener(report);
        return outcome('servers.test', tested);
      },
      offer: () => answer({ browser: setup.browser === undefined ? null : { label: setup.browser } }),
      resetPassword: (profile, reset) => ask('servers.resetPassword', null, profile, reset),
      onChanged: silent,
      onTested(listener) {
        testListeners.add(listener);
        return () => void testListeners.delete(listener);
      },
    },
    doctor: {
      // The gallery's doctor is a double of the whole (`doubles/doctor.ts`).
      command: () => answer(null),
      finished: () => undefined,
      begin: () => answer({ address: '', secure: true, noUdp: null }),
      step: () => answer({ verdict: 'skipped', detail: '' }),
      names: () => answer({ verdict: 'skipped', detail: '' }),
      tickets: () => answer({ kind: 'tickets', ends: [] }),
      fault: () => answer(null),
      skip: () => acknowledge('doctor.skip'),
    },
    channels: {
      async join(server, channelId) {
        record('channels.join', server, channelId);
        return { ok: false, error: { code: 'unavailable', message: 'The gallery has no server.' } };
      },
      tellDeafened(server, channelId, deafened) {
        record('channels.tellDeafened', server, channelId, deafened);
        return answer(null);
      },
      createRoom(server, channelId, limits) {
        record('channels.createRoom', server, channelId, limits);
        return outcome('channels.createRoom', null);
      },
      onChanged: silent,
    },
    moderation: {
      act: (server, act) => ask('moderation.act', null, server, act),
      restrictions: (server, channelId) => ask('moderation.restrictions', { restrictions }, server, channelId),
    },
    account: {
      rename: (server, name) => ask('account.rename', null, server, name),
      changePassword: (server, change) => ask('account.changePassword', null, server, change),
      sessions: (server) => ask('account.sessions', { sessions: devicesSignedIn }, server),
      endSession: (server, id) => ask('account.endSession', null, server, id),
      export: (server) => ask('account.export', null, server),
      delete: (server, password) => ask('account.delete', null, server, password),
    },
    invitations: {
      list: (server) => ask('invitations.list', { invitations }, server),
      create: (server, invitation) =>
        ask(
          'invitations.create',
          { id: 'new', code: exampleCode, expiresAt: Date.now() + 604_800_000 },
          server,
          invitation,
        ),
      revoke: (server, id) => ask('invitations.revoke', null, server, id),
    },
    guestLinks: {
      list: (server, channelId) => ask('guestLinks.list', { links: guestLinks }, server, channelId),
      create: (server, channelId, link) =>
        ask(
          'guestLinks.create',
          { id: 'new', code: exampleCode, expiresAt: Date.now() + 86_400_000 },
          server,
          channelId,
          link,
        ),
      revoke: (server, channelId, id) => ask('guestLinks.revoke', null, server, channelId, id),
    },
    bandwidth: { onChanged: silent },
    extraCa: { onChanged: silent },
    proxies: {
      answer: (question, login) => acknowledge('proxies.answer', question, login),
      forget: (proxy) => acknowledge('proxies.forget', proxy),
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
          recorded = (value) => resolve({ ok: true, value });
          if (recording === undefined) return;
          const { press, answer: answered } = recording;
          if (press !== undefined) for (const listener of recordingListeners) listener(press);
          if (answered !== undefined) recorded(answered);
        });
      },
      cancelRecord() {
        record('hotkeys.cancelRecord');
        recorded?.({ kind: 'cancelled' });
        recorded = null;
        return answer(null);
      },
      retry() {
        record('hotkeys.retry');
        return answer(null);
      },
      onChanged: silent,
      onRecording(listener) {
        recordingListeners.add(listener);
        return () => void recordingListeners.delete(listener);
      },
      onEdge: silent,
    },
    devices: {
      present: () => undefined,
      request(kind, device) {
        record('devices.request', kind, device);
        return answer(bootstrap.devices);
      },
      answerMoved(reply) {
        record('devices.answerMoved', reply);
        return answer(null);
      },
      onChanged: silent,
      onInputMoved: silent,
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
    call: {
      summary: () => undefined,
      worked: () => undefined,
      probe: () => answer({ udp: false, tcp: false }),
      onCommand: silent,
      onModerated: silent,
    },
    links: {
      open(url) {
        record('links.open', url);
        return answer(null);
      },
    },
  };
}
