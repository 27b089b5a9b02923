import { describe, expect, it } from 'vitest';
import en from '../locales/en.json' with { type: 'json' };
import { pseudo } from './languages.ts';
import ar from './locales/ar.json' with { type: 'json' };

const textsOf = (value: object, path = ''): readonly (readonly [key: string, text: string])[] =>
  Object.entries(value).flatMap(([key, text]: [string, unknown]) =>
    typeof text === 'object' && text !== null
      ? textsOf(text, `${path}${key}.`)
      : [[`${path}${key}`, String(text)] as const],
  );
const valuesOf = (text: string): string[] => (text.match(/\{\{\w+\}\}|<\/?\w+>/g) ?? []).toSorted();

describe('the Arabic of the gallery', () => {
  const arabic = new Map(textsOf(ar));

  it('has every text of the program, with the same values in it', () => {
    for (const [key, text] of textsOf(en)) {
      expect(arabic.has(key), key).toBe(true);
      expect(valuesOf(arabic.get(key) ?? ''), key).toEqual(valuesOf(text));
    }
  });

  it('has all six forms of whatever is counted', () => {
    for (const [key] of textsOf(en).filter(([name]) => name.endsWith('_other'))) {
      const stem = key.slice(0, -'_other'.length);
      for (const form of new Intl.PluralRules('ar').resolvedOptions().pluralCategories) {
        expect(arabic.has(`${stem}_${form}`), `${stem}_${form}`).toBe(true);
      }
    }
  });
});

it('makes accented English longer and keeps values and tags', () => {
  const text = pseudo('hold <cap>{{key}}</cap> to talk');
  expect(text).toMatch(/^\[ĥôļđ <cap>\{\{key\}\}<\/cap> ťô ťàļķ .+\]$/u);
  expect(text.length).toBeGreaterThan('hold <cap>{{key}}</cap> to talk'.length + 5);
});
