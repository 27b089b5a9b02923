import { describe, expect, it } from 'vitest';
import { mayJoin, type Channel } from './channel.ts';

describe('mayJoin', () => {
  it('takes JOIN in a voice channel, where the server tells permissions at all', () => {
    const lobby: Channel = {
      id: 'lobby',
      name: 'Lobby',
      kind: 'voice',
      topic: '',
      category: '',
      position: 0,
      occupants: [],
    };
    expect(mayJoin(lobby)).toBe(true);
    expect(mayJoin({ ...lobby, permissions: ['VIEW', 'JOIN'] })).toBe(true);
    expect(mayJoin({ ...lobby, permissions: ['VIEW'] })).toBe(false);
    expect(mayJoin({ ...lobby, kind: 'text' })).toBe(false);
  });
});
