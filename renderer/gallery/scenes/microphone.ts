import type { MicrophoneView, ParticipantView, ShutReason } from '../../call/callView.ts';
import { devices, error, inCall, people, person } from '../fixtures.ts';
import type { DesktopSetup } from '../doubles/desktop.ts';
import type { CallSetup } from '../doubles/callController.ts';
import { together, type Scene } from '../scene.ts';

const speaking = (): readonly ParticipantView[] => [
  person(0, { speaking: true, microphone: 'open' }),
  ...people(4).slice(1),
];
const own = (microphone: ParticipantView['microphone']): readonly ParticipantView[] => [
  person(0, { microphone }),
  ...people(4, [1]).slice(1),
];

const scene = (
  name: string,
  title: string,
  microphone: MicrophoneView,
  call: () => CallSetup = () => ({}),
  desktop: DesktopSetup = {},
): Scene => ({
  id: `microphone-${name}`,
  title: `Microphone: ${title}`,
  setup: () => together(inCall(own('shut'), { microphone, ...call() }), { desktop: { present: devices, ...desktop } }),
});

const shut = (reason: ShutReason, title: string): Scene =>
  scene(`shut-${reason}`, `shut, ${title}`, { state: 'shut', reason });

export const microphoneScenes: readonly Scene[] = [
  shut('notHeld', 'no key held'),
  shut('released', 'key let go'),
  scene('shut-quiet', 'shut, nobody speaks', { state: 'shut', reason: 'quiet' }, () => ({ level: -58 }), {
    settings: { microphoneMode: 'voiceActivation' },
  }),
  scene(
    'open-voice',
    'open by a voice',
    { state: 'open', by: 'voice' },
    () => ({ participants: speaking(), level: 'voice' }),
    { settings: { microphoneMode: 'voiceActivation' } },
  ),
  shut('maximumHold', 'held too long'),
  shut('leaseExpired', 'no sign of life of the key'),
  shut('sourceLost', 'key events lost'),
  shut('lockScreen', 'screen was locked'),
  shut('suspend', 'computer slept'),
  shut('sessionSwitch', 'another person’s session was shown'),
  shut('rebound', 'keys were edited'),
  shut('latchLimit', 'open too long'),
  shut('deviceLost', 'microphone unplugged'),
  shut('deviceReady', 'a microphone plugged in'),
  shut('channelChanged', 'in another channel'),
  scene('mute-held', 'push-to-mute held', { state: 'shut', reason: 'muteHeld' }, undefined, {
    settings: { talkMode: 'pushToMute' },
  }),
  ...(['toggle', 'latch', 'pushToMute'] as const).map((by) =>
    scene(`open-${by}`, `open by ${by}`, { state: 'open', by }, () => ({ participants: speaking(), level: 'voice' }), {
      settings: { talkMode: by },
    }),
  ),
  scene('toggle-shut', 'shut in toggle mode', { state: 'shut', reason: 'notHeld' }, undefined, {
    settings: { talkMode: 'toggle' },
  }),
  scene('open', 'open by a held key', { state: 'open', by: 'hold' }, () => ({
    participants: speaking(),
    level: 'voice',
  })),
  scene('open-loud', 'open, at the upper edge', { state: 'open', by: 'hold' }, () => ({
    participants: speaking(),
    level: -0.2,
  })),
  scene(
    'open-always',
    'always open',
    { state: 'open', by: 'always' },
    () => ({ participants: speaking(), level: 'voice' }),
    { settings: { microphoneMode: 'alwaysOpen' } },
  ),
  scene('muted-self', 'muted by ourselves', { state: 'muted', by: 'self' }, () => ({
    muted: true,
    participants: own('muted'),
  })),
  scene('muted-moderator', 'muted by a moderator', { state: 'muted', by: 'moderator' }, () => ({
    muted: true,
    participants: own('muted'),
  })),
  scene('muted-listener', 'may only listen', { state: 'muted', by: 'listener' }, () => ({
    muted: false,
    participants: own('none'),
  })),
  scene('deafened', 'deafened', { state: 'muted', by: 'deafen' }, () => ({
    deafened: true,
    participants: own('muted'),
  })),
  scene(
    'trouble-refused',
    'access refused',
    { state: 'trouble', error: error('microphoneRefused', 'forbidden') },
    () => ({
      participants: own('none'),
    }),
  ),
  scene(
    'trouble-absent',
    'no microphone',
    { state: 'trouble', error: error('microphoneAbsent', 'notFound') },
    () => ({ participants: own('none') }),
    {
      present: [],
      devices: { input: null, output: { deviceId: 'default', label: '', fallback: false }, sounds: null },
    },
  ),
  scene('trouble-busy', 'in use elsewhere', { state: 'trouble', error: error('microphoneBusy') }, () => ({
    participants: own('none'),
  })),
  scene('no-key', 'no key bound', { state: 'shut', reason: 'notHeld' }, undefined, { settings: { talkBindings: [] } }),
  scene('keys-focused', 'keys only in this window', { state: 'shut', reason: 'notHeld' }, undefined, {
    hotkeys: { kind: 'degraded', source: 'window', cause: 'wayland', commands: true },
  }),
  scene('long-key', 'a key with a long name', { state: 'shut', reason: 'notHeld' }, undefined, {
    settings: { talkBindings: [{ kind: 'key', code: 'NumpadParenthesisRight' }] },
  }),
  scene('silence', 'digital silence', { state: 'open', by: 'hold' }, () => ({ level: -Infinity })),
  scene('device-fallback', 'the chosen one is not plugged in', { state: 'shut', reason: 'notHeld' }, undefined, {
    settings: { input: { deviceId: 'gone', groupId: 'gone', label: 'Studio microphone' } },
    devices: {
      input: { deviceId: 'built-in', label: 'Built-in microphone', fallback: true },
      output: { deviceId: 'default', label: '', fallback: false },
      sounds: null,
    },
  }),
  {
    id: 'microphone-device-menu',
    title: 'Microphone: device menu open',
    setup: () => together(inCall(own('shut')), { desktop: { present: devices } }),
    after: (hand) => hand.press('[data-part="device-button"][data-kind="audioinput"]'),
  },
];
