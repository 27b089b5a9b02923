import type { TFunction } from 'i18next';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { visibleName } from './visibleName.ts';

export interface PersonNameProps {
  readonly name: string;
  readonly isLocal: boolean;
  /** Of several people with this name, which one; from 1. */
  readonly nth?: number | undefined;
}

/** A person's name, with what tells it from others. */
export function PersonName({ name, nth, isLocal }: PersonNameProps): ReactElement {
  const { t } = useTranslation();
  return (
    <>
      <bdi>{visibleName(name, t)}</bdi>
      {nth !== undefined && <small> {t('people.nth', { nth })}</small>}
      {isLocal && <small> {t('people.you')}</small>}
    </>
  );
}

/** The same as text. */
export const personWords = ({ name, nth, isLocal }: PersonNameProps, t: TFunction): string =>
  [
    visibleName(name, t),
    ...(nth === undefined ? [] : [t('people.nth', { nth })]),
    ...(isLocal ? [t('people.you')] : []),
  ].join(' ');
