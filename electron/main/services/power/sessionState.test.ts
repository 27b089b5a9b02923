import type { AbsenceChange } from '@parley/shared/absence';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nextSession, quietSession, readSessionProperties, type SessionNews } from './sessionState.ts';

const tell = (...news: readonly SessionNews[]): readonly string[] => {
  let state = quietSession;
  const told: AbsenceChange[] = [];
  for (const one of news) {
    const next = nextSession(state, one);
    state = next.state;
    told.push(...next.changes);
  }
  return told.map(({ kind, cause }) => `${cause} ${kind}`);
};
const lock: SessionNews = { kind: 'lock' };
const unlock: SessionNews = { kind: 'unlock' };
const hint = (locked: boolean): SessionNews => ({ kind: 'hint', locked });
const saver = (covers: boolean, name = 'org.gnome.ScreenSaver'): SessionNews => ({ kind: 'saver', name, covers });
const begins = 'lockScreen begins';
const ends = 'lockScreen ends';

describe('nextSession', () => {
  it.each<[string, readonly SessionNews[], readonly string[]]>([
    ['nothing at the start', [hint(false), saver(false), { kind: 'active', active: true }, unlock], []],
    ['locked by its own lock', [lock, unlock], [begins, ends]],
    [
      'GNOME: asked for, covered, hinted, and open again without Unlock',
      [lock, saver(true), hint(true), saver(false), hint(false)],
      [begins, begins, begins, ends],
    ],
    ['a saver alone', [saver(true), saver(false)], [begins, ends]],
    ['two savers', [saver(true), saver(true, 'org.xfce.ScreenSaver'), saver(false)], [begins, begins]],
    ['the hint alone', [hint(true), hint(false)], [begins, ends]],
    ['asked for, and opened by one who has no word for Unlock', [lock, saver(false)], [begins, ends]],
    ['locked again although its end was missed', [lock, lock, unlock], [begins, begins, ends]],
    [
      'another session',
      [
        { kind: 'active', active: false },
        { kind: 'active', active: true },
      ],
      ['sessionSwitch begins', 'sessionSwitch ends'],
    ],
  ])('%s', (_, news, changes) => expect(tell(...news)).toEqual(changes));

  it('never tells an end while anybody still says that the screen is covered', () => {
    const news = fc.oneof(
      fc.constantFrom(lock, unlock),
      fc.boolean().map(hint),
      fc
        .tuple(fc.boolean(), fc.constantFrom('org.gnome.ScreenSaver', 'org.xfce.ScreenSaver'))
        .map(([on, name]) => saver(on, name)),
    );
    fc.assert(
      fc.property(fc.array(news), (all) => {
        const told = tell(...all);
        const savers = ['org.gnome.ScreenSaver', 'org.xfce.ScreenSaver'].some((name) =>
          all.findLast((one) => one.kind === 'saver' && one.name === name),
        );
        const last = (kind: 'hint' | 'saver', name = ''): boolean => {
          const found = all.findLast((one) => one.kind === kind && (one.kind !== 'saver' || one.name === name));
          return (found?.kind === 'hint' && found.locked) || (found?.kind === 'saver' && found.covers);
        };
        const covered =
          last('hint') || (savers && (last('saver', 'org.gnome.ScreenSaver') || last('saver', 'org.xfce.ScreenSaver')));
        if (covered) expect(told.at(-1)).toBe(begins);
        if (told.length > 0 && !covered && all.at(-1) === unlock) expect(told.at(-1)).toBe(ends);
      }),
    );
  });
});

it.each([
  [{ LockedHint: true }, [{ kind: 'hint', locked: true }]],
  [
    { Active: false, LockedHint: false, Id: '2' },
    [
      { kind: 'hint', locked: false },
      { kind: 'active', active: false },
    ],
  ],
  [{ LockedHint: 'yes', Active: 1 }, []],
  [null, []],
  ['x', []],
])('reads %j', (properties, news) => expect(readSessionProperties(properties)).toEqual(news));
