import de from './de.json' with { type: 'json' };
import en from './en.json' with { type: 'json' };

/** The few words that main itself shows (tray). Everything else is said by the renderer from `renderer/locales`. */
export type TextKey = keyof typeof en;
export type Texts = (key: TextKey, values?: Readonly<Record<string, string | number>>) => string;

const languages: Readonly<Record<string, Record<TextKey, string>>> = { en, de };

/** `language` is the setting; `system` follows the system's first language. */
export function createTexts(language: string, locale: string): Texts {
  const wanted = language === 'system' ? (locale.split('-')[0] ?? 'en') : language;
  const table = languages[wanted] ?? en;
  return (key, values = {}) => table[key].replaceAll(/\{\{(\w+)\}\}/g, (_, name: string) => String(values[name] ?? ''));
}
