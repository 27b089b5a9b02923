import type { ModerationAct } from '@parley/shared/backends/moderationAct';
import { expect, it } from 'vitest';
import { moderationRequest } from './moderationRequest.ts';

const bo = { accountId: 'bo', reason: 'Too loud' };
const table: readonly (readonly [ModerationAct, string, object])[] = [
  [{ kind: 'mute', channelId: 'lobby', ...bo, seconds: 600 }, '/api/channels/lobby/mute', { ...bo, seconds: 600 }],
  [{ kind: 'mute', channelId: null, ...bo, seconds: null }, '/api/mute', { ...bo, seconds: null }],
  [
    { kind: 'ban', channelId: 'a/../b', ...bo, seconds: null },
    '/api/channels/a%2F..%2Fb/ban',
    { ...bo, seconds: null },
  ],
  [{ kind: 'unmute', channelId: 'lobby', ...bo }, '/api/channels/lobby/unmute', bo],
  [{ kind: 'unban', channelId: null, ...bo }, '/api/unban', bo],
  [{ kind: 'kick', channelId: 'lobby', ...bo }, '/api/channels/lobby/kick', bo],
  [
    { kind: 'move', channelId: 'lobby', ...bo, toChannelId: 'x' },
    '/api/channels/lobby/move',
    { ...bo, toChannelId: 'x' },
  ],
  [{ kind: 'close', channelId: 'lobby', reason: 'Late' }, '/api/channels/lobby/close', { reason: 'Late' }],
];

it.each(table)('asks the route of %o', (act, path, body) => {
  expect(moderationRequest(act)).toMatchObject({ path, body });
  expect(Object.keys(moderationRequest(act).body)).toEqual(Object.keys(body));
});
