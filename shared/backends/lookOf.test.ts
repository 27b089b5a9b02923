import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lookOf } from './lookOf.ts';

describe('lookOf', () => {
  it.each([
    ['Ada', 'Аda', 'a Cyrillic letter'],
    ['Ada', 'A\u200Bda', 'a space without width'],
    ['Ada', 'A\u00ADda', 'a soft hyphen'],
    ['Ada', '𝐀𝖽𝚊', 'letters of mathematics'],
    ['Ada Okafor', 'Ada\u00A0 Okafor', 'another blank'],
    ['Paul', 'PauI', 'a capital I for an l'],
    ['Paul', 'Pau1', 'a digit'],
    ['Marn', 'Mam', 'two letters for one'],
    ['Zoé', 'Zoe\u0301', 'an accent of its own'],
    ['Оля', 'Oля', 'a Latin letter'],
    ['Νίκος', 'Nίκος', 'a Latin letter among Greek ones'],
  ])('%j and %j look alike: %s', (one, other) => {
    expect(lookOf(one)).toBe(lookOf(other));
  });

  it.each([
    ['Ada', 'ada'],
    ['Ada', 'Ado'],
    ['Zoe', 'Zoé'],
    ['Ada Okafor', 'AdaOkafor'],
    ['Юля', 'Yulia'],
    ['田中', '田口'],
  ])('%j and %j do not', (one, other) => {
    expect(lookOf(one)).not.toBe(lookOf(other));
  });

  it('does not change with what nobody sees, nor with the form of Unicode', () => {
    const texts = fc.string({ unit: 'grapheme', minLength: 1 });
    fc.assert(
      fc.property(texts, texts, fc.constantFrom('\u200B', '\u2060', '\u00AD', '\u0007'), (one, other, hidden) => {
        expect(lookOf(`${one}x${hidden}${other}`)).toBe(lookOf(`${one}x${other}`));
        expect(lookOf(one.normalize('NFC'))).toBe(lookOf(one.normalize('NFD')));
      }),
    );
  });

  it('takes no short cut past the table', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom(...'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ ') }),
        (name) => {
          expect(lookOf(`${name}é`)).toBe(`${lookOf(`${name}x`).slice(0, -1)}${lookOf('é')}`);
        },
      ),
    );
  });
});
