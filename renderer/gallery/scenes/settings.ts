import { defaultSettings } from '@parley/shared/settings/settings';
import { settingsPages, type SettingsPage } from '../../features/app/view.ts';
import { devices, error, inCall, people, person, signedIn } from '../fixtures.ts';
import { together, type Scene, type Setup } from '../scene.ts';

const page = (settingsPage: SettingsPage, ...more: readonly Setup[]): Setup =>
  together(signedIn(), { desktop: { present: devices }, view: { page: 'settings', settingsPage } }, ...more);

export const settingsScenes: readonly Scene[] = [
  ...settingsPages.map((name): Scene => ({
    id: `settings-${name}`,
    title: `Settings: ${name}`,
    setup: () => page(name),
  })),
  {
    id: 'settings-talk-always',
    title: 'Settings: always open',
    setup: () => page('talk', { desktop: { settings: { microphoneMode: 'alwaysOpen' } } }),
  },
  {
    id: 'settings-talk-voice',
    title: 'Settings: opened by a voice',
    setup: () => page('talk', { desktop: { settings: { microphoneMode: 'voiceActivation' } } }),
    after: (hand) => hand.press('[data-action="try-microphone"]'),
  },
  {
    id: 'settings-voice-compared',
    title: 'Settings: noise suppressions compared',
    setup: () => page('voice', { desktop: { settings: { noiseSuppression: 'rnnoise' } } }),
    after: (hand) => hand.press('[data-action="record-own"]'),
  },
  {
    id: 'settings-voice-metered',
    title: 'Settings: little data, on a metered network',
    setup: () =>
      page('voice', {
        desktop: { settings: { lowBandwidth: 'system' }, bandwidth: { low: 'metered', metered: true } },
      }),
  },
  {
    id: 'settings-talk-four-keys',
    title: 'Settings: as many keys as there can be, a hold of its own',
    setup: () =>
      page('talk', {
        desktop: {
          settings: {
            maximumHold: 45_000,
            releaseDelay: 800,
            talkBindings: [
              { kind: 'key', code: 'ControlRight' },
              { kind: 'key', code: 'F13' },
              { kind: 'mouse', button: 'back' },
              { kind: 'key', code: 'NumpadParenthesisRight' },
            ],
          },
        },
      }),
  },
  {
    id: 'settings-talk-no-key',
    title: 'Settings: no key',
    setup: () => page('talk', { desktop: { settings: { talkBindings: [] } } }),
  },
  {
    id: 'settings-talk-recording',
    title: 'Settings: a key is recorded',
    setup: () => page('talk'),
    after: (hand) => hand.press('[data-action="record"]'),
  },
  ...(['wayland', 'portalRefused', 'noDisplay', 'accessibilityRefused', 'notOnThisPlatform', 'crashed'] as const).map(
    (cause): Scene => ({
      id: `settings-talk-${cause}`,
      title: `Settings: keys only in this window, ${cause}`,
      setup: () =>
        page('talk', {
          desktop: { hotkeys: { kind: 'degraded', source: 'window', cause, commands: cause !== 'crashed' } },
        }),
    }),
  ),
  {
    id: 'settings-talk-source-off',
    title: 'Settings: key source off',
    setup: () => page('talk', { desktop: { hotkeys: { kind: 'off', forecast: 'everywhere' } } }),
  },
  {
    id: 'settings-talk-source-asks',
    title: 'Settings: the desktop will be asked for a key',
    setup: () =>
      page('talk', {
        desktop: {
          otherKeyReleases: true,
          hotkeys: { kind: 'off', forecast: 'desktop' },
          settings: {
            actionBindings: {
              ...defaultSettings.actionBindings,
              mute: [{ kind: 'key', code: 'ControlRight', modifiers: ['Shift'] }],
            },
          },
        },
      }),
  },
  {
    id: 'settings-talk-source-starting',
    title: 'Settings: key source starting',
    setup: () => page('talk', { desktop: { hotkeys: { kind: 'starting' } } }),
  },
  {
    id: 'settings-talk-source-portal',
    title: 'Settings: the desktop owns the key',
    setup: () =>
      page('talk', {
        desktop: {
          hotkeys: {
            kind: 'live',
            source: 'portal',
            capabilities: {
              pressRelease: true,
              mouse: false,
              loneModifier: false,
              systemOwned: true,
              physicalState: false,
            },
            lastEdge: null,
            trigger: 'Super+F13',
            commands: true,
          },
        },
      }),
  },
  {
    id: 'settings-talk-source-shortcut',
    title: 'Settings: the key only toggles',
    setup: () =>
      page('talk', {
        desktop: {
          settings: { talkMode: 'toggle', talkBindings: [{ kind: 'key', code: 'F13' }] },
          hotkeys: { kind: 'degraded', source: 'globalShortcut', cause: 'notOnThisPlatform', commands: true },
        },
      }),
  },
  ...(['toggle', 'latch', 'pushToMute'] as const).map((talkMode): Scene => ({
    id: `settings-talk-mode-${talkMode}`,
    title: `Settings: the key in mode ${talkMode}`,
    setup: () => page('talk', { desktop: { settings: { talkMode } } }),
  })),
  {
    id: 'settings-talk-warnings',
    title: 'Settings: keys that something speaks against',
    setup: () =>
      page('talk', {
        desktop: {
          settings: {
            talkBindings: [
              { kind: 'key', code: 'KeyV' },
              { kind: 'key', code: 'Space', modifiers: ['Control', 'Shift'] },
              { kind: 'key', code: 'ScrollLock' },
            ],
          },
        },
      }),
  },
  {
    id: 'settings-talk-let-go',
    title: 'Settings: the recorder waits for the release',
    setup: () => page('talk', { desktop: { recording: { press: { kind: 'mouse', button: 'forward' } } } }),
    after: (hand) => hand.press('[data-action="record"]'),
  },
  {
    id: 'settings-talk-no-release',
    title: 'Settings: a key that never came up again',
    setup: () =>
      page('talk', {
        desktop: { recording: { press: { kind: 'key', code: 'CapsLock' }, answer: { kind: 'noRelease' } } },
      }),
    after: (hand) => hand.press('[data-action="record"]'),
  },
  {
    id: 'settings-talk-taken',
    title: 'Settings: a key that does something else already',
    setup: () =>
      page('talk', {
        desktop: { recording: { answer: { kind: 'recorded', binding: { kind: 'key', code: 'ControlRight' } } } },
      }),
    after: (hand) => hand.press('[data-action="record"]'),
  },
  {
    id: 'settings-talk-actions',
    title: 'Settings: keys for everything else',
    setup: () =>
      page('talk', {
        desktop: {
          settings: {
            actionBindings: {
              mute: [
                { kind: 'key', code: 'F14' },
                { kind: 'mouse', button: 'back' },
              ],
              deafen: [{ kind: 'key', code: 'KeyD', modifiers: ['Control', 'Alt'] }],
              nextInput: [],
              nextOutput: [],
              joinFavourite: [{ kind: 'key', code: 'F15' }],
              leave: [],
            },
          },
        },
      }),
    after: (hand) => hand.press('[data-part="action-card"] > summary'),
  },
  {
    id: 'settings-talk-actions-unheard',
    title: 'Settings: keys for everything else, where the desktop gives the talk key alone',
    setup: () =>
      page('talk', {
        desktop: {
          hotkeys: { kind: 'off', forecast: 'talkKey' },
          settings: {
            actionBindings: {
              ...defaultSettings.actionBindings,
              mute: [
                { kind: 'key', code: 'KeyM' },
                { kind: 'mouse', button: 'back' },
              ],
              leave: [{ kind: 'key', code: 'F14' }],
            },
          },
        },
      }),
    after: (hand) => hand.press('[data-part="action-card"] > summary'),
  },
  {
    id: 'settings-talk-select',
    title: 'Settings: a list opened',
    setup: () => page('talk'),
    after: (hand) => hand.press('.select button'),
  },
  {
    id: 'settings-sound-trying',
    title: 'Settings: the microphone is tried',
    setup: () => page('sound', { call: { trial: 'voice' } }),
    after: (hand) => hand.press('[data-action="try-microphone"]'),
  },
  {
    id: 'settings-sound-refused',
    title: 'Settings: the microphone cannot be tried',
    setup: () => page('sound', { call: { trial: error('microphoneRefused', 'forbidden') } }),
    after: (hand) => hand.press('[data-action="try-microphone"]'),
  },
  {
    id: 'settings-sound-missing',
    title: 'Settings: the chosen devices are not plugged in',
    setup: () =>
      page('sound', {
        desktop: {
          settings: {
            input: { deviceId: 'gone', groupId: 'gone', label: 'Studio microphone' },
            output: { deviceId: 'gone', groupId: 'gone', label: '' },
          },
          devices: {
            input: { deviceId: 'built-in', label: 'Built-in microphone', fallback: true },
            output: { deviceId: 'speakers', label: 'Loudspeakers', fallback: true },
            sounds: null,
          },
        },
      }),
  },
  {
    id: 'settings-sound-in-call',
    title: 'Settings: devices during a call',
    setup: () =>
      together(inCall(people(3), { level: 'voice' }), {
        desktop: { present: devices },
        view: { page: 'settings', settingsPage: 'sound' },
      }),
  },
  {
    id: 'settings-hearing-in-call',
    title: 'Settings: hearing others during a call',
    setup: () =>
      together(
        inCall([
          person(0),
          person(1, { volume: 160 }),
          person(2, { blocked: true }),
          person(3, { priority: true, screenVolume: 40, sharing: true }),
        ]),
        { desktop: { present: devices }, view: { page: 'settings', settingsPage: 'hearing' } },
      ),
  },
  {
    id: 'settings-account-memory',
    title: 'Settings: an account that ends with the program',
    setup: () => {
      const { session } = signedIn().desktop ?? {};
      return session?.kind === 'signedIn'
        ? page('account', { desktop: { session: { ...session, vault: { kind: 'memory', cause: 'absent' } } } })
        : page('account');
    },
  },
  {
    id: 'settings-account-signed-out',
    title: 'Settings: nobody is signed in',
    setup: () => ({ view: { page: 'settings', settingsPage: 'account' } }),
  },
];
