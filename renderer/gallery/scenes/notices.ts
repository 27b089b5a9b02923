import type { CallNotice } from '../../call/callView.ts';
import type { InputMoved } from '@parley/shared/devices/device';
import { error, hostileNames, inCall, lobby, people, signedIn, words } from '../fixtures.ts';
import { together, type Scene } from '../scene.ts';
import type { SettingsHealth } from '@parley/shared/settings/settings';

type Kind = CallNotice extends infer N ? (N extends CallNotice ? Omit<N, 'id' | 'at'> : never) : never;

const notices = (...kinds: readonly Kind[]): readonly CallNotice[] =>
  kinds.map((kind, index) => ({ ...kind, id: index + 1, at: Date.now() - 5_000 }));

const one = (name: string, kind: Kind): Scene => ({
  id: `notice-${name}`,
  title: `Notice: ${name}`,
  setup: () => inCall(people(3), { notices: notices(kind) }),
});

const health = (settingsHealth: SettingsHealth): Scene => ({
  id: `notice-settings-${settingsHealth.kind}`,
  title: `Notice: settings ${settingsHealth.kind}`,
  setup: () => together(signedIn(), { desktop: { settingsHealth } }),
});

const inMemory = (cause: 'absent' | 'locked' | 'failed') => {
  const { session } = signedIn().desktop ?? {};
  if (session?.kind !== 'signedIn') throw new Error('not signed in');
  return { desktop: { session: { ...session, vault: { kind: 'memory' as const, cause } } } };
};

const moved = (name: string, inputMoved: InputMoved): Scene => ({
  id: `notice-input-moved-${name}`,
  title: `Notice: the microphone in the system: ${name}`,
  setup: () => together(inCall(people(3)), { desktop: { inputMoved } }),
});

const quarantine = 'settings.damaged-2026-03-14T10-26-30.json';

export const noticeScenes: readonly Scene[] = [
  one('device-fallback', { kind: 'deviceFallback', device: 'input', label: 'Built-in microphone' }),
  one('device-refused', { kind: 'deviceRefused', error: error('microphoneBusy', 'unavailable') }),
  one('suppressor-failed', { kind: 'suppressorFailed' }),
  one('graph-failed', { kind: 'graphFailed' }),
  one('microphone-silent', { kind: 'microphoneSilent', label: 'Desk' }),
  one('talking-while-muted', { kind: 'talkingWhileMuted' }),
  one('sound-gaps', { kind: 'soundGaps' }),
  moved('volume', { before: 100, now: 34, muted: false }),
  moved('muted', { before: 100, now: 100, muted: true }),
  one('output-fallback', { kind: 'deviceFallback', device: 'output', label: 'Loudspeakers' }),
  one('device-returned', { kind: 'deviceReturned', device: 'input', label: 'Headset (USB Audio)' }),
  one('output-returned', { kind: 'deviceReturned', device: 'output', label: 'Headset (USB Audio)' }),
  one('share-failed', { kind: 'shareFailed', error: error('screenRefused', 'forbidden') }),
  one('playback-blocked', { kind: 'playbackBlocked' }),
  one('path-changed', { kind: 'pathChanged', from: 'UDP', to: 'TURN-TLS' }),
  one('maximum-hold', { kind: 'maximumHold' }),
  one('hook-lost', { kind: 'hookLost' }),
  {
    id: 'notice-device-lost',
    title: 'Notice: the microphone in use was unplugged',
    setup: () =>
      together(
        inCall(people(3), {
          microphone: { state: 'shut', reason: 'deviceLost' },
          notices: notices({ kind: 'deviceLost' }),
        }),
        { desktop: { settings: { microphoneMode: 'alwaysOpen' } } },
      ),
  },
  one('muted-by-server', { kind: 'mutedByServer' }),
  one('mute-over', { kind: 'muteOver' }),
  ...(['mute', 'unmute', 'ban', 'unban'] as const).flatMap((action) => [
    one(`moderated-${action}`, { kind: 'moderated', action, channel: 'Daily', told: words() }),
    one(`moderated-${action}-everywhere`, {
      kind: 'moderated',
      action,
      channel: '',
      told: words({ everywhere: true, reason: '', until: action === 'mute' ? Date.UTC(2026, 2, 15, 9, 30) : null }),
    }),
  ]),
  one('moderated-move', { kind: 'moderated', action: 'move', channel: lobby.name, told: words({ reason: '' }) }),
  one('moderated-hostile', {
    kind: 'moderated',
    action: 'mute',
    channel: hostileNames['right to left'] ?? '',
    told: words({ by: hostileNames['markup'] ?? '', reason: hostileNames['placeholder'] ?? '' }),
  }),
  health({ kind: 'repaired', fields: ['theme', 'language'], quarantine }),
  health({ kind: 'restored', quarantine }),
  health({ kind: 'reset', quarantine }),
  health({ kind: 'newer', quarantine }),
  health({ kind: 'readOnly' }),
  ...(['absent', 'locked', 'failed'] as const).map((cause): Scene => ({
    id: `notice-vault-${cause}`,
    title: `Notice: vault ${cause}`,
    setup: () => together(signedIn(), inMemory(cause)),
  })),
  {
    id: 'notices-stack',
    title: 'Notices: all that can be at once',
    setup: (t) =>
      together(
        inCall(people(5), {
          state: {
            phase: 'reconnecting',
            channel: lobby,
            since: Date.now() - 754_000,
            attempt: 4,
            mediaFlows: false,
            trouble: null,
          },
          microphone: { state: 'trouble', error: error('microphoneRefused', 'forbidden') },
          notices: notices(
            {
              kind: 'deviceFallback',
              device: 'input',
              label: 'Microphone array with a very long name (Example Audio Professional Series 4th generation)',
            },
            { kind: 'shareFailed', error: error('screenRefused', 'forbidden') },
            { kind: 'pathChanged', from: 'UDP', to: 'TURN-TLS' },
          ),
        }),
        inMemory('absent'),
        {
          desktop: { settingsHealth: { kind: 'restored', quarantine } },
          view: {
            undo: {
              id: 1,
              text: t('undo.keyRemoved', { key: 'F13' }),
              action: t('undo.action'),
              undo: () => undefined,
            },
          },
        },
      ),
  },
  {
    id: 'leave-undo',
    title: 'A channel left, with the way back',
    setup: (t) =>
      together(signedIn(), {
        view: {
          undo: {
            id: 1,
            text: t('undo.left', { channel: lobby.name }),
            action: t('undo.rejoin'),
            undo: () => undefined,
          },
        },
      }),
  },
  {
    id: 'leaving-quit',
    title: 'Quitting during a call is asked about',
    setup: () => together(inCall(people(5)), { view: { leaving: { kind: 'quit' } } }),
  },
  {
    id: 'leaving-sign-out',
    title: 'Signing out during a call is asked about, on the page of the account',
    setup: () =>
      together(inCall(people(5)), {
        view: { page: 'settings', settingsPage: 'account', leaving: { kind: 'signOut', server: lobby.server } },
      }),
  },
  {
    id: 'leaving-hostile',
    title: 'The question with names that somebody made up',
    setup: () =>
      together(
        inCall(people(5), {
          state: {
            phase: 'connected',
            channel: { ...lobby, name: hostileNames['256 characters'] ?? '' },
            since: Date.now() - 60_000,
          },
        }),
        { view: { leaving: { kind: 'quit' } } },
      ),
  },
  ...(['open', 'shut', 'muted', 'trouble'] as const).map((cue): Scene => ({
    id: `cue-caption-${cue}`,
    title: `Caption of a cue: ${cue}`,
    setup: () =>
      together(inCall(people(3), { cue: { cue, id: 1, who: '', spoken: false } }), {
        desktop: { settings: { cueCaptions: true } },
      }),
  })),
];
