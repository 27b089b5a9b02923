import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';

/** How far one is in something that has few steps. Counts from 1. */
export function Steps({ now, of }: { readonly now: number; readonly of: number }): ReactElement {
  const { t } = useTranslation();
  return (
    <p className="steps" data-part="steps">
      <span>{t('steps', { now, of })}</span>
      {Array.from({ length: of }, (_, index) => (
        <i key={index} data-done={index < now || undefined} aria-hidden="true" />
      ))}
    </p>
  );
}
