import type { ParleyError } from '@parley/shared/errors';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';

/** The key of the texts about an error: its reason, or its code where there is none. */
export const errorKey = ({ code, reason }: ParleyError): string => reason ?? code;

/** What happened and what one can do, in two sentences. */
export function ErrorText({ error }: { readonly error: ParleyError }): ReactElement {
  const { t } = useTranslation();
  const key = errorKey(error);
  return (
    <>
      <strong>{t(`error.${key}.what`)}</strong> {t(`error.${key}.can`)}
    </>
  );
}
