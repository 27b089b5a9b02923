import fc from 'fast-check';
import {
  hearAsEverybody,
  heardPeopleLimit,
  heardPersonSchema,
  findHeard,
  upgradeHeard,
  rememberHeard,
  type HeardPerson,
} from '@parley/shared/settings/heardPeople';
import { readSettings } from '@parley/shared/settings/readSettings';
import { defaultSettings } from '@parley/shared/settings/settings';
import { describe, expect, it } from 'vitest';
import { createFakeClock } from '../microphone/doubles.fixture.ts';
import { decideLoudness } from './decideLoudness.ts';
import { createHearing } from './hearing.ts';

const server = 'https://voice.example';
const whom = { server, identity: 'ada' };
const ada = (change: Partial<HeardPerson> = {}): HeardPerson => ({ ...hearAsEverybody(whom, 'Ada'), ...change });
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
    const louder = rememberHeard([], whom, 'Ada', { volume: 150 });
    expect(louder).toEqual([ada({ volume: 150 })]);
    expect(rememberHeard(louder, whom, 'Ada L.', { blocked: true })).toEqual([
      ada({ name: 'Ada L.', volume: 150, blocked: true }),
    ]);
    expect(rememberHeard(louder, whom, 'Ada', { volume: 100 })).toEqual([]);
  });

  it('holds what a settings file can hold, whatever it is told, and never too much', () => {
    const change = fc.record(
      { volume: fc.double(), screen: fc.double(), blocked: fc.boolean(), priority: fc.boolean() },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.string({ minLength: 1, maxLength: 20 }), fc.string(), change)), (changes) => {
        let people: readonly HeardPerson[] = [];
        for (const [identity, name, own] of changes) people = rememberHeard(people, { server, identity }, name, own);
        expect(people.every((person) => heardPersonSchema.safeParse(person).success)).toBe(true);
        expect(new Set(people.map(({ identity }) => identity)).size).toBe(people.length);
      }),
    );
    let many: readonly HeardPerson[] = [];
    for (let i = 0; i < heardPeopleLimit + 5; i += 1)
      many = rememberHeard(many, { server, identity: `guest ${i}` }, '', { volume: 50 });
    expect([many.length, many[0]?.identity]).toEqual([heardPeopleLimit, `guest ${heardPeopleLimit + 4}`]);
  });
});

describe('whose sound it is', () => {
  const account = '3f0c6f1e-8d1c-4f43-9f0e-2a6f7d0c1b2a';
  const setUp = (people: readonly HeardPerson[] = []) => {
    const stored: (readonly HeardPerson[])[] = [];
    const clock = createFakeClock();
    const hearing = createHearing({ clock, store: (list) => stored.push(list), onChange: () => undefined });
    hearing.useSettings({ ...defaultSettings, people: [...people] });
    return { hearing, stored, clock };
  };

  it('is theirs on every device, and in both sessions of one', () => {
    const { hearing, stored, clock } = setUp();
    hearing.set({ server, identity: `${account}.laptop` }, 'Ada', { blocked: true });
    for (const device of ['laptop', 'laptop~2', 'phone', 'a-third_1']) {
      expect(hearing.loudnessOf({ server, identity: `${account}.${device}` }, 'voice')).toBe(0);
    }
    expect(hearing.loudnessOf({ server, identity: `${account.replace('3', '4')}.laptop` }, 'voice')).toBe(1);
    clock.advance(1_000);
    expect(stored).toEqual([[{ ...hearAsEverybody({ server, identity: account }, 'Ada'), blocked: true }]]);
  });

  it('is told apart by server, where identities are only a name', () => {
    const { hearing } = setUp();
    hearing.set(whom, 'Ada', { blocked: true });
    expect(hearing.loudnessOf(whom, 'voice')).toBe(0);
    expect(hearing.loudnessOf({ ...whom, server: 'https://other.example' }, 'voice')).toBe(1);
    expect(hearing.loudnessOf({ server, identity: 'ada.phone' }, 'voice')).toBe(1);
  });

  it('carries over what was kept of devices, and of no server', () => {
    const old = ({ server: _server, ...person }: HeardPerson) => person;
    const kept = [
      old(ada({ identity: `${account}.phone`, volume: 40 })),
      old(ada({ identity: `${account}.laptop`, blocked: true })),
      old(ada({ volume: 150 })),
    ];
    const reading = readSettings(JSON.stringify({ version: 2, people: kept }));
    expect(reading.kind).toBe('fine');
    const people = reading.kind === 'fine' ? reading.settings.people : [];
    expect(people).toEqual([
      ada({ server: null, identity: account, volume: 40, blocked: true }),
      ada({ server: null, volume: 150 }),
    ]);
    const { hearing } = setUp(people);
    expect(hearing.loudnessOf({ server, identity: `${account}.new` }, 'voice')).toBe(0);
    for (const address of [server, 'https://other.example']) {
      expect(hearing.of({ server: address, identity: 'ada' })?.volume).toBe(150);
    }
    // From then on each server has its own, also where it is as everybody.
    hearing.set(whom, 'Ada', { volume: 100 });
    expect(hearing.of(whom)?.volume).toBe(100);
    expect(hearing.of({ ...whom, server: 'https://other.example' })?.volume).toBe(150);
  });

  it('names a list that is none instead of throwing, whatever the file holds', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (people) => {
        const reading = readSettings(JSON.stringify({ version: 2, people }));
        expect(['fine', 'repaired']).toContain(reading.kind);
      }),
    );
    expect(upgradeHeard(['x', null, ada()])).toEqual(['x', null, ada()]);
    expect(findHeard([], whom)).toBeNull();
  });
});
