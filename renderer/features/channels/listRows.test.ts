import type { Channel, Occupant } from '@parley/shared/backends/channel';
import { describe, expect, it } from 'vitest';
import { channelNamesakes, groupChannels, namedAtMost, namedOccupants } from './listRows.ts';

const occupant = (name: string): Occupant => ({
  identity: name,
  accountId: name,
  name,
  joinedAt: 0,
  sharingScreen: false,
});
const channel = (name: string, category: string, ...people: string[]): Channel => ({
  id: name,
  name,
  kind: 'voice',
  topic: '',
  category,
  position: 0,
  occupants: people.map(occupant),
});
const channels = [channel('Lobby', 'A', 'Zoë'), channel('Stand-up', 'B'), channel('Quiet', 'A')];

it('tells channels apart that look alike, under one heading and of one kind', () => {
  const alike = [
    channel('Lobby', 'A'),
    // The second letter is Cyrillic.
    { ...channel('L\u043ebby', 'A'), id: 'alike' },
    { ...channel('Lobby', 'A'), id: 'text', kind: 'text' as const },
    { ...channel('Lobby', 'B'), id: 'elsewhere' },
    channel('Quiet', 'A'),
  ];
  expect([...channelNamesakes(alike)]).toEqual([
    ['Lobby', 1],
    ['alike', 2],
  ]);
});

describe('groupChannels', () => {
  it('keeps the order of categories and of channels in them', () => {
    expect(
      groupChannels(channels, '').map(({ category, channels: own }) => [category, own.map(({ name }) => name)]),
    ).toEqual([
      ['A', ['Lobby', 'Quiet']],
      ['B', ['Stand-up']],
    ]);
  });

  it.each([
    ['STAND', ['Stand-up']],
    ['zoe', ['Lobby']],
    [' ', ['Lobby', 'Quiet', 'Stand-up']],
    ['nobody', []],
  ])('finds %j in names of channels and of people', (wanted, found) => {
    expect(groupChannels(channels, wanted).flatMap(({ channels: own }) => own.map(({ name }) => name))).toEqual(found);
  });
});

describe('namedOccupants', () => {
  const crowd = Array.from({ length: 200 }, (_, index) => occupant(`P${index}`));

  it('names everybody in a small channel', () => {
    expect(namedOccupants(crowd.slice(0, namedAtMost), () => false)).toEqual({
      named: crowd.slice(0, namedAtMost),
      more: 0,
    });
  });

  it('names whoever speaks in a large one, else the first', () => {
    expect(namedOccupants(crowd, (identity) => identity === 'P150')).toEqual({ named: [crowd[150]], more: 199 });
    expect(namedOccupants(crowd, () => false)).toEqual({ named: crowd.slice(0, namedAtMost), more: 200 - namedAtMost });
    expect(namedOccupants(crowd, () => false, '', true)).toEqual({ named: crowd, more: 0 });
    expect(namedOccupants(crowd, () => true).named).toHaveLength(namedAtMost);
  });
});
