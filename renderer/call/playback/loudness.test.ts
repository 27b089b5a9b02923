import fc from 'fast-check';
import {
  hearAsEverybody,
  heardPeopleLimit,
  heardPersonSchema,
  rememberHeard,
  type HeardPerson,
} from '@parley/shared/settings/heardPeople';
import { describe, expect, it } from 'vitest';
import { decideLoudness } from './decideLoudness.ts';

const ada = (change: Partial<HeardPerson> = {}): HeardPerson => ({ ...hearAsEverybody('ada', 'Ada'), ...change });
const plain = { master: 100, ducked: false };

describe('decideLoudness', () => {
  it.each([
    ['everybody', null, 'voice', plain, 1],
    ['a person turned up', ada({ volume: 180 }), 'voice', plain, 1.8],
    ['a person turned up, all turned down', ada({ volume: 200 }), 'voice', { ...plain, master: 50 }, 1],
    ['a screen of a person turned up', ada({ volume: 180, screen: 30 }), 'screen', plain, 0.3],
    ['a blocked person', ada({ blocked: true, volume: 200 }), 'voice', plain, 0],
    ['the screen of a blocked person', ada({ blocked: true }), 'screen', plain, 0],
    ['others while somebody with priority speaks', null, 'voice', { ...plain, ducked: true }, 0.2],
    ['whoever has priority', ada({ priority: true }), 'voice', { ...plain, ducked: true }, 1],
  ] as const)('%s', (_, person, stream, how, loudness) => {
    expect(decideLoudness(person, stream, how)).toBeCloseTo(loudness);
  });
});

describe('rememberHeard', () => {
  it('keeps a change, and forgets whoever is heard as everybody again', () => {
    const louder = rememberHeard([], 'ada', 'Ada', { volume: 150 });
    expect(louder).toEqual([ada({ volume: 150 })]);
    expect(rememberHeard(louder, 'ada', 'Ada L.', { blocked: true })).toEqual([
      ada({ name: 'Ada L.', volume: 150, blocked: true }),
    ]);
    expect(rememberHeard(louder, 'ada', 'Ada', { volume: 100 })).toEqual([]);
  });

  it('holds what a settings file can hold, whatever it is told, and never too much', () => {
    const change = fc.record(
      { volume: fc.double(), screen: fc.double(), blocked: fc.boolean(), priority: fc.boolean() },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.string({ minLength: 1, maxLength: 20 }), fc.string(), change)), (changes) => {
        let people: readonly HeardPerson[] = [];
        for (const [identity, name, own] of changes) people = rememberHeard(people, identity, name, own);
        expect(people.every((person) => heardPersonSchema.safeParse(person).success)).toBe(true);
        expect(new Set(people.map(({ identity }) => identity)).size).toBe(people.length);
      }),
    );
    let many: readonly HeardPerson[] = [];
    for (let i = 0; i < heardPeopleLimit + 5; i += 1) many = rememberHeard(many, `guest ${i}`, '', { volume: 50 });
    expect([many.length, many[0]?.identity]).toEqual([heardPeopleLimit, `guest ${heardPeopleLimit + 4}`]);
  });
});
