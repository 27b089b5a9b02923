import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { useDesktopState } from '../../desktop/DesktopContext.ts';
import { decideLanguage } from '../../locales/i18n.ts';

/** Theme, density, language and direction of the document follow the settings. Returns the language. */
export function useAppearance(): string {
  const { i18n } = useTranslation();
  const theme = useDesktopState(({ settings }) => settings.theme);
  const density = useDesktopState(({ settings }) => settings.density);
  const language = useDesktopState(({ settings, locale }) => decideLanguage(settings.language, locale));
  useEffect(() => {
    const root = document.documentElement;
    const contrast = matchMedia('(prefers-contrast: more)');
    const apply = (): void => {
      if (theme !== 'system') root.dataset['theme'] = theme;
      else if (contrast.matches) root.dataset['theme'] = 'contrast';
      else delete root.dataset['theme'];
    };
    apply();
    contrast.addEventListener('change', apply);
    return () => contrast.removeEventListener('change', apply);
  }, [theme]);
  useEffect(() => {
    document.documentElement.dataset['density'] = density;
  }, [density]);
  useEffect(() => void i18n.changeLanguage(language), [i18n, language]);
  // Of what is drawn, which in tests may be a language that no setting has.
  const drawn = i18n.language;
  useEffect(() => {
    document.documentElement.lang = drawn;
    document.documentElement.dir = i18n.dir(drawn);
  }, [drawn, i18n]);
  return drawn;
}
