import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { errorCodes, errorReasons } from '@parley/shared/errors';
import { describe, expect, it } from 'vitest';
import de from './de.json' with { type: 'json' };
import en from './en.json' with { type: 'json' };
import { decideLanguage } from './i18n.ts';

const keysOf = (value: object, path = ''): string[] =>
  Object.entries(value).flatMap(([key, text]: [string, unknown]) =>
    typeof text === 'object' && text !== null ? keysOf(text, `${path}${key}.`) : [`${path}${key}`],
  );
const values = (text: string): string[] => (text.match(/\{\{\w+\}\}|<\/?\w+>/g) ?? []).toSorted();
const textsOf = (value: object): string[] =>
  Object.values(value).flatMap((text: unknown) =>
    typeof text === 'object' && text !== null ? textsOf(text) : [String(text)],
  );

describe('the locale files', () => {
  it('have the same keys, with the same values in each text', () => {
    expect(keysOf(de)).toEqual(keysOf(en));
    const german = textsOf(de);
    textsOf(en).forEach((text, index) => expect(values(german[index] ?? ''), text).toEqual(values(text)));
  });

  it('say what happened and what one can do for every error there is', () => {
    const keys = new Set(keysOf(en));
    for (const name of [...errorReasons, ...errorCodes]) {
      expect(keys.has(`error.${name}.what`) && keys.has(`error.${name}.can`), name).toBe(true);
    }
  });

  it('hold every word of the interface: no literal text stands in the code', () => {
    const files = readdirSync(join(import.meta.dirname, '..'), { recursive: true, encoding: 'utf8' }).filter((file) =>
      file.endsWith('.tsx'),
    );
    expect(files.length).toBeGreaterThan(15);
    for (const file of files) {
      const source = readFileSync(join(import.meta.dirname, '..', file), 'utf8');
      // Words between tags, and words in the attributes that people meet.
      expect(source.match(/>\s*[A-Za-z]{2,}[^<>{}=;()]*<\//g) ?? [], file).toEqual([]);
      expect(source.match(/\b(?:aria-label|title|placeholder|alt)="[^"]+"/g) ?? [], file).toEqual([]);
    }
  });
});

it('follows the system to a language that Parley speaks', () => {
  expect(decideLanguage('system', 'de-AT')).toBe('de');
  expect(decideLanguage('system', 'fr-FR')).toBe('en');
  expect(decideLanguage('de', 'en-GB')).toBe('de');
});
