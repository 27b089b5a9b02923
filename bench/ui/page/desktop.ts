import { noExtraCa } from '@parley/shared/extraCa';
import type { Channel, JoinTicket } from '@parley/shared/backends/channel';
import type {
  Bootstrap,
  ChannelsView,
  Desktop,
  Envelope,
  OfServer,
  SessionView,
  Unsubscribe,
} from '@parley/shared/ipc/contract';
import { defaultSettings, type Settings } from '@parley/shared/settings/settings';

/** A double of `window.desktop` for somebody who is signed in: main is not part of what is measured here. */
export interface DesktopDouble {
  readonly desktop: Desktop;
  /** As if the server had told who is where. */
  showChannels(channels: readonly Channel[]): void;
}

/** The profile of the server that is shown. */
export const server = 'bench';

const session: SessionView = {
  kind: 'signedIn',
  serverName: 'Example team',
  account: { id: 'account-0', login: 'ada', name: 'Ada', administrator: false },
  vault: { kind: 'vault' },
};

const fallback = { deviceId: 'default', label: '', fallback: false };

export function createDesktopDouble(ports: {
  readonly channels: readonly Channel[];
  readonly ticket: (channelId: string) => Promise<Envelope<JoinTicket>>;
}): DesktopDouble {
  let settings: Settings = {
    ...defaultSettings,
    introduced: true,
    theme: 'light',
    language: 'en',
    servers: [
      { id: server, dialect: 'parley', address: 'https://voice.example.org', login: 'ada', name: 'Example team' },
    ],
    activeServer: server,
  };
  const settingsListeners = new Set<(settings: Settings) => void>();
  const channelListeners = new Set<(change: OfServer<ChannelsView>) => void>();
  const silent = (): Unsubscribe => () => undefined;
  const answer = async <T>(value: T): Promise<Envelope<T>> => ({ ok: true, value });
  const bootstrap: Omit<Bootstrap, 'settings'> = {
    version: '0',
    platform: 'linux',
    locale: 'en',
    systemScreenPicker: false,
    otherKeyReleases: false,
    settingsHealth: { kind: 'fine' },
    sessions: { [server]: session },
    channels: { [server]: { link: 'live', channels: ports.channels, error: null } },
    hotkeys: {
      kind: 'live',
      source: 'uiohook',
      capabilities: { pressRelease: true, mouse: true, loneModifier: true, systemOwned: false, physicalState: true },
      lastEdge: null,
      trigger: '',
      commands: true,
    },
    devices: { input: fallback, output: fallback, sounds: null },
    inputMoved: null,
    proxies: { question: null, known: [] },
    policy: null,
    bandwidth: { low: null, metered: null },
    extraCa: noExtraCa,
  };
  return {
    desktop: {
      app: {
        bootstrap: () => answer({ ...bootstrap, settings }),
        quit: () => answer(null),
        ready: () => undefined,
        onQuitAsked: silent,
      },
      servers: {
        signIn: () => answer(session),
        cancel: () => answer(null),
        signOut: () => answer(null),
        retry: () => answer(session),
        save: () => answer(null),
        remove: () => answer(null),
        reorder: () => answer(null),
        show: () => answer(null),
        offer: () => answer({ browser: null }),
        resetPassword: () => answer(null),
        test: () => answer([]),
        onChanged: silent,
        onTested: silent,
      },
      doctor: {
        command: () => answer(null),
        finished: () => undefined,
        begin: () => answer({ address: '', secure: false, noUdp: null }),
        step: () => answer({ verdict: 'skipped', detail: '' }),
        names: () => answer({ verdict: 'skipped', detail: '' }),
        tickets: () => answer({ kind: 'tickets', ends: [] }),
        fault: () => answer(null),
        skip: () => answer(null),
      },
      channels: {
        join: (_server, channelId) => ports.ticket(channelId),
        tellDeafened: () => answer(null),
        createRoom: () => answer(null),
        onChanged(listener) {
          channelListeners.add(listener);
          return () => void channelListeners.delete(listener);
        },
      },
      moderation: { act: () => answer(null), restrictions: () => answer({ restrictions: [] }) },
      account: {
        rename: () => answer(null),
        changePassword: () => answer(null),
        sessions: () => answer({ sessions: [] }),
        endSession: () => answer(null),
        export: () => answer(null),
        delete: () => answer(null),
      },
      invitations: {
        list: () => answer({ invitations: [] }),
        create: () => answer({ id: '', code: '', expiresAt: 0 }),
        revoke: () => answer(null),
      },
      guestLinks: {
        list: () => answer({ links: [] }),
        create: () => answer({ id: '', code: '', expiresAt: 0 }),
        revoke: () => answer(null),
      },
      bandwidth: { onChanged: silent },
      extraCa: { onChanged: silent },
      proxies: { answer: () => answer(null), forget: () => answer(null), onChanged: silent },
      settings: {
        update(patch) {
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
        record: () => answer({ kind: 'cancelled' }),
        cancelRecord: () => answer(null),
        retry: () => answer(null),
        onChanged: silent,
        onRecording: silent,
        onEdge: silent,
      },
      devices: {
        present: () => undefined,
        request: () => answer(bootstrap.devices),
        answerMoved: () => answer(null),
        onChanged: silent,
        onInputMoved: silent,
      },
      screens: { list: () => answer([]), choose: () => answer(null) },
      call: {
        summary: () => undefined,
        worked: () => undefined,
        probe: () => answer({ udp: false, tcp: false }),
        onCommand: silent,
        onModerated: silent,
      },
      links: { open: () => answer(null) },
    },
    showChannels(channels) {
      for (const listener of channelListeners) {
        listener({ server, view: { link: 'live', channels, error: null } });
      }
    },
  };
}
