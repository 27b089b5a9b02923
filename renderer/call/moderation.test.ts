import type { Moderation } from '@parley/shared/ipc/contract';
import { describe, expect, it } from 'vitest';
import { idleCall, type CallMachine } from './callState.ts';
import { decideModeration, lateWords, muteKey, nextMutes } from './moderation.ts';

const channel = { server: 'team', id: 'lobby', name: 'Lobby' };
const connected: CallMachine = { phase: 'connected', channel, since: 1, by: 'joined' };
const removed: CallMachine = { phase: 'ended', channel, reason: 'removed' };
const deed = (action: Moderation['action'], change: Partial<Moderation> = {}): Moderation => ({
  action,
  server: 'team',
  reason: 'noise',
  by: 'Mo',
  channelId: 'lobby',
  toChannelId: null,
  expiresAt: null,
  ...change,
});
const told = { by: 'Mo', reason: 'noise', everywhere: false, until: null };

describe('decideModeration', () => {
  it.each([
    ['kick', 'kicked'],
    ['ban', 'banned'],
    ['close', 'channelClosed'],
  ] as const)('ends the call by %s, with the words', (action, reason) => {
    const end = { kind: 'end', end: { reason, told } };
    expect(decideModeration(deed(action), connected, 0)).toEqual(end);
    expect(decideModeration(deed(action), { phase: 'authorising', channel }, 0)).toEqual(end);
    expect(decideModeration(deed(action), removed, lateWords - 1)).toEqual(end);
  });

  it.each(['kick', 'close', 'move'] as const)('leaves a program alone that is not in the call: %s', (action) => {
    const move = deed(action, { toChannelId: 'stage' });
    expect(decideModeration(move, idleCall, 0)).toEqual({ kind: 'nothing' });
    expect(decideModeration({ ...move, channelId: 'other' }, connected, 0)).toEqual({ kind: 'nothing' });
    // Another server may have a channel of the same id.
    expect(decideModeration({ ...move, server: 'other' }, connected, 0)).toEqual({ kind: 'nothing' });
    // It opens no microphone long after a call.
    expect(decideModeration(move, removed, lateWords)).toEqual({ kind: 'nothing' });
  });

  it('follows a move, also when LiveKit was faster', () => {
    const move = deed('move', { toChannelId: 'stage' });
    const response = { kind: 'move', toChannelId: 'stage', told };
    expect(decideModeration(move, connected, 0)).toEqual(response);
    expect(decideModeration(move, removed, 10)).toEqual(response);
  });

  it('ends any call by a ban from every channel, and tells of one elsewhere', () => {
    expect(decideModeration(deed('ban', { channelId: null }), connected, 0)).toMatchObject({
      kind: 'end',
      end: { reason: 'banned', told: { everywhere: true } },
    });
    expect(decideModeration(deed('ban', { channelId: 'other' }), connected, 0)).toMatchObject({ kind: 'tell' });
  });

  it('tells of mutes wherever one is', () => {
    expect(decideModeration(deed('mute', { expiresAt: 5 }), idleCall, 0)).toEqual({
      kind: 'tell',
      action: 'mute',
      told: { ...told, until: 5 },
    });
  });
});

it('remembers mutes until they are lifted, each where it holds', () => {
  const everywhere = nextMutes(new Map(), deed('mute', { channelId: null }));
  const both = nextMutes(everywhere, deed('mute'));
  expect([...both.keys()]).toEqual([muteKey('team', null), muteKey('team', 'lobby')]);
  expect([...nextMutes(both, deed('unmute')).keys()]).toEqual([muteKey('team', null)]);
  expect(nextMutes(both, deed('unmute', { server: 'other' }))).toEqual(both);
  expect(nextMutes(both, deed('kick'))).toBe(both);
});
