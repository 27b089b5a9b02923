import { useCallback, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { useDesktop } from '../../desktop/DesktopContext.ts';
import { Codes } from './Codes.tsx';

/** How long one is good for, s. */
const lives = [86_400, 604_800, 2_592_000] as const;

/** Codes by which others come to the server, for whoever may hand them out. */
export function Invitations({ server }: { readonly server: string }): ReactElement {
  const { t } = useTranslation();
  const desktop = useDesktop();
  const list = useCallback(async () => {
    const answer = await desktop.invitations.list(server);
    return answer.ok ? { ok: true as const, value: answer.value.invitations } : answer;
  }, [desktop, server]);
  return (
    <div className="card" data-part="account-invitations">
      <h2>{t('account.invitations.title')}</h2>
      <p>{t('account.invitations.lead')}</p>
      <Codes
        lives={lives}
        words={{
          create: t('account.invitations.create'),
          made: t('account.invitations.made'),
          revoked: t('account.invitations.revoked'),
        }}
        list={list}
        create={(wish) => desktop.invitations.create(server, { ...wish, roleId: null })}
        revoke={(id) => desktop.invitations.revoke(server, id)}
      />
    </div>
  );
}
