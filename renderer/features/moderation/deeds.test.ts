import type { Channel } from '@parley/shared/backends/channel';
import { moderationActSchema } from '@parley/shared/backends/moderationAct';
import { permissions, type Permission } from '@parley/shared/backends/permissions';
import { describe, expect, it } from 'vitest';
import {
  actOf,
  decideChannelDeeds,
  decidePersonDeeds,
  decideTargets,
  emptyFilled,
  mayEverywhere,
  undoOf,
  type Deed,
  type Subject,
} from './deeds.ts';

const channel = (id: string, may?: readonly Permission[], kind: Channel['kind'] = 'voice'): Channel => ({
  id,
  name: id,
  kind,
  topic: '',
  category: '',
  position: 0,
  occupants: [],
  ...(may === undefined ? {} : { permissions: [...may] }),
});
const viewer = { accountId: 'ada', everywhere: [] };
const bo = { accountId: 'bo' };
const person: Subject = {
  kind: 'person',
  server: 's',
  channel: { id: 'lobby', name: 'Lobby' },
  accountId: 'bo',
  name: 'Bo',
};

describe('what is offered about a person', () => {
  it.each([
    ['a member', ['VIEW', 'JOIN', 'SPEAK'], []],
    ['a backend that tells no permissions', undefined, []],
    ['who may mute', ['MUTE'], ['mute']],
    ['who may remove', ['KICK'], ['kick']],
    ['who may ban', ['BAN'], ['ban']],
    ['who may move', ['MOVE'], ['move']],
    ['who may everything', permissions, ['mute', 'move', 'kick', 'ban']],
  ] as const)('%s', (_who, may, deeds) => {
    expect(decidePersonDeeds(channel('lobby', may), bo, viewer, true)).toEqual(deeds);
  });

  it('is the end of a mute where there is one, and no move where there is nowhere to go', () => {
    const lobby = channel('lobby', permissions);
    expect(decidePersonDeeds(lobby, { ...bo, hardMuted: true }, viewer, false)).toEqual(['unmute', 'kick', 'ban']);
  });

  it('is nothing about oneself, on whichever device, and nothing about who has no account', () => {
    const lobby = channel('lobby', permissions);
    expect(decidePersonDeeds(lobby, { accountId: 'ada' }, viewer, true)).toEqual([]);
    expect(decidePersonDeeds(lobby, { accountId: '' }, viewer, true)).toEqual([]);
  });
});

it('moves people to other voice channels only, where the viewer may move them as well', () => {
  const lobby = channel('lobby', ['MOVE']);
  const others = [lobby, channel('a', ['MOVE']), channel('b', ['VIEW']), channel('c', ['MOVE'], 'text')];
  expect(decideTargets(lobby, others).map(({ id }) => id)).toEqual(['a']);
  expect(decideTargets(channel('lobby', ['KICK']), others)).toEqual([]);
});

it('offers to close a call, and the list of mutes and bans, to whom they belong', () => {
  expect(decideChannelDeeds(channel('lobby', ['MANAGE_CHANNELS']))).toEqual(['close']);
  expect(decideChannelDeeds(channel('lobby', ['MUTE']))).toEqual(['restrictions']);
  expect(decideChannelDeeds(channel('lobby', ['MANAGE_ROLES', 'JOIN']))).toEqual(['guests']);
  expect(decideChannelDeeds(channel('lobby', ['MANAGE_ROLES']))).toEqual([]);
  expect(decideChannelDeeds(channel('lobby', ['VIEW', 'JOIN']))).toEqual([]);
  expect(decideChannelDeeds(channel('notes', permissions, 'text'))).toEqual([]);
});

it('offers every channel only for what lasts, to whoever may do it there', () => {
  const deeds: readonly Deed[] = ['mute', 'unmute', 'move', 'kick', 'ban', 'close'];
  expect(deeds.filter((deed) => mayEverywhere(deed, { accountId: 'ada', everywhere: permissions }))).toEqual([
    'mute',
    'ban',
  ]);
  expect(deeds.filter((deed) => mayEverywhere(deed, viewer))).toEqual([]);
});

describe('the request of a filled dialog', () => {
  const filled = { ...emptyFilled, reason: ' Too loud ', toChannelId: 'stage' };
  it.each([
    ['mute', { kind: 'mute', channelId: 'lobby', accountId: 'bo', reason: 'Too loud', seconds: 600 }],
    ['ban', { kind: 'ban', channelId: 'lobby', accountId: 'bo', reason: 'Too loud', seconds: 600 }],
    ['unmute', { kind: 'unmute', channelId: 'lobby', accountId: 'bo', reason: 'Too loud' }],
    ['kick', { kind: 'kick', channelId: 'lobby', accountId: 'bo', reason: 'Too loud' }],
    ['move', { kind: 'move', channelId: 'lobby', accountId: 'bo', toChannelId: 'stage', reason: 'Too loud' }],
    ['close', { kind: 'close', channelId: 'lobby', reason: 'Too loud' }],
  ] as const)('of %s', (deed, act) => {
    expect(actOf(deed, person, filled)).toEqual(act);
    expect(moderationActSchema.parse(act)).toEqual(act);
  });

  it('holds until it is lifted, and everywhere', () => {
    expect(actOf('ban', person, { ...filled, length: 'forever', everywhere: true })).toMatchObject({
      channelId: null,
      seconds: null,
    });
  });

  it('is taken back where it can be, in the same place', () => {
    const ban = actOf('ban', person, { ...filled, everywhere: true });
    expect(undoOf(ban)).toEqual({ kind: 'unban', channelId: null, accountId: 'bo', reason: '' });
    expect(undoOf(actOf('mute', person, filled))).toMatchObject({ kind: 'unmute', channelId: 'lobby' });
    expect(undoOf(actOf('kick', person, filled))).toBeNull();
  });
});
