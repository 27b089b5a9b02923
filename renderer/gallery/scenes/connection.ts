import { errorCodes, type ErrorReason } from '@parley/shared/errors';
import type { CallState, EndReason, ModeratedEnd } from '../../call/callView.ts';
import { error, hostileNames, inCall, lobby, path, people, signedIn, words } from '../fixtures.ts';
import { together, type Scene } from '../scene.ts';

const trying = (id: string, title: string, state: CallState): Scene => ({
  id,
  title,
  setup: () => together(signedIn(), { call: { state, microphone: { state: 'connecting' }, level: -Infinity } }),
});
/** @param count people, oneself among them */
const interrupted = (
  id: string,
  title: string,
  repair: Partial<Extract<CallState, { phase: 'reconnecting' }>>,
  count = 5,
): Scene => {
  const usual = { phase: 'reconnecting', channel: lobby, attempt: 2, mediaFlows: false, trouble: null } as const;
  return {
    id,
    title,
    setup: () =>
      inCall(people(count), {
        state: { ...usual, since: Date.now() - 754_000, ...repair },
        ...(repair.mediaFlows === true ? {} : { microphone: { state: 'shut', reason: 'reconnecting' } }),
      }),
  };
};
const over = (id: string, title: string, state: CallState): Scene => ({
  id,
  title: `Call over: ${title}`,
  setup: () => together(signedIn(), { call: { state } }),
});
const ended = (reason: EndReason): Scene =>
  over(`call-ended-${reason}`, reason, { phase: 'ended', channel: lobby, reason });
const endedBy = (name: string, end: ModeratedEnd): Scene =>
  over(`call-ended-${name}`, `${name}, by a moderator`, { phase: 'ended', channel: lobby, ...end });
const failed = (reason: ErrorReason): Scene =>
  over(`call-failed-${reason}`, reason, { phase: 'failed', channel: lobby, error: error(reason) });

export const connectionScenes: readonly Scene[] = [
  trying('connecting-authorising', 'Joining: the server is asked', { phase: 'authorising', channel: lobby }),
  trying('connecting', 'Joining: first attempt', {
    phase: 'connecting',
    channel: lobby,
    attempt: 1,
    ways: 'automatic',
  }),
  trying('connecting-3', 'Joining: third attempt', { phase: 'connecting', channel: lobby, attempt: 3, ways: 'relay' }),
  {
    id: 'call-interrupted',
    title: 'Parley ended in a call',
    setup: () =>
      together(signedIn(), { desktop: { settings: { interruptedCall: { ...lobby, muted: true, deafened: false } } } }),
  },
  interrupted('reconnecting', 'The connection is interrupted', {}),
  interrupted('reconnecting-heard', 'Only the signalling is away: one is heard, and sees what stands in its way', {
    attempt: 1,
    mediaFlows: true,
    trouble: { ...error('upgradeStripped'), voiceServer: 'rtc.voice.example.org:7443' },
  }),
  interrupted('reconnecting-alone', 'The connection is interrupted, and nobody else was there', {}, 1),
  interrupted('reconnecting-blocked', 'The connection is interrupted for long: what does not answer', {
    attempt: 5,
    trouble: {
      code: 'unavailable',
      reason: 'mediaBlocked',
      message: 'Signalling works; no answer from TCP 203.0.113.24:7881, the server offers no TURN relay.',
    },
  }),
  ...(['left', 'channelDeleted', 'removed', 'joinedElsewhere', 'connectionLost'] as const).map(ended),
  endedBy('kicked', { reason: 'kicked', told: words() }),
  endedBy('kicked-hostile', {
    reason: 'kicked',
    told: words({ by: hostileNames['markup'] ?? '', reason: hostileNames['256 characters'] ?? '' }),
  }),
  endedBy('banned', { reason: 'banned', told: words({ until: Date.UTC(2026, 2, 15, 9, 30) }) }),
  endedBy('banned-everywhere', { reason: 'banned', told: words({ everywhere: true, by: '', reason: '' }) }),
  endedBy('channelClosed', { reason: 'channelClosed', told: words({ reason: 'The lesson is over' }) }),
  ...(
    [
      'voiceServerDown',
      'ticketRefused',
      'mediaBlocked',
      'relayUnreachable',
      'relayRefused',
      'relayDead',
      'relayMissing',
      'channelNotFound',
      'notVoiceChannel',
      'joinForbidden',
      'serverUnreachable',
      'sessionExpired',
      'rateLimited',
      'versionMismatch',
    ] as const
  ).map(failed),
  ...errorCodes.map((code) =>
    over(`call-failed-code-${code}`, `${code}, no reason`, {
      phase: 'failed',
      channel: lobby,
      error: { code, message: `${code}: no further reason` },
    }),
  ),
  {
    id: 'call-failed-voice-server',
    title: 'Something stands in the way to the voice server',
    setup: () =>
      together(signedIn(), {
        call: {
          state: {
            phase: 'failed',
            channel: lobby,
            error: { ...error('certificateExpired'), voiceServer: 'rtc.voice.example.org:7443' },
          },
        },
      }),
  },
  {
    id: 'call-failed-detail',
    title: 'Call over: technical detail opened',
    setup: () =>
      together(signedIn(), { call: { state: { phase: 'failed', channel: lobby, error: error('mediaBlocked') } } }),
    after: (hand) => hand.press('.technical-toggle'),
  },
  {
    id: 'connection-page',
    title: 'Connection: readings and path changes',
    setup: () =>
      together(
        inCall(people(5, [1]), {
          microphone: { state: 'open', by: 'hold' },
          level: 'voice',
          path: path('TCP', {
            roundTrip: 61,
            loss: 0.004,
            changes: [
              { kind: 'UDP', at: Date.now() - 754_000, cause: 'joined' },
              { kind: 'TURN-TLS', at: Date.now() - 301_000, cause: 'pathLost' },
              { kind: 'TCP', at: Date.now() - 42_000, cause: 'connectionLost' },
            ],
          }),
        }),
        { view: { dialog: 'connection' } },
      ),
  },
  {
    id: 'connection-page-many',
    title: 'Connection: 50 path changes',
    setup: () =>
      together(
        inCall(people(5, [1]), {
          path: path('UDP', {
            changes: Array.from({ length: 50 }, (_, index) => ({
              kind: (['UDP', 'TCP', 'TURN-UDP', 'TURN-TCP', 'TURN-TLS'] as const)[index % 5] ?? 'UDP',
              at: Date.now() - (50 - index) * 61_000,
              cause: index === 0 ? 'joined' : 'network',
            })),
          }),
        }),
        { view: { dialog: 'connection' } },
      ),
  },
  {
    id: 'connection-page-low',
    title: 'Connection: little data, by choice',
    setup: () =>
      together(inCall(people(5, [1]), { path: path('TCP', { roundTrip: 61, loss: 0.004 }) }), {
        view: { dialog: 'connection' },
        desktop: { bandwidth: { low: 'chosen', metered: false } },
      }),
  },
  {
    id: 'connection-page-unmeasured',
    title: 'Connection: no reading yet',
    setup: () =>
      together(
        inCall(people(2), {
          path: path('UDP', { roundTrip: null, loss: null, history: [], losses: [], jitter: null, jitters: [] }),
        }),
        {
          view: { dialog: 'connection' },
        },
      ),
  },
  {
    id: 'connection-page-none',
    title: 'Connection: no call',
    setup: () => together(signedIn(), { view: { dialog: 'connection' } }),
  },
];
