import type { ReactElement } from 'react';
import { Trans, useTranslation } from 'react-i18next';
import type { CallNotice, ModeratorWords } from '../../call/callView.ts';
import { Word } from '../../components/Word.tsx';

/** Who did what to this person, why, and until when. */
export function ModeratorNotice({
  notice: { action, channel, told },
}: {
  readonly notice: Extract<CallNotice, { kind: 'moderated' }>;
}): ReactElement {
  const { t } = useTranslation();
  const place = action === 'move' ? '' : told.everywhere ? '.everywhere' : '.here';
  return (
    <>
      <Trans
        i18nKey={`notice.moderated.${action}${place}`}
        components={{
          who: <Word text={told.by === '' ? t('moderation.somebody') : told.by} />,
          where: <Word text={channel === '' ? t('moderation.somewhere') : channel} />,
        }}
      />{' '}
      {told.reason !== '' && (
        <>
          <Trans i18nKey="moderation.because" components={{ why: <Word text={told.reason} /> }} />{' '}
        </>
      )}
      <Until told={told} />
    </>
  );
}

/** What a moderator said about the end of a call. */
export function ModeratorReason({ told }: { readonly told: ModeratorWords }): ReactElement {
  const { t } = useTranslation();
  return (
    <div data-part="moderator-reason">
      <h2>{t('moderation.reason')}</h2>
      <p>{told.reason === '' ? t('moderation.noReason') : <bdi>{told.reason}</bdi>}</p>
      <p>
        <Trans
          i18nKey="moderation.by"
          components={{ who: <Word text={told.by === '' ? t('moderation.somebody') : told.by} /> }}
        />
      </p>
      {told.until !== null && (
        <p>
          <Until told={told} />
        </p>
      )}
    </div>
  );
}

function Until({ told }: { readonly told: ModeratorWords }): ReactElement | null {
  const { t, i18n } = useTranslation();
  if (told.until === null) return null;
  const format = new Intl.DateTimeFormat(i18n.language, { dateStyle: 'medium', timeStyle: 'short' });
  return <>{t('moderation.until', { time: format.format(told.until) })}</>;
}
