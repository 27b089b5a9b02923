import { describe, expect, it } from 'vitest';
import { createI18n } from '../locales/i18n.ts';
import { keyName, type Platform } from './keyName.ts';

const nameIn = async (language: string) => {
  const { t } = await createI18n(language);
  return (code: string, platform: Platform = 'linux') => keyName({ kind: 'key', code }, platform, t);
};

describe('keyName', () => {
  it('says of modifiers on which side they are, in the words of the system', async () => {
    const english = await nameIn('en');
    expect((['linux', 'windows', 'macos'] as const).map((platform) => english('MetaLeft', platform))).toEqual([
      'Left Super',
      'Left Windows',
      'Left Command',
    ]);
    expect(english('AltRight')).toBe('Right Alt');
    expect(english('AltRight', 'macos')).toBe('Right Option');
    const german = await nameIn('de');
    expect(['ControlRight', 'ShiftLeft'].map((code) => german(code))).toEqual(['Strg rechts', 'Umschalt links']);
  });

  it('names keys as they are labelled', async () => {
    const german = await nameIn('de');
    expect(['KeyQ', 'Digit4', 'F13', 'Space', 'PageUp', 'Minus', 'ArrowUp'].map((code) => german(code))).toEqual([
      ...['Q', '4', 'F13', 'Leertaste', 'Bild auf', '-', '↑'],
    ]);
    expect(['Numpad7', 'NumpadAdd', 'NumpadEnter'].map((code) => german(code))).toEqual([
      'Num 7',
      'Num +',
      'Num Eingabe',
    ]);
  });

  it('makes words of a code that it does not know', async () => {
    expect((await nameIn('en'))('LaunchMail')).toBe('Launch Mail');
  });
});
