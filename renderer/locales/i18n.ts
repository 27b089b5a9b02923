import { createInstance, type i18n } from 'i18next';
import { initReactI18next } from 'react-i18next';
import de from './de.json' with { type: 'json' };
import en from './en.json' with { type: 'json' };

const languages = { en: { translation: en }, de: { translation: de } };

/** `setting` is the person's choice; `system` follows the first language of the system that Parley speaks. */
export const decideLanguage = (setting: string, locale: string): string => {
  const wanted = setting === 'system' ? (locale.split('-')[0] ?? 'en') : setting;
  return wanted in languages ? wanted : 'en';
};

export async function createI18n(language: string): Promise<i18n> {
  const instance = createInstance();
  await instance.use(initReactI18next).init({
    lng: language,
    fallbackLng: 'en',
    resources: languages,
    interpolation: { escapeValue: false },
  });
  return instance;
}
