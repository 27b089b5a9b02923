import { savedChannels } from '@parley/shared/backends/dialects/savedChannels';
import { describe, expect, it } from 'vitest';
import { savedChannelId, savesChannels, withChannel, withoutChannel, type SavingProfile } from './savedChannelEdits.ts';

const common = {
  id: 'one',
  address: 'https://a.example',
  login: '',
  name: '',
  displayName: '',
  bearer: { kind: 'pasted' },
} as const;
const webchat: SavingProfile = {
  ...common,
  dialect: 'webchat',
  basePath: '',
  channels: [
    { room: 'a', name: 'A' },
    { room: 'b', name: '' },
    { room: 'c', name: '' },
  ],
};
const space: SavingProfile = {
  ...common,
  dialect: 'artist-space',
  basePath: '/api',
  encrypted: false,
  channels: [{ room: 'a', name: '', instance: 'meet' }],
};

describe('saved channels', () => {
  it('have the ids that the list of channels has', () => {
    for (const profile of [webchat, space]) {
      expect(profile.channels.map((channel) => savedChannelId(profile, channel))).toEqual(
        savedChannels(profile).map(({ id }) => id),
      );
    }
  });

  it('are added last, and each room once', () => {
    expect(withChannel(webchat, { room: 'd', name: '' }).channels.map(({ room }) => room)).toEqual([
      'a',
      'b',
      'c',
      'd',
    ]);
    expect(withChannel(webchat, { room: 'b', name: 'again' })).toBe(webchat);
    expect(withChannel(space, { room: 'a', name: '', instance: 'chat' }).channels).toHaveLength(2);
    expect(withChannel(space, { room: 'a', name: '', instance: 'meet' })).toBe(space);
  });

  it('are removed, and come back to their place', () => {
    const removed = withoutChannel(webchat, 'b');
    expect(removed?.profile.channels.map(({ room }) => room)).toEqual(['a', 'c']);
    if (removed === null) throw new Error('nothing was removed');
    expect(withChannel(removed.profile, removed.channel, removed.index)).toEqual(webchat);
    expect(withoutChannel(webchat, 'meet/a')).toBeNull();
    expect(withoutChannel(space, 'meet/a')?.profile.channels).toEqual([]);
  });

  it('are of those kinds alone that list none', () => {
    expect(savesChannels(webchat)).toBe(true);
    expect(savesChannels({ ...common, dialect: 'direct' } as never)).toBe(false);
    expect(savesChannels(undefined)).toBe(false);
  });
});
