import { useEffect, useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { X } from 'lucide-react';
import type { CallNotice } from '../../call/callView.ts';
import { Button, IconButton } from '../../components/Button.tsx';
import { Notice } from '../../components/Notice.tsx';
import { useDesktopState } from '../../desktop/DesktopContext.ts';
import { useView, useViewStore } from '../app/view.ts';
import { useCall } from '../call/CallContext.ts';
import { ErrorText, errorKey } from '../errors/ErrorText.tsx';
import { ModeratorNotice } from './ModeratorText.tsx';

/** What needs to be known and no decision: over the stage, never over the voice bar. */
export function Notices(): ReactElement {
  const { t } = useTranslation();
  const [dismissed, setDismissed] = useState<ReadonlySet<string>>(new Set());
  const session = useDesktopState((state) => state.session);
  const health = useDesktopState((state) => state.settingsHealth);
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
        <Notice tone="warning" reason={`settings-${health.kind}`} action={dismissal('health')}>
          {t(`settingsHealth.${health.kind}`, { file: 'quarantine' in health ? health.quarantine : '' })}
        </Notice>
      )}
      {session.kind === 'signedIn' && session.vault.kind === 'memory' && !dismissed.has('vault') && (
        <Notice tone="warning" reason="vault-memory" action={dismissal('vault')}>
          {t('vault.memory')} {t(`vault.${session.vault.cause}`)}
        </Notice>
      )}
      {state.phase === 'reconnecting' && (
        <Notice tone="warning" reason="reconnecting">
          {t('notice.reconnecting', { attempt: state.attempt })}
        </Notice>
      )}
      {microphone.state === 'trouble' && (
        <Notice tone="error" reason={errorKey(microphone.error)}>
          <ErrorText error={microphone.error} />
        </Notice>
      )}
      {notices
        .filter(({ id }) => !dismissed.has(`call-${id}`))
        .slice(-3)
        .map((notice) => (
          <Notice
            key={notice.id}
            tone={toneOf(notice)}
            reason={reasonOf(notice)}
            action={dismissal(`call-${notice.id}`)}
          >
            <CallNoticeText notice={notice} />
          </Notice>
        ))}
      <UndoNotice />
    </section>
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
    const timer = setTimeout(() => view.getState().undo === offer && view.setState({ undo: null }), undoTime);
    return () => clearTimeout(timer);
  }, [offer, view]);
  if (offer === null) return null;
  return (
    <Notice
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
    </Notice>
  );
}

function reasonOf(notice: CallNotice): string {
  if (notice.kind === 'shareFailed') return errorKey(notice.error);
  return notice.kind === 'moderated' ? `moderated-${notice.action}` : notice.kind;
}

function toneOf(notice: CallNotice): 'info' | 'warning' | 'error' {
  if (notice.kind === 'shareFailed') return 'error';
  const taken = notice.kind === 'moderated' && (notice.action === 'mute' || notice.action === 'ban');
  return taken || notice.kind === 'mutedByServer' ? 'warning' : 'info';
}

function CallNoticeText({ notice }: { readonly notice: CallNotice }): ReactElement {
  const { t } = useTranslation();
  switch (notice.kind) {
    case 'shareFailed':
      return <ErrorText error={notice.error} />;
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
    case 'hookLost':
      return <>{t(`notice.${notice.kind}`)}</>;
  }
}
