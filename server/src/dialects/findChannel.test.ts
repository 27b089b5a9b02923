import { expect, it } from 'vitest';
import { findChannel } from './findChannel.ts';

const lobby = { id: '1', name: 'Lobby', kind: 'voice' } as const;
const notes = { id: '2', name: 'Notes', kind: 'text' } as const;
const lobbyText = { id: '3', name: 'Lobby', kind: 'text' } as const;
const den = { id: '4', name: 'Den', kind: 'voice' } as const;
const otherDen = { id: '5', name: 'Den', kind: 'voice' } as const;
/** Somebody named a channel like another's id. */
const sly = { id: '6', name: '1', kind: 'voice' } as const;
const all = [lobbyText, lobby, notes, den, otherDen, sly];

it.each([
  ['1', lobby],
  ['Lobby', lobby],
  ['Notes', notes],
  ['3', lobbyText],
  ['Den', 'several'],
  ['5', otherDen],
  ['lobby', 'none'],
  ['', 'none'],
])('%j is %j', (room, channel) => {
  expect(findChannel(all, room)).toEqual(channel);
});
