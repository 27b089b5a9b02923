import type { SettingsPatch } from '@parley/shared/settings/settings';
import { useTranslation } from 'react-i18next';
import { useDesktop } from '../../desktop/DesktopContext.ts';

/** Changes settings; what main made of it comes back as an event. */
export function useUpdate(): (patch: SettingsPatch) => void {
  const desktop = useDesktop();
  return (patch) => void desktop.settings.update(patch);
}

/** A length of time, ms, as the language writes it. */
export function useDuration(): (length: number) => string {
  const { i18n } = useTranslation();
  return (length) =>
    length < 1_000
      ? new Intl.NumberFormat(i18n.language, { style: 'unit', unit: 'millisecond' }).format(length)
      : new Intl.NumberFormat(i18n.language, { style: 'unit', unit: 'second' }).format(length / 1_000);
}
