import { hostileNames, hostilePeople, inCall, lobby, path, people, person, signedIn } from '../fixtures.ts';
import { together, type Scene } from '../scene.ts';

const crowd = (count: number, speakers: readonly number[] = [1]): Scene => ({
  id: `call-${count}`,
  title: count === 1 ? 'Call: alone' : `Call: ${count} people`,
  setup: () => inCall(people(count, speakers)),
});

export const callScenes: readonly Scene[] = [
  crowd(1, []),
  crowd(2),
  crowd(5, [1, 3]),
  crowd(12, [4]),
  crowd(13),
  crowd(50, [7, 21]),
  crowd(200, [3, 17, 88, 140, 150, 199]),
  {
    id: 'call-beside',
    title: 'Call: two more calls beside it, one of them over',
    setup: () =>
      inCall(people(4, [2]), {
        beside: [
          { state: { phase: 'connected', channel: { ...lobby, id: 'meet/desk', name: 'Desk' }, since: 0 }, people: 3 },
          {
            state: {
              phase: 'ended',
              channel: { ...lobby, id: 'chat/hall', name: 'Hall of the chat' },
              reason: 'removed',
            },
            people: 0,
          },
        ],
      }),
  },
  {
    id: 'call-beside-only',
    title: 'No call on the stage, one beside it that reconnects',
    setup: () =>
      together(signedIn(), {
        call: {
          beside: [
            {
              state: {
                phase: 'reconnecting',
                channel: { ...lobby, id: 'meet/x', name: hostileNames['256 characters'] ?? '' },
                since: 0,
                attempt: 2,
                mediaFlows: false,
                trouble: null,
              },
              people: 0,
            },
          ],
        },
      }),
  },
  {
    id: 'call-50-silent',
    title: 'Call: 50 people, nobody speaks',
    setup: () => inCall(people(50)),
  },
  {
    id: 'call-5-own-voice',
    title: 'Call: 5 people, we speak',
    setup: () => inCall(people(5, [0]), { microphone: { state: 'open', by: 'hold' }, level: 'voice' }),
  },
  {
    id: 'call-volumes',
    title: 'Call: people turned down',
    setup: () =>
      inCall([
        person(0),
        person(1, { volume: 0 }),
        person(2, { volume: 35 }),
        person(4, { volume: 180 }),
        person(5, { blocked: true }),
        person(6, { priority: true }),
        person(3),
      ]),
  },
  {
    id: 'call-participant-states',
    title: 'Call: every state of a participant',
    setup: () =>
      inCall([
        person(0),
        person(1, { microphone: 'open', speaking: true }),
        person(2, { microphone: 'open' }),
        person(3, { microphone: 'shut' }),
        person(4, { microphone: 'muted' }),
        person(5, { microphone: 'none' }),
        person(6, { sharing: true }),
        person(7, { microphone: 'muted', deafened: true }),
        person(8, { microphone: 'none', maySpeak: false }),
      ]),
  },
  {
    id: 'call-hostile-tiles',
    title: 'Call: hostile names as tiles',
    setup: () => inCall(hostilePeople().slice(0, 12)),
  },
  {
    id: 'call-hostile-roster',
    title: 'Call: hostile names as a roster',
    setup: () => inCall(hostilePeople()),
  },
  ...(['TCP', 'TURN-UDP', 'TURN-TCP', 'TURN-TLS'] as const).map((kind): Scene => ({
    id: `call-path-${kind.toLowerCase()}`,
    title: `Call: voice by ${kind}`,
    setup: () => inCall(people(3, [1]), { path: path(kind, { roundTrip: 187, loss: 0.024 }) }),
  })),
  {
    id: 'call-path-low',
    title: 'Call: little data on a metered network',
    setup: () =>
      together(inCall(people(3, [1]), { path: path('UDP', { roundTrip: 48, loss: 0.002 }) }), {
        desktop: { bandwidth: { low: 'metered', metered: true } },
      }),
  },
  {
    id: 'call-path-unmeasured',
    title: 'Call: path found, not measured',
    setup: () =>
      inCall(people(3), {
        path: path('UDP', {
          roundTrip: null,
          loss: null,
          history: [],
          losses: [],
          jitter: null,
          jitters: [],
          changes: [],
        }),
      }),
  },
];
