import { Headphones, LogOut, Mic, ScreenShare } from 'lucide-react';
import type { ReactElement, ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useCall, useCallController } from '../call/CallContext.ts';
import { CallBlock } from './CallBlock.tsx';
import { DeviceMenu } from './DeviceMenu.tsx';
import { LevelMeter } from './LevelMeter.tsx';
import { MicKey } from './MicKey.tsx';
import { PathChip } from './PathChip.tsx';

/** The front panel: it never moves and is never covered. */
export function VoiceBar(props: { readonly onShare: () => void }): ReactElement {
  const { t } = useTranslation();
  const controller = useCallController();
  const microphone = useCall((view) => view.microphone.state);
  const muted = useCall((view) => view.muted);
  const deafened = useCall((view) => view.deafened);
  const sharing = useCall((view) => view.sharing);
  const phase = useCall((view) => view.state.phase);
  const inCall = phase !== 'idle' && phase !== 'ended' && phase !== 'failed';
  return (
    <section className="voice-bar" data-part="voice-bar" data-state={microphone} aria-label={t('voiceBar.label')}>
      <MicKey />
      <div className="input-block">
        <LevelMeter />
        <div className="input-foot">
          <DeviceMenu kind="audioinput" />
          <DeviceMenu kind="audiooutput" />
        </div>
      </div>
      <div className="bar-group" role="group" aria-label={t('voiceBar.sound')}>
        <BarButton action="mute" tone="off" pressed={muted} onPress={() => controller.setMuted(!muted)}>
          <Mic className="icon" size={20} aria-hidden />
        </BarButton>
        <BarButton action="deafen" tone="off" pressed={deafened} onPress={() => controller.setDeafened(!deafened)}>
          <Headphones className="icon" size={20} aria-hidden />
        </BarButton>
      </div>
      <div className="bar-group" role="group" aria-label={t('voiceBar.picture')}>
        <BarButton
          action="share"
          tone="on"
          pressed={sharing !== 'off'}
          disabled={phase !== 'connected'}
          onPress={sharing === 'off' ? props.onShare : () => controller.stopSharing()}
        >
          <ScreenShare className="icon" size={20} aria-hidden />
        </BarButton>
      </div>
      <CallBlock />
      <PathChip />
      <BarButton action="leave" tone="leave" disabled={!inCall} onPress={() => controller.leave()}>
        <LogOut className="icon" size={20} aria-hidden />
      </BarButton>
    </section>
  );
}

/** The legend never changes, the lamp does. */
function BarButton(props: {
  readonly action: 'mute' | 'deafen' | 'share' | 'leave';
  readonly tone: 'off' | 'on' | 'leave';
  readonly pressed?: boolean;
  readonly disabled?: boolean;
  readonly onPress: () => void;
  readonly children: ReactNode;
}): ReactElement {
  const { t } = useTranslation();
  return (
    <button
      type="button"
      className={`bar-button is-${props.tone}`}
      data-part="bar-button"
      data-action={props.action}
      aria-pressed={props.pressed}
      disabled={props.disabled}
      onClick={props.onPress}
    >
      {props.children}
      <span className="bar-button-label">{t(`voiceBar.${props.action}`)}</span>
    </button>
  );
}
