import type { Channel } from '@parley/shared/backends/channel';
import { describe, expect, it } from 'vitest';
import { applyServerEvent } from './channelList.ts';

const channel = (id: string, extra: Partial<Channel> = {}): Channel => ({
  id,
  name: id,
  kind: 'voice',
  topic: '',
  category: '',
  position: 0,
  occupants: [],
  ...extra,
});
const ada = { identity: 'ada.x', accountId: 'ada', name: 'Ada', joinedAt: 1, sharingScreen: false };

describe('applyServerEvent', () => {
  it('orders by category, position and name', () => {
    const channels = [channel('c', { position: 1 }), channel('b'), channel('a', { category: 'Work' }), channel('d')];
    expect(applyServerEvent([], { type: 'snapshot', channels }).map(({ id }) => id)).toEqual(['b', 'd', 'c', 'a']);
  });

  it('creates, updates and deletes one channel', () => {
    const one = applyServerEvent([], { type: 'channelCreated', channel: channel('a') });
    const two = applyServerEvent(one, { type: 'channelUpdated', channel: channel('a', { name: 'A!' }) });
    expect(two).toEqual([channel('a', { name: 'A!' })]);
    expect(applyServerEvent(two, { type: 'channelDeleted', channelId: 'a' })).toEqual([]);
  });

  it('replaces the occupants of one channel and leaves the others as they are', () => {
    const before = [channel('a'), channel('b')];
    const after = applyServerEvent(before, { type: 'occupants', channelId: 'a', occupants: [ada] });
    expect(after[0]?.occupants).toEqual([ada]);
    expect(after[1]).toBe(before[1]);
  });

  it('ignores what it does not know', () => {
    const before = [channel('a')];
    expect(applyServerEvent(before, { type: 'occupants', channelId: 'z', occupants: [ada] })).toBe(before);
    expect(applyServerEvent(before, { type: 'channelDeleted', channelId: 'z' })).toBe(before);
  });
});
