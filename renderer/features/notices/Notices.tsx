import { useEffect, useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { X } from 'lucide-react';
import type { MovedAnswer } from '@parley/shared/devices/device';
import type { CallNotice, MicrophoneView } from '../../call/callView.ts';
import { Button, IconButton } from '../../components/Button.tsx';
import { Notice } from '../../components/Notice.tsx';
import { Progress } from '../../components/Progress.tsx';
import { useDesktop, useDesktopState } from '../../desktop/DesktopContext.ts';
import { useView, useViewStore } from '../app/view.ts';
import { useCall, useCallController } from '../call/CallContext.ts';
import { ErrorText, errorKey } from '../errors/ErrorText.tsx';
import { ModeratorNotice } from './ModeratorText.tsx';
import { RepairTrouble } from './RepairTrouble.tsx';
import { ToldNotice } from './Told.tsx';

/** What needs to be known and no decision: over the stage, never over the voice bar. */
export function Notices(): ReactElement {
  const { t } = useTranslation();
  const [dismissed, setDismissed] = useState<ReadonlySet<string>>(new Set());
  const session = useDesktopState((state) => state.session);
  const health = useDesktopState((state) => state.settingsHealth);
  const extraCa = useDesktopState((state) => state.extraCa);
  const state = useCall((view) => view.state);
  const microphone = useCall((view) => view.microphone);
  const notices = useCall((view) => view.notices);

  const dismissal = (key: string): ReactElement => (
    <IconButton label={t('notice.dismiss')} onPress={() => setDismissed(new Set([...dismissed, key]))}>
      <X className="icon" size={14} aria-hidden />
    </IconButton>
  );
  return (
    <section className="notices" aria-label={t('notice.label')}>
      {health.kind !== 'fine' && health.kind !== 'fresh' && !dismissed.has('health') && (
        <ToldNotice tone="warning" reason={`settings-${health.kind}`} action={dismissal('health')}>
          {t(`settingsHealth.${health.kind}`, { file: 'quarantine' in health ? health.quarantine : '' })}
        </ToldNotice>
      )}
      {extraCa.problem !== null && !dismissed.has(`extraCa-${extraCa.file}`) && (
        <ToldNotice tone="warning" reason={`extraCa-${extraCa.problem}`} action={dismissal(`extraCa-${extraCa.file}`)}>
          {t(`notice.extraCa.${extraCa.problem}`, { file: extraCa.file })}
        </ToldNotice>
      )}
      {session.kind === 'signedIn' && session.vault.kind === 'memory' && !dismissed.has('vault') && (
        <ToldNotice tone="warning" reason="vault-memory" action={dismissal('vault')}>
          {t('vault.memory')} {t(`vault.${session.vault.cause}`)}
        </ToldNotice>
      )}
      {state.phase === 'reconnecting' && (
        // The announcer tells it by itself.
        <Notice tone="warning" reason={state.mediaFlows ? 'signallingAway' : 'reconnecting'}>
          {state.mediaFlows ? t('notice.signallingAway') : t('notice.reconnecting', { attempt: state.attempt })}
          <Progress label={t('call.phase.reconnecting')} />
        </Notice>
      )}
      {state.phase === 'reconnecting' && state.trouble !== null && (
        <RepairTrouble trouble={state.trouble} server={state.channel.server} />
      )}
      {microphone.state === 'trouble' && (
        <ToldNotice tone="error" reason={errorKey(microphone.error)}>
          <ErrorText error={microphone.error} />
        </ToldNotice>
      )}
      {notices
        .filter(({ id, kind }) => !dismissed.has(`call-${id}`) && (kind !== 'deviceLost' || waitsForPerson(microphone)))
        .slice(-3)
        .map((notice) => (
          <ToldNotice
            key={notice.id}
            tone={toneOf(notice)}
            reason={reasonOf(notice)}
            action={notice.kind === 'deviceLost' ? <ReopenButton /> : dismissal(`call-${notice.id}`)}
          >
            <CallNoticeText notice={notice} />
          </ToldNotice>
        ))}
      <MovedNotice />
      <UndoNotice />
    </section>
  );
}

/** It goes by itself once the person acted, in whatever way. */
const waitsForPerson = (microphone: MicrophoneView): boolean =>
  microphone.state === 'shut' && microphone.reason === 'deviceLost';

function ReopenButton(): ReactElement {
  const { t } = useTranslation();
  const controller = useCallController();
  return (
    <Button tone="normal" data-action="reopen-microphone" onPress={() => controller.reopenMicrophone()}>
      {t('notice.reopen')}
    </Button>
  );
}

/** The system's slider was moved during the call: whoever did it, it can be put back. */
function MovedNotice(): ReactElement | null {
  const { t, i18n } = useTranslation();
  const desktop = useDesktop();
  const moved = useDesktopState((state) => state.inputMoved);
  if (moved === null) return null;
  const percent = new Intl.NumberFormat(i18n.language, { style: 'percent' });
  const answer = (reply: MovedAnswer) => () => void desktop.devices.answerMoved(reply);
  return (
    <ToldNotice
      key={moved.now}
      tone="warning"
      reason="input-moved"
      action={
        <div className="notice-actions">
          <Button tone="normal" data-action="restore-input" onPress={answer('restore')}>
            {t('notice.inputMoved.restore')}
          </Button>
          <IconButton label={t('notice.dismiss')} onPress={answer('keep')}>
            <X className="icon" size={14} aria-hidden />
          </IconButton>
        </div>
      }
    >
      {moved.muted
        ? t('notice.inputMoved.muted')
        : t('notice.inputMoved.volume', {
            before: percent.format(moved.before / 100),
            now: percent.format(moved.now / 100),
          })}
    </ToldNotice>
  );
}

/** Long enough to read it and to reach the button, ms. */
const undoTime = 12_000;

/** What was just done can be taken back for a while: no question is asked beforehand. */
function UndoNotice(): ReactElement | null {
  const view = useViewStore();
  const offer = useView(({ undo }) => undo);
  useEffect(() => {
    if (offer === null) return undefined;
    // Whoever is at the button is not hurried (WCAG 2.2, 2.2.1).
    const timer = setInterval(() => {
      if ((document.activeElement?.closest('[data-reason="undo"]') ?? null) !== null) return;
      if (view.getState().undo === offer) view.setState({ undo: null });
    }, undoTime);
    return () => clearInterval(timer);
  }, [offer, view]);
  if (offer === null) return null;
  return (
    <ToldNotice
      tone="info"
      reason="undo"
      action={
        <Button
          tone="normal"
          data-action="undo"
          onPress={() => {
            view.setState({ undo: null });
            offer.undo();
          }}
        >
          {offer.action}
        </Button>
      }
    >
      {offer.text}
    </ToldNotice>
  );
}

function reasonOf(notice: CallNotice): string {
  if (notice.kind === 'shareFailed' || notice.kind === 'deviceRefused') return errorKey(notice.error);
  return notice.kind === 'moderated' ? `moderated-${notice.action}` : notice.kind;
}

function toneOf(notice: CallNotice): 'info' | 'warning' | 'error' {
  if (notice.kind === 'shareFailed') return 'error';
  const taken = notice.kind === 'moderated' && (notice.action === 'mute' || notice.action === 'ban');
  const instead = ['deviceRefused', 'suppressorFailed', 'graphFailed', 'microphoneSilent', 'deviceLost'].includes(
    notice.kind,
  );
  return taken || instead || notice.kind === 'mutedByServer' ? 'warning' : 'info';
}

function CallNoticeText({ notice }: { readonly notice: CallNotice }): ReactElement {
  const { t } = useTranslation();
  switch (notice.kind) {
    case 'shareFailed':
      return <ErrorText error={notice.error} />;
    case 'deviceRefused':
      return (
        <>
          {t('notice.deviceRefused')} <ErrorText error={notice.error} />
        </>
      );
    case 'deviceFallback':
    case 'deviceReturned':
      return <>{t(`notice.${notice.kind}.${notice.device}`, { label: notice.label })}</>;
    case 'pathChanged':
      return <>{t('notice.pathChanged', { from: notice.from, to: notice.to })}</>;
    case 'moderated':
      return <ModeratorNotice notice={notice} />;
    case 'mutedByServer':
    case 'muteOver':
    case 'playbackBlocked':
    case 'maximumHold':
    case 'latchLimit':
    case 'hookLost':
    case 'deviceLost':
    case 'suppressorFailed':
    case 'graphFailed':
    case 'microphoneSilent':
    case 'talkingWhileMuted':
    case 'soundGaps':
      return <>{t(`notice.${notice.kind}`)}</>;
  }
}
