import type { ParleyError } from '@parley/shared/errors';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../components/Button.tsx';
import { TechnicalDetail } from '../../components/TechnicalDetail.tsx';
import { useDesktopState } from '../../desktop/DesktopContext.ts';
import { useViewStore } from '../app/view.ts';
import { ErrorText, errorKey } from '../errors/ErrorText.tsx';
import { isExaminable } from '../stage/isExaminable.ts';
import { ToldNotice } from './Told.tsx';

/** A repair that takes long: what does not answer, and the way to the doctor. The call goes on being repaired. */
export function RepairTrouble(props: { readonly trouble: ParleyError; readonly server: string }): ReactElement {
  const { t } = useTranslation();
  const view = useViewStore();
  const { trouble, server } = props;
  const address = useDesktopState(({ settings }) => settings.servers.find(({ id }) => id === server)?.address);
  return (
    <ToldNotice
      tone="warning"
      reason={`repair-${errorKey(trouble)}`}
      action={
        isExaminable(trouble) && address !== undefined ? (
          <Button
            tone="normal"
            data-action="open-doctor"
            onPress={() => view.setState({ page: 'settings', settingsPage: 'doctor', examined: address })}
          >
            {t('doctor.open')}
          </Button>
        ) : undefined
      }
    >
      <ErrorText error={trouble} />
      <TechnicalDetail text={trouble.message} />
    </ToldNotice>
  );
}
