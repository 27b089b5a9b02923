import { hearAsEverybody } from '@parley/shared/settings/heardPeople';
import { describe, expect, it } from 'vitest';
import { listHeard } from './listHeard.ts';

const server = 'https://voice.example';
const account = '3f0c6f1e-8d1c-4f43-9f0e-2a6f7d0c1b2a';
const here = (identity: string, change: object = {}) => ({
  identity,
  name: 'Ada',
  isLocal: false,
  volume: 100,
  screenVolume: null,
  blocked: false,
  priority: false,
  ...change,
});

describe('listHeard', () => {
  it('has a person once, with their devices together, and never oneself', () => {
    const list = listHeard(
      [],
      [here(`${account}.a`), here(`${account}.b`, { screenVolume: 40 }), here('me', { isLocal: true })],
      server,
    );
    expect(list).toEqual([{ ...hearAsEverybody({ server, identity: account }, 'Ada'), screen: 40, sharesSound: true }]);
  });

  it('has those who are away too: on another server, a person of the same name is another one', () => {
    const elsewhere = { ...hearAsEverybody({ server: 'https://other.example', identity: 'ada' }, 'Ada'), volume: 50 };
    const before = { ...hearAsEverybody({ server: null, identity: 'ada' }, 'Ada'), volume: 70 };
    const list = listHeard([elsewhere, before], [here('ada', { volume: 70 })], server);
    expect(list.map((person) => [person.server, person.volume])).toEqual([
      [server, 70],
      ['https://other.example', 50],
    ]);
    expect(listHeard([before], [], null).map((person) => person.server)).toEqual([null]);
  });
});
