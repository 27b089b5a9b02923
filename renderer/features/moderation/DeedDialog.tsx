import type { ParleyError } from '@parley/shared/errors';
import { useEffect, useId, useRef, useState, type FormEvent, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../components/Button.tsx';
import { Choice, Select, TextField } from '../../components/fields.tsx';
import { ToldNotice } from '../notices/Told.tsx';
import { StageDialog } from '../../components/StageDialog.tsx';
import { TechnicalDetail } from '../../components/TechnicalDetail.tsx';
import { useDesktop, useDesktopState, useDesktopStore } from '../../desktop/DesktopContext.ts';
import { offerUndo, say, useViewStore } from '../app/view.ts';
import { ErrorText, errorKey } from '../errors/ErrorText.tsx';
import {
  actOf,
  decideTargets,
  emptyFilled,
  lasts,
  lengths,
  mayEverywhere,
  needsReason,
  undoOf,
  type Act,
  type Subject,
} from './deeds.ts';
import { viewerOf } from './useModeration.ts';

/** Most characters of a reason (`shared/backends/parley`). */
const longestReason = 512;

/** Why, how long and where to, before something is done to somebody; and what the server said. */
export function DeedDialog({
  deed,
  subject,
  onClose,
}: {
  readonly deed: Act;
  readonly subject: Subject;
  readonly onClose: () => void;
}): ReactElement {
  const { t } = useTranslation();
  const desktop = useDesktop();
  const store = useDesktopStore();
  const view = useViewStore();
  const form = useRef<HTMLFormElement>(null);
  const id = useId();
  const { server, channel } = subject;
  const channels = useDesktopState((state) => state.channels[server]?.channels);
  const here = channels?.find((other) => other.id === channel.id);
  const targets = deed === 'move' && here !== undefined ? decideTargets(here, channels ?? []) : [];
  const [filled, setFilled] = useState({ ...emptyFilled, toChannelId: targets[0]?.id ?? '' });
  const [asked, setAsked] = useState(false);
  const [busy, setBusy] = useState(false);
  const [failed, setFailed] = useState<ParleyError | null>(null);
  const viewer = viewerOf(store.getState(), server);
  const owed = needsReason(deed);
  const missing = owed && filled.reason.trim() === '';
  const words = { name: subject.kind === 'person' ? subject.name : channel.name, channel: channel.name };

  // Where somebody is moved to is the first thing, and no field that the dialog would find.
  useEffect(() => form.current?.querySelector<HTMLElement>('button.field')?.focus(), []);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    setAsked(true);
    if (missing) form.current?.querySelector('input')?.focus();
    if (missing || busy) return;
    const act = actOf(deed, subject, filled);
    setBusy(true);
    setFailed(null);
    void desktop.moderation.act(server, act).then((answer) => {
      setBusy(false);
      if (!answer.ok) return setFailed(answer.error);
      const to = targets.find((target) => target.id === filled.toChannelId)?.name ?? '';
      const done = t(`moderate.${deed}.done`, { ...words, to });
      const undo = undoOf(act);
      if (undo === null) say(view, done);
      else {
        offerUndo(view, {
          text: done,
          action: t('undo.action'),
          undo: () =>
            void desktop.moderation.act(server, undo).then((taken) => {
              say(view, t(taken.ok ? `moderate.${deed}.undone` : `error.${errorKey(taken.error)}.what`, words));
            }),
        });
      }
      return onClose();
    });
  };
  return (
    <StageDialog
      part="deed"
      title={t(`moderate.${deed}.title`, words)}
      onClose={onClose}
      footer={
        <>
          <span />
          <Button onPress={onClose}>{t('moderate.cancel')}</Button>
          <Button type="submit" form={id} tone="primary" isPending={busy} data-action="do-deed">
            {t(`moderate.${deed}.submit`)}
          </Button>
        </>
      }
    >
      <form ref={form} id={id} className="deed" noValidate aria-busy={busy} data-deed={deed} onSubmit={submit}>
        <p>{t(`moderate.${deed}.lead`, words)}</p>
        {deed === 'move' && (
          <Select
            label={t('moderate.to')}
            options={targets.map((target) => ({ id: target.id, label: target.name }))}
            value={filled.toChannelId}
            onChange={(toChannelId) => setFilled({ ...filled, toChannelId })}
          />
        )}
        <TextField
          label={t(owed ? 'moderate.reason' : 'moderate.reasonOptional')}
          hint={t(deed === 'close' ? 'moderate.reasonHintAll' : 'moderate.reasonHint')}
          value={filled.reason}
          onChange={(reason) => setFilled({ ...filled, reason })}
          autoComplete="off"
          maxLength={longestReason}
          problem={asked && missing ? t('moderate.reasonMissing') : undefined}
        />
        {lasts(deed) && (
          <Choice
            label={t('moderate.length.name')}
            options={lengths.map((length) => ({ id: length, label: t(`moderate.length.${length}`) }))}
            value={filled.length}
            onChange={(length) => setFilled({ ...filled, length })}
          />
        )}
        {viewer !== null && mayEverywhere(deed, viewer) && (
          <Choice
            label={t('moderate.place.name')}
            options={[
              { id: 'here', label: t('moderate.place.here', words) },
              { id: 'everywhere', label: t('moderate.place.everywhere') },
            ]}
            value={filled.everywhere ? 'everywhere' : 'here'}
            onChange={(place) => setFilled({ ...filled, everywhere: place === 'everywhere' })}
          />
        )}
        {failed !== null && (
          <ToldNotice tone="error" reason={errorKey(failed)}>
            <ErrorText error={failed} />
            <TechnicalDetail text={failed.message} />
          </ToldNotice>
        )}
      </form>
    </StageDialog>
  );
}
