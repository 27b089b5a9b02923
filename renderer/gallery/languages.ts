import type { i18n } from 'i18next';
import en from '../locales/en.json' with { type: 'json' };
import { createI18n } from '../locales/i18n.ts';
import ar from './locales/ar.json' with { type: 'json' };
import type { GalleryLanguage } from './parameters.ts';

/** Nested texts, as a locale file has them. */
interface Texts {
  readonly [key: string]: string | Texts;
}

/** The program's own languages as it makes them; the gallery's two in addition, which then stay whatever the settings say. */
export async function createGalleryI18n(language: GalleryLanguage): Promise<i18n> {
  if (language === 'en' || language === 'de') return createI18n(language);
  const instance = await createI18n('en');
  // `en-XA` is the usual name of accented English; to Intl it is English.
  const code = language === 'pseudo' ? 'en-XA' : 'ar';
  instance.addResourceBundle(code, 'translation', language === 'pseudo' ? mapTexts(en, pseudo) : ar);
  await instance.changeLanguage(code);
  // The program sets the language of its settings, which has no such value.
  instance.changeLanguage = () => Promise.resolve(instance.t);
  return instance;
}

const mapTexts = (texts: Texts, change: (text: string) => string): Texts =>
  Object.fromEntries(
    Object.entries(texts).map(([key, value]) => [
      key,
      typeof value === 'string' ? change(value) : mapTexts(value, change),
    ]),
  );

const accented: Readonly<Record<string, string>> = Object.fromEntries(
  Array.from(
    'aàbƀcçdđeéfƒgğhĥiîjĵkķlļmɱnñoôpþqɋrŕsştťuûvṽwŵxẋyýzžAÅBƁCÇDĐEÉFƑGĜHĤIÎJĴKĶLĻMṀNÑOÖPÞQɊRŔSŞTŤUÛVṼWŴXẊYÝZŽ'.matchAll(
      /(.)(.)/gu,
    ),
  ).map(([, plain = '', accent = '']) => [plain, accent]),
);

/** Accented, about 40 % longer, in brackets; `{{values}}` and `<tags>` as they are. */
export function pseudo(text: string): string {
  const parts = text.split(/(\{\{\w+\}\}|<\/?\w+>)/u);
  const words = parts
    .map((part, index) =>
      index % 2 === 1 ? part : part.replaceAll(/[A-Za-z]/gu, (letter) => accented[letter] ?? letter),
    )
    .join('');
  const length = parts.reduce((sum, part, index) => sum + (index % 2 === 1 ? 0 : part.length), 0);
  return `[${words}${' one two three four five six seven eight nine ten'.repeat(4).slice(0, Math.ceil(length * 0.4))}]`;
}
