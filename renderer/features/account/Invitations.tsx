import type { Code } from '@parley/shared/backends/parleyApi';
import { useCallback, useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../components/Button.tsx';
import { Select } from '../../components/fields.tsx';
import { useDesktop } from '../../desktop/DesktopContext.ts';
import { Outcome } from './Outcome.tsx';
import { useList } from './useList.ts';
import { useRequest } from './useRequest.ts';

const uses = [1, 5, 25, 100] as const;
/** How long one is good for, s. */
const lives = [86_400, 604_800, 2_592_000] as const;

/** Codes by which others come to the server, for whoever may hand them out. */
export function Invitations({ server }: { readonly server: string }): ReactElement {
  const { t, i18n } = useTranslation();
  const desktop = useDesktop();
  const request = useRequest();
  const [times, setTimes] = useState<number>(uses[0]);
  const [seconds, setSeconds] = useState<number>(lives[1]);
  const [code, setCode] = useState<Code | null>(null);
  const [copied, setCopied] = useState(false);
  const { list, failed, reload } = useList(useCallback(() => desktop.invitations.list(server), [desktop, server]));
  const time = new Intl.DateTimeFormat(i18n.language, { dateStyle: 'medium', timeStyle: 'short' });
  const create = (): void =>
    request.run(
      () => desktop.invitations.create(server, { uses: times, seconds, roleId: null }),
      t('account.invitations.made'),
      (made) => {
        setCode(made);
        setCopied(false);
        reload();
      },
    );
  const copy = (text: string): void => {
    navigator.clipboard.writeText(text).then(
      () => setCopied(true),
      () => setCopied(false),
    );
  };
  return (
    <div className="card" data-part="account-invitations">
      <h2>{t('account.invitations.title')}</h2>
      <p>{t('account.invitations.lead')}</p>
      <div className="account-choices">
        <Select
          label={t('account.invitations.uses')}
          options={uses.map((count) => ({ id: String(count), label: t('account.invitations.people', { count }) }))}
          value={String(times)}
          onChange={(id) => setTimes(Number(id))}
        />
        <Select
          label={t('account.invitations.life')}
          options={lives.map((life) => ({
            id: String(life),
            label: t('account.invitations.days', { count: life / 86_400 }),
          }))}
          value={String(seconds)}
          onChange={(id) => setSeconds(Number(id))}
        />
      </div>
      <div>
        <Button tone="normal" data-action="invite" isPending={request.busy} onPress={create}>
          {t('account.invitations.create')}
        </Button>
      </div>
      {code !== null && (
        <div className="account-code" data-part="code">
          <output dir="ltr">{code.code}</output>
          <Button tone="normal" data-action="copy-code" onPress={() => copy(code.code)}>
            {t(copied ? 'technical.copied' : 'technical.copy')}
          </Button>
          <p className="small">{t('account.invitations.once')}</p>
        </div>
      )}
      <Outcome request={failed === null ? request : { ...request, failed }} />
      {list !== null && list.invitations.length > 0 && (
        <ul className="rows">
          {list.invitations.map(({ id, usesLeft, expiresAt }) => {
            const until = time.format(expiresAt);
            return (
              <li key={id}>
                <span className="account-row">
                  {t('account.invitations.left', { count: usesLeft })}
                  <small>{t('moderation.until', { time: until })}</small>
                </span>
                <Button
                  tone="normal"
                  data-action="revoke"
                  aria-label={t('account.invitations.revokeUntil', { time: until })}
                  onPress={() =>
                    request.run(
                      () => desktop.invitations.revoke(server, id),
                      t('account.invitations.revoked'),
                      () => {
                        if (code?.id === id) setCode(null);
                        reload();
                      },
                    )
                  }
                >
                  {t('account.invitations.revoke')}
                </Button>
              </li>
            );
          })}
        </ul>
      )}
    </div>
  );
}
