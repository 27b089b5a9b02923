import { useCallback, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../components/Button.tsx';
import { Progress } from '../../components/Progress.tsx';
import { useDesktop } from '../../desktop/DesktopContext.ts';
import { Outcome } from './Outcome.tsx';
import { useList } from './useList.ts';
import { useRequest } from './useRequest.ts';

/** Where the account is signed in; each of the others can be signed out from here. */
export function Devices({ server }: { readonly server: string }): ReactElement {
  const { t, i18n } = useTranslation();
  const desktop = useDesktop();
  const request = useRequest();
  const { list, failed, reload } = useList(useCallback(() => desktop.account.sessions(server), [desktop, server]));
  const time = new Intl.DateTimeFormat(i18n.language, { dateStyle: 'medium', timeStyle: 'short' });
  return (
    <div className="card" data-part="account-devices">
      <h2>{t('account.devices.title')}</h2>
      {list === null && failed === null && <Progress label={t('account.devices.title')} />}
      <ul className="rows">
        {list?.sessions
          .toSorted((a, b) => Number(b.current) - Number(a.current) || b.lastUsedAt - a.lastUsedAt)
          .map(({ id, program, lastUsedAt, current }) => {
            const name = program === '' ? t('account.devices.unknown') : program;
            return (
              <li key={id} data-session={id}>
                <span className="account-row">
                  <bdi>{name}</bdi>
                  <small>
                    {current
                      ? t('account.devices.current')
                      : lastUsedAt > 0
                        ? t('account.devices.last', { time: time.format(lastUsedAt) })
                        : ''}
                  </small>
                </span>
                {!current && (
                  <Button
                    tone="normal"
                    data-action="end-session"
                    aria-label={t('account.devices.endOf', { name })}
                    onPress={() =>
                      request.run(
                        () => desktop.account.endSession(server, id),
                        t('account.devices.ended', { name }),
                        reload,
                      )
                    }
                  >
                    {t('settings.signOut')}
                  </Button>
                )}
              </li>
            );
          })}
      </ul>
      <Outcome request={failed === null ? request : { ...request, failed }} />
    </div>
  );
}
