import { Mini } from '../../features/mini/Mini.tsx';
import { error, inCall, lobby, path, people, person } from '../fixtures.ts';
import type { CallSetup } from '../doubles/callController.ts';
import type { Scene } from '../scene.ts';

const mini = (name: string, title: string, call: () => CallSetup): Scene => ({
  id: `mini-${name}`,
  title: `Small window: ${title}`,
  setup: () => inCall(people(5), call()),
  bare: true,
  show: () => <Mini />,
});

export const miniScenes: readonly Scene[] = [
  mini('silent', 'nobody speaks', () => ({})),
  mini('speaking', 'three speak', () => ({ participants: people(9, [1, 4, 5, 7]) })),
  mini('open', 'we speak', () => ({ participants: people(5, [0]), microphone: { state: 'open', by: 'hold' } })),
  mini('muted', 'muted', () => ({ muted: true, microphone: { state: 'muted', by: 'self' } })),
  mini('trouble', 'microphone cannot work', () => ({
    microphone: { state: 'trouble', error: error('microphoneAbsent', 'notFound') },
  })),
  mini('reconnecting', 'connecting again', () => ({
    state: {
      phase: 'reconnecting',
      channel: lobby,
      since: Date.now() - 9_000,
      attempt: 2,
      mediaFlows: false,
      trouble: null,
    },
    microphone: { state: 'shut', reason: 'reconnecting' },
    path: path('TURN-TLS', { roundTrip: null }),
  })),
  mini('idle', 'no call', () => ({
    state: { phase: 'idle' },
    microphone: { state: 'idle' },
    participants: [],
    path: null,
  })),
  mini('long', 'long names', () => ({
    state: {
      phase: 'connected',
      channel: { server: 'team', id: 'long', name: 'A channel with rather a long name, number 17' },
      since: Date.now(),
    },
    participants: [
      person(0),
      person(1, { name: 'Maximilian-Alexander-'.repeat(5), speaking: true, microphone: 'open' }),
      person(2, { name: 'عبد الرحمن بن خالد', speaking: true, microphone: 'open' }),
    ],
  })),
];
