import type { RestrictionList } from '@parley/shared/backends/parley/moderation';
import type { ParleyError } from '@parley/shared/errors';
import { useEffect, useState, type ReactElement } from 'react';
import { Trans, useTranslation } from 'react-i18next';
import { Button } from '../../components/Button.tsx';
import { ToldNotice } from '../notices/Told.tsx';
import { Progress } from '../../components/Progress.tsx';
import { StageDialog } from '../../components/StageDialog.tsx';
import { TechnicalDetail } from '../../components/TechnicalDetail.tsx';
import { useDesktop, useDesktopState } from '../../desktop/DesktopContext.ts';
import { say, useViewStore } from '../app/view.ts';
import { Word } from '../../components/Word.tsx';
import { ErrorText, errorKey } from '../errors/ErrorText.tsx';
import type { Place } from './deeds.ts';

type Restriction = RestrictionList['restrictions'][number];

/** Who is muted or banned in a channel, and the way to lift it: of people who are gone there is no other. */
export function RestrictionsDialog({
  place: { server, channel },
  onClose,
}: {
  readonly place: Place;
  readonly onClose: () => void;
}): ReactElement {
  const { t, i18n } = useTranslation();
  const desktop = useDesktop();
  const view = useViewStore();
  const may = useDesktopState((state) => state.channels[server]?.channels.find(({ id }) => id === channel.id));
  const [list, setList] = useState<readonly Restriction[] | null>(null);
  const [failed, setFailed] = useState<ParleyError | null>(null);
  useEffect(() => {
    let shown = true;
    void desktop.moderation.restrictions(server, channel.id).then((answer) => {
      if (!shown) return;
      if (answer.ok) setList(answer.value.restrictions);
      else setFailed(answer.error);
    });
    return () => {
      shown = false;
    };
  }, [desktop, server, channel.id]);

  const lift = async ({ kind, accountId, accountName }: Restriction): Promise<void> => {
    setFailed(null);
    const deed = kind === 'mute' ? 'unmute' : 'unban';
    const act = { kind: deed, channelId: channel.id, accountId, reason: '' } as const;
    const answer = await desktop.moderation.act(server, act);
    if (answer.ok) say(view, t(`moderate.${deed}.done`, { name: accountName, channel: channel.name }));
    else setFailed(answer.error);
    // Somebody else may have done something meanwhile.
    const now = await desktop.moderation.restrictions(server, channel.id);
    if (now.ok) setList(now.value.restrictions);
  };
  const time = new Intl.DateTimeFormat(i18n.language, { dateStyle: 'medium', timeStyle: 'short' });
  return (
    <StageDialog
      part="restrictions"
      title={t('moderate.restrictions.title', { channel: channel.name })}
      readOnly={list?.length === 0}
      onClose={onClose}
    >
      {failed !== null && (
        <ToldNotice tone="error" reason={errorKey(failed)}>
          <ErrorText error={failed} />
          <TechnicalDetail text={failed.message} />
        </ToldNotice>
      )}
      {list === null && failed === null && <Progress label={t('moderate.restrictions.loading')} />}
      {list?.length === 0 && <p>{t('moderate.restrictions.none')}</p>}
      {list !== null && list.length > 0 && (
        <ul className="restrictions">
          {list.map((restriction) => (
            <li key={`${restriction.kind} ${restriction.accountId}`} data-account={restriction.accountId}>
              <div>
                <p>
                  <strong>
                    <bdi>{restriction.accountName}</bdi>
                  </strong>{' '}
                  <span className="tag">{t(`moderate.restrictions.${restriction.kind}`)}</span>
                </p>
                {restriction.reason !== '' && (
                  <p>
                    <Trans i18nKey="moderation.because" components={{ why: <Word text={restriction.reason} /> }} />
                  </p>
                )}
                <p className="small">
                  {restriction.byName !== '' && (
                    <>
                      <Trans i18nKey="moderation.by" components={{ who: <Word text={restriction.byName} /> }} />{' '}
                    </>
                  )}
                  {restriction.expiresAt === null
                    ? t('moderate.restrictions.forever')
                    : t('moderation.until', { time: time.format(restriction.expiresAt) })}
                </p>
              </div>
              {may?.permissions?.includes(restriction.kind === 'mute' ? 'MUTE' : 'BAN') === true && (
                <Button
                  tone="normal"
                  data-action="lift"
                  aria-label={t(`moderate.restrictions.lift.${restriction.kind}`, { name: restriction.accountName })}
                  onPress={({ target }) => {
                    // The button goes with its row: who pressed it stays in the dialog.
                    target.closest<HTMLElement>('[role="dialog"]')?.focus();
                    void lift(restriction);
                  }}
                >
                  {t('moderate.restrictions.lift.short')}
                </Button>
              )}
            </li>
          ))}
        </ul>
      )}
    </StageDialog>
  );
}
