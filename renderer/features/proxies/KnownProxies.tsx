import type { ReactElement } from 'react';
import { proxyKey } from '@parley/shared/proxies/proxyLogin';
import { useTranslation } from 'react-i18next';
import { Button } from '../../components/Button.tsx';
import { useDesktop, useDesktopState } from '../../desktop/DesktopContext.ts';
import { Outcome } from '../account/Outcome.tsx';
import { useRequest } from '../account/useRequest.ts';
import { proxyAddress } from './proxyAddress.ts';

/** The proxies whose login is kept; each can be forgotten. */
export function KnownProxies(): ReactElement | null {
  const { t } = useTranslation();
  const desktop = useDesktop();
  const known = useDesktopState(({ proxies }) => proxies.known);
  const request = useRequest();
  if (known.length === 0 && request.done === null) return null;
  return (
    <div className="card" data-part="known-proxies">
      <h2>{t('proxy.known')}</h2>
      <ul className="rows">
        {known.map((proxy) => {
          const { host, port, realm } = proxy;
          const address = proxyAddress(proxy);
          return (
            <li key={proxyKey(proxy)}>
              <span className="account-row">
                <bdi>{address}</bdi>
                <small>
                  {t(`proxy.in.${proxy.kept}`)}
                  {realm !== '' && (
                    <>
                      {' · '}
                      <bdi>{realm}</bdi>
                    </>
                  )}
                </small>
              </span>
              <Button
                tone="normal"
                data-action="forget-proxy"
                aria-label={t('proxy.forgetOf', { address })}
                onPress={() =>
                  request.run(() => desktop.proxies.forget({ host, port, realm }), t('proxy.forgotten', { address }))
                }
              >
                {t('proxy.forget')}
              </Button>
            </li>
          );
        })}
      </ul>
      <Outcome request={request} />
    </div>
  );
}
