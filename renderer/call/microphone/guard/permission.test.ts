import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  nextPermission,
  noPermission,
  passes,
  settleTime,
  wordInterval,
  wordLifetime,
  type Word,
} from './permission.ts';

const heard = (...words: Word[]) => words.reduce(nextPermission, noPermission);
const open = (at: number): Word => ({ open: true, at });
const shut = (at: number): Word => ({ open: false, at });

describe('what passes the guard', () => {
  it.each([
    ['nothing without a word', heard(), 0, false],
    ['what an open gate lets through', heard(open(0)), wordLifetime - 1, true],
    ['nothing on a stale word', heard(open(0)), wordLifetime, false],
    ['a page that was late, but not too late', heard(open(0), open(wordLifetime - 1)), wordLifetime, true],
    ['the end of what was said, and silence', heard(open(0), shut(100)), 101, true],
    ['the silence of a gate that is shut for long', heard(open(0), shut(100)), 1_000_000, true],
    ['nothing by the first word after the page stood still', heard(open(0), open(4_000)), 4_001, false],
    ['nothing by words before it has settled', heard(open(0), open(4_000), open(4_100)), 4_000 + settleTime, false],
    ['what a page says that has settled', heard(open(0), open(4_000), open(4_000 + settleTime)), 4_200, true],
    ['nothing of what was said while a page stood still that then shuts', heard(open(0), shut(4_000)), 4_001, false],
    ['what is opened after that', heard(open(0), shut(4_000), open(5_000)), 5_001, true],
    ['a gate that was shut while the page stood still', heard(open(0), shut(100), open(9_000)), 9_001, true],
    ['nothing by words of a clock that jumped', heard(open(0), open(1e12)), 1e12, false],
  ] as const)('%s', (_what, permission, now, expected) => {
    expect(passes(permission, now)).toBe(expected);
  });

  it('does not chop a page that is late by less than four words', () => {
    expect(wordLifetime).toBeGreaterThan(4 * wordInterval);
  });
});

/** A page's life: what it does, and how long it then does nothing else, ms. */
const deeds = fc.array(
  fc.tuple(
    fc.constantFrom('open', 'shut', 'word'),
    fc.oneof(fc.integer({ min: 0, max: 300 }), fc.integer({ min: 0, max: 6_000 })),
  ),
  { maxLength: 60 },
);

describe('whatever the page does', () => {
  it('nothing passes an open gate later than the lifetime of its last word, nor until it has settled after standing still', () => {
    fc.assert(
      fc.property(deeds, fc.integer({ min: 9, max: 60 }), (life, packet) => {
        let permission = noPermission;
        let now = 0;
        let isOpen = false;
        /** When the page last said something, and since when it does so without a pause; what it said of itself. */
        let last = Number.NEGATIVE_INFINITY;
        let runsSince = Number.NEGATIVE_INFINITY;
        for (const [deed, duration] of life) {
          if (deed !== 'word') isOpen = deed === 'open';
          if (isOpen || deed === 'shut') {
            if (permission.last?.open === true && now - last >= wordLifetime) runsSince = now;
            permission = nextPermission(permission, { open: isOpen, at: now });
            last = now;
          }
          for (const end = now + duration; now < end; now += packet) {
            if (!passes(permission, now) || !isOpen) continue;
            if (now - last >= wordLifetime || last - runsSince < settleTime) return false;
          }
        }
        return true;
      }),
      { numRuns: 500 },
    );
  });

  it('a page that speaks in time is never interrupted', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: wordLifetime - 1 }), { maxLength: 200 }), (pauses) => {
        let now = 0;
        let permission = nextPermission(noPermission, open(now));
        for (const pause of pauses) {
          expect(passes(permission, now + pause)).toBe(true);
          now += pause;
          permission = nextPermission(permission, open(now));
        }
      }),
    );
  });
});
