import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ParticipantView } from '../callView.ts';
import { participant } from '../testing/participant.ts';
import {
  listParticipants,
  listScreens,
  mergeScreens,
  mergeSessions,
  nextAwaited,
  silenced,
  takeover,
  withOwnSound,
  type OwnSound,
} from './listParticipants.ts';

const person = (identity: string, name: string, more: Partial<ParticipantView> = {}): ParticipantView =>
  participant(identity, { name, ...more });

describe('two sessions of one device', () => {
  const ada = '0b9f3c1e-6f2a-4c52-9b7e-0a1b2c3d4e5f.desk';
  const second = `${ada}~2`;

  it.each<[string, readonly ParticipantView[], Partial<ParticipantView>]>([
    [
      'one that came',
      [person(ada, 'Ada', { microphone: 'open', speaking: true }), person(second, 'Ada', { microphone: 'none' })],
      { microphone: 'open', speaking: true },
    ],
    [
      'one that leaves',
      [person(ada, 'Ada', { microphone: 'none' }), person(second, 'Ada', { microphone: 'shut' })],
      { microphone: 'shut', speaking: false },
    ],
    [
      'a screen',
      [person(ada, 'Ada', { sharing: true, screenVolume: 80 }), person(second, 'Ada')],
      { sharing: true, screenVolume: 80 },
    ],
    [
      'both muted',
      [person(ada, 'Ada', { microphone: 'muted' }), person(second, 'Ada', { microphone: 'none' })],
      { microphone: 'muted' },
    ],
    [
      'our own',
      [person(ada, 'Ada', { microphone: 'open' }), person(second, 'Ada', { isLocal: true, microphone: 'shut' })],
      { microphone: 'shut', isLocal: true },
    ],
    ['the second alone', [person(second, 'Ada')], {}],
  ])('are one person: %s', (_, sessions, merged) =>
    expect(mergeSessions(sessions)).toEqual([person(ada, 'Ada', merged)]),
  );

  it('show one screen, the later', () => {
    const screen = (id: string, identity: string) => ({ id, identity, name: 'Ada', isLocal: false });
    expect(mergeScreens([screen('s1', ada), screen('s0', 'bo'), screen('s2', second)])).toEqual([
      screen('s2', ada),
      screen('s0', 'bo'),
    ]);
  });

  it('are not made of people who are not', () => {
    const people = [person('ada', 'Ada'), person('ada~2', 'Ada')];
    expect(mergeSessions(people)).toEqual(people);
  });
});

describe('listParticipants', () => {
  it('sorts as people do, and by identity among namesakes', () => {
    const list = listParticipants(
      [],
      [
        person('4', 'Zoe'),
        person('2', 'Ada'),
        person('3', 'ärger'),
        person('1', 'ada'),
        person('6', 'Bot 10'),
        person('5', 'Bot 9'),
      ],
    );
    expect(list.map(({ identity }) => identity)).toEqual(['1', '2', '3', '5', '6', '4']);
  });

  it('keeps whoever did not change, and the list when nobody did', () => {
    const before = listParticipants([], [person('1', 'Ada'), person('2', 'Bo')]);
    expect(listParticipants(before, [person('2', 'Bo'), person('1', 'Ada')])).toBe(before);
    const after = listParticipants(before, [person('1', 'Ada'), person('2', 'Bo', { speaking: true })]);
    expect(after).not.toBe(before);
    expect(after[0]).toBe(before[0]);
    expect(after[1]).toMatchObject({ speaking: true });
  });

  it('gives back exactly who is there, whoever was there before', () => {
    const people = fc.uniqueArray(fc.record({ identity: fc.string(), name: fc.string(), speaking: fc.boolean() }), {
      selector: ({ identity }) => identity,
    });
    fc.assert(
      fc.property(people, people, (first, second) => {
        const views = (list: typeof first): ParticipantView[] =>
          list.map(({ identity, name, speaking }) => person(identity, name, { speaking }));
        const after = listParticipants(listParticipants([], views(first)), views(second));
        const order = (list: readonly ParticipantView[]): ParticipantView[] =>
          list.toSorted((a, b) => (a.identity < b.identity ? -1 : 1));
        expect(order(after)).toEqual(order(views(second)));
      }),
    );
  });
});

describe('listScreens', () => {
  it('keeps screens that did not change', () => {
    const screen = { id: 'TR_1', identity: 'a', name: 'Ada', isLocal: false };
    const before = listScreens([], [screen]);
    expect(listScreens(before, [{ ...screen }])).toBe(before);
    expect(listScreens(before, [])).toEqual([]);
  });
});

describe('whoever vanishes', () => {
  const ada = person('1', 'Ada', { speaking: true, microphone: 'open' });
  const bo = person('2', 'Bo', { isLocal: true });
  const cy = person('3', 'Cy');

  it('is awaited for a moment, says nothing meanwhile, and then is gone', () => {
    const quiet = { ...ada, speaking: false, microphone: 'shut' as const };
    const first = nextAwaited([], [ada, bo], [bo], 1_000);
    expect(first).toEqual([{ person: quiet, until: 1_000 + takeover }]);
    expect(nextAwaited(first, [quiet, bo], [bo], 1_000 + takeover - 1)).toEqual(first);
    expect(nextAwaited(first, [quiet, bo], [bo], 1_000 + takeover)).toEqual([]);
  });

  it('is awaited no longer when they are back, and we ourselves never are', () => {
    expect(nextAwaited(nextAwaited([], [ada, bo], [bo], 0), [ada, bo], [ada, bo], 10)).toEqual([]);
    expect(nextAwaited([], [bo, cy], [cy], 0)).toEqual([]);
  });

  it('is awaited as long as was said where the connection was repaired', () => {
    const repaired = [ada, cy].map((one) => ({ person: one, until: 3_000 }));
    expect(nextAwaited(repaired, [ada, bo, cy], [bo, cy], 2_999)).toEqual([{ person: ada, until: 3_000 }]);
  });
});

describe('silenced', () => {
  it('lets nobody else speak', () => {
    const list = [
      person('1', 'Ada', { speaking: true, microphone: 'open' }),
      person('2', 'Bo', { isLocal: true, speaking: true }),
    ];
    expect(silenced(list)).toEqual([{ ...list[0], speaking: false, microphone: 'shut' }, list[1]]);
    expect(silenced(silenced(list))).toEqual(silenced(list));
    const quiet = [person('1', 'Ada')];
    expect(silenced(quiet)).toBe(quiet);
  });
});

describe('withOwnSound', () => {
  const list = [
    person('1', 'Ada', { speaking: true, microphone: 'open' }),
    person('2', 'Bo', { isLocal: true, speaking: true, microphone: 'open' }),
  ];

  it.each<[OwnSound, Partial<ParticipantView>]>([
    [
      { speaking: false, open: false, muted: false },
      { speaking: false, microphone: 'shut' },
    ],
    [
      { speaking: false, open: true, muted: false },
      { speaking: false, microphone: 'open' },
    ],
    [
      { speaking: false, open: false, muted: true },
      { speaking: false, microphone: 'muted' },
    ],
  ])('shows ourselves as %o and the others as they were', (own, shown) => {
    const next = withOwnSound(list, own);
    expect(next).toEqual([list[0], { ...list[1], ...shown }]);
    expect(next[0]).toBe(list[0]);
    expect(withOwnSound(next, own)).toBe(next);
  });

  it('gives nobody a microphone who publishes none', () => {
    const listener = [person('2', 'Bo', { isLocal: true, microphone: 'none' })];
    expect(withOwnSound(listener, { speaking: false, open: false, muted: false })).toBe(listener);
  });
});
