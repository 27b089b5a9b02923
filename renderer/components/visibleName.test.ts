import { describe, expect, it } from 'vitest';
import { createI18n } from '../locales/i18n.ts';
import { personWords } from './PersonName.tsx';
import { visibleName } from './visibleName.ts';

describe('visibleName', async () => {
  const { t } = await createI18n('en');

  it.each(['', ' ', '\u200B\u200D\u2060', '\u3164', '\u2800', '\u202E\u00A0', '\n\t'])(
    'says of %j that nothing can be seen',
    (name) => {
      expect(visibleName(name, t)).toBe('No visible name');
    },
  );

  it.each(['I', '.', '🦊', 'a\u200Bdmin', '\u202Egnp.exe', 'خالد'])('leaves %j alone', (name) => {
    expect(visibleName(name, t)).toBe(name);
  });

  it('tells several of them apart', () => {
    expect(personWords({ name: '\u200B', nth: 2, isLocal: false }, t)).toBe('No visible name (2)');
  });
});
