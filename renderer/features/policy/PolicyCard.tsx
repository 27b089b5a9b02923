import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { Notice } from '../../components/Notice.tsx';
import { TechnicalDetail } from '../../components/TechnicalDetail.tsx';
import { useDesktopState } from '../../desktop/DesktopContext.ts';

/** What the administrator of this computer laid down; nothing of it can be changed here. */
export function PolicyCard(): ReactElement | null {
  const { t } = useTranslation();
  const policy = useDesktopState((state) => state.policy);
  if (policy === null) return null;
  const { file, udpForbidden, authorityFile, servers, problem } = policy;
  return (
    <div className="card" data-part="policy">
      <h2>{t('policy.title')}</h2>
      {problem !== null && (
        <Notice tone="error" reason="policy">
          {t('policy.problem')}
          <TechnicalDetail text={`${file}: ${problem}`} />
        </Notice>
      )}
      <ul className="rows">
        {udpForbidden && <li data-policy="udp">{t('policy.udp')}</li>}
        {authorityFile !== null && (
          <li data-policy="authority">
            <span className="account-row">
              {t('policy.authority')}
              <small dir="ltr">{authorityFile}</small>
            </span>
          </li>
        )}
        {servers.fixed.length > 0 && (
          <li data-policy="servers">
            <span className="account-row">
              {t(servers.othersForbidden ? 'policy.onlyServers' : 'policy.servers')}
              {servers.fixed.map((entry) => (
                <small key={`${entry.dialect} ${entry.address}`} dir="ltr">
                  {entry.address}
                </small>
              ))}
            </span>
          </li>
        )}
        {!udpForbidden && authorityFile === null && servers.fixed.length === 0 && <li>{t('policy.nothing')}</li>}
      </ul>
      <p className="small">
        {t('policy.file')} <bdi>{file}</bdi>
      </p>
    </div>
  );
}
