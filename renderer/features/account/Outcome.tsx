import type { ReactElement } from 'react';
import { Notice } from '../../components/Notice.tsx';
import { ToldNotice } from '../notices/Told.tsx';
import { TechnicalDetail } from '../../components/TechnicalDetail.tsx';
import { ErrorText, errorKey } from '../errors/ErrorText.tsx';
import type { Request } from './useRequest.ts';

/** How a request ended, beside what was asked for. The announcer tells what was done. */
export function Outcome({ request: { failed, done } }: { readonly request: Request }): ReactElement | null {
  if (failed !== null) {
    return (
      <ToldNotice tone="error" reason={errorKey(failed)}>
        <ErrorText error={failed} />
        <TechnicalDetail text={failed.message} />
      </ToldNotice>
    );
  }
  return done === null ? null : (
    <Notice tone="info" reason="done">
      {done}
    </Notice>
  );
}
