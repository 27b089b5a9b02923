import type { SettingsPatch } from '@parley/shared/settings/settings';
import { useTranslation } from 'react-i18next';
import { useDesktop } from '../../desktop/DesktopContext.ts';

/** Changes settings; what main made of it comes back as an event. */
export function useUpdate(): (patch: SettingsPatch) => void {
  const desktop = useDesktop();
  return (patch) => void desktop.settings.update(patch);
}

/** A length of time, ms, as the language writes it; `always` with its sign. */
export function useDuration(): (length: number, sign?: 'auto' | 'always') => string {
  const { i18n } = useTranslation();
  const unitOf = (length: number): readonly ['millisecond' | 'second' | 'minute', number] => {
    if (length < 1_000) return ['millisecond', 1];
    return length % 60_000 === 0 ? ['minute', 60_000] : ['second', 1_000];
  };
  return (length, signDisplay = 'auto') => {
    const [unit, size] = unitOf(length);
    return new Intl.NumberFormat(i18n.language, { style: 'unit', unit, signDisplay }).format(length / size);
  };
}
