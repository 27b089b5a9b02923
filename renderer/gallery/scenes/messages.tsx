import { errorCodes, errorReasons, type ParleyError } from '@parley/shared/errors';
import { X } from 'lucide-react';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { Button, IconButton } from '../../components/Button.tsx';
import { Notice } from '../../components/Notice.tsx';
import { StageDialog } from '../../components/StageDialog.tsx';
import { TechnicalDetail } from '../../components/TechnicalDetail.tsx';
import { CueCaption } from '../../features/notices/CueCaption.tsx';
import { ErrorText, errorKey } from '../../features/errors/ErrorText.tsx';
import { DeviceMenu } from '../../features/voiceBar/DeviceMenu.tsx';
import { devices, error } from '../fixtures.ts';
import { record } from '../doubles/recorder.ts';
import type { Scene } from '../scene.ts';
import { Sample, Sheet } from '../Sheet.tsx';

const press = (): void => record('press');

function NoticeSheet(): ReactElement {
  const { t } = useTranslation();
  return (
    <Sheet wide>
      <Sample name="info">
        <Notice tone="info" reason="info">
          {t('notice.pathChanged', { from: 'UDP', to: 'TURN-TLS' })}
        </Notice>
      </Sample>
      <Sample name="info, to dismiss">
        <Notice
          tone="info"
          reason="dismissable"
          action={
            <IconButton label={t('notice.dismiss')} onPress={press}>
              <X className="icon" size={14} aria-hidden />
            </IconButton>
          }
        >
          {t('notice.maximumHold')}
        </Notice>
      </Sample>
      <Sample name="undo">
        <Notice
          tone="info"
          reason="undo"
          action={
            <Button tone="normal" onPress={press}>
              {t('undo.rejoin')}
            </Button>
          }
        >
          {t('undo.left', { channel: 'Lobby' })}
        </Notice>
      </Sample>
      <Sample name="warning">
        <Notice tone="warning" reason="warning">
          {t('notice.reconnecting', { attempt: 2 })}
        </Notice>
      </Sample>
      <Sample name="error">
        <Notice tone="error" reason="error">
          <ErrorText error={error('microphoneRefused')} />
        </Notice>
      </Sample>
      <Sample name="error, with action and detail">
        <Notice
          tone="error"
          reason="detail"
          action={
            <Button tone="normal" onPress={press}>
              {t('signIn.retry')}
            </Button>
          }
        >
          <ErrorText error={error('serverUnreachable')} />
          <TechnicalDetail text={error('serverUnreachable').message} />
        </Notice>
      </Sample>
    </Sheet>
  );
}

const everyError: readonly ParleyError[] = [
  ...errorReasons.map((reason) => error(reason)),
  ...errorCodes.map((code) => ({ code, message: code })),
];

const Errors = (): ReactElement => (
  <Sheet wide>
    {everyError.map((one) => (
      <Sample key={errorKey(one)} name={errorKey(one)}>
        <Notice tone="error" reason={errorKey(one)}>
          <ErrorText error={one} />
        </Notice>
      </Sample>
    ))}
  </Sheet>
);

function Dialog(): ReactElement {
  const { t } = useTranslation();
  return (
    <StageDialog
      part="sample"
      title={t('picker.title')}
      onClose={press}
      footer={
        <>
          <span className="quiet">{t('picker.who')}</span>
          <Button onPress={press}>{t('picker.cancel')}</Button>
          <Button tone="primary" onPress={press}>
            {t('picker.share')}
          </Button>
        </>
      }
    >
      <p>{t('picker.none')}</p>
    </StageDialog>
  );
}

const Details = (): ReactElement => (
  <Sheet wide>
    <Sample name="shut">
      <TechnicalDetail text={error('mediaBlocked').message} />
    </Sample>
    <Sample name="long">
      <TechnicalDetail
        text={Array.from({ length: 12 }, (_, line) => `candidate ${line}: ${error('mediaBlocked').message}`).join('\n')}
      />
    </Sample>
  </Sheet>
);

function Tooltip(): ReactElement {
  const { t } = useTranslation();
  return (
    <Sheet>
      <Sample name="tooltip">
        <IconButton label={t('settings.back')} onPress={press} data-action="sample">
          <X className="icon" size={16} aria-hidden />
        </IconButton>
      </Sample>
    </Sheet>
  );
}

const Menus = (): ReactElement => (
  <Sheet>
    <Sample name="input">
      <DeviceMenu kind="audioinput" />
    </Sample>
    <Sample name="output">
      <DeviceMenu kind="audiooutput" />
    </Sample>
  </Sheet>
);

export const messageScenes: readonly Scene[] = [
  { id: 'notices', title: 'Notices', show: () => <NoticeSheet /> },
  { id: 'errors', title: 'The text of every error', show: () => <Errors /> },
  { id: 'dialog', title: 'A dialog', show: () => <Dialog /> },
  { id: 'technical-detail', title: 'Technical detail', show: () => <Details /> },
  {
    id: 'technical-detail-open',
    title: 'Technical detail, opened',
    show: () => <Details />,
    after: async (hand) => {
      await hand.press('[data-sample="shut"] .technical-toggle');
      await hand.press('[data-sample="long"] .technical-toggle');
    },
  },
  {
    id: 'tooltip',
    title: 'A tooltip',
    show: () => <Tooltip />,
    after: (hand) => hand.focus('[data-action="sample"]'),
  },
  {
    id: 'menu',
    title: 'A menu, opened',
    setup: () => ({ desktop: { present: devices } }),
    show: () => <Menus />,
    after: (hand) => hand.press('[data-kind="audiooutput"]'),
  },
  {
    id: 'menu-long',
    title: 'A menu with long names and a device that is missing, opened',
    setup: () => ({
      desktop: {
        present: devices,
        settings: { input: { deviceId: 'gone', groupId: 'gone', label: 'Studio microphone' } },
        devices: {
          input: { deviceId: 'built-in', label: 'Built-in microphone', fallback: true },
          output: { deviceId: 'default', label: '', fallback: false },
        },
      },
    }),
    show: () => <Menus />,
    after: (hand) => hand.press('[data-kind="audioinput"]'),
  },
  ...(['open', 'shut', 'muted', 'trouble'] as const).map((cue): Scene => ({
    id: `cue-${cue}`,
    title: `Caption of a cue: ${cue}`,
    setup: () => ({
      call: { cue: { cue, id: 1, who: '', spoken: false } },
      desktop: { settings: { cueCaptions: true } },
    }),
    show: () => <CueCaption />,
  })),
];
