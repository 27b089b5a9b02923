import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ParticipantView, SpeechSpan } from '../callView.ts';
import { participant } from '../testing/participant.ts';
import { createSpeechRecord, nextSpans, recordLength } from './speechRecord.ts';

const person = (identity: string, speaking: boolean): ParticipantView => participant(identity, { speaking });

describe('the speech record', () => {
  it('keeps the last minute of whoever is there, and forgets whoever left', () => {
    const record = createSpeechRecord();
    record.follow([person('a', true), person('b', false)], 1000);
    record.follow([person('a', false), person('b', false)], 3000);
    expect(record.spansOf('a', 3000)).toEqual([{ from: 1000, to: 3000 }]);
    expect(record.spansOf('b', 3000)).toEqual([]);
    expect(record.spansOf('a', 3000 + recordLength)).toEqual([]);
    record.follow([person('b', false)], 4000);
    expect(record.spansOf('a', 4000)).toEqual([]);
  });

  it('has spans in order that do not overlap, of which only the last may be open, whatever happens', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.boolean(), fc.integer({ min: 0, max: 20_000 }))), (moments) => {
        let at = 0;
        let spans: readonly SpeechSpan[] = [];
        for (const [speaking, later] of moments) {
          at += later;
          spans = nextSpans(spans, speaking, at);
          expect(spans.at(-1)?.to === null).toBe(speaking);
        }
        spans.forEach(({ from, to }, index) => {
          expect(to === null).toBe(index === spans.length - 1 && moments.at(-1)?.[0] === true);
          if (to !== null) expect(from <= to && to <= (spans[index + 1]?.from ?? at)).toBe(true);
        });
        // Nobody changes over more often than the moments say: the record cannot grow without bound.
        expect(spans.length).toBeLessThanOrEqual(moments.length);
      }),
    );
  });
});
