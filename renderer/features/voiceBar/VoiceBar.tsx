import { Headphones, HeadphoneOff, LogOut, Mic, MicOff, ScreenShare } from 'lucide-react';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { BarButton } from '../../components/BarButton.tsx';
import { LevelMeter } from '../../components/LevelMeter.tsx';
import { useCall, useCallController } from '../call/CallContext.ts';
import { shortcuts } from '../commands/commands.ts';
import { useLeave } from '../commands/useLeave.ts';
import { CallBlock } from './CallBlock.tsx';
import { DeviceMenu } from './DeviceMenu.tsx';
import { MicKey } from './MicKey.tsx';
import { PathChip } from './PathChip.tsx';

/** The front panel: it never moves and is never covered. */
export function VoiceBar(props: { readonly onShare: () => void }): ReactElement {
  const { t } = useTranslation();
  const controller = useCallController();
  const leave = useLeave();
  const microphone = useCall((view) => view.microphone.state);
  const muted = useCall((view) => view.muted);
  const deafened = useCall((view) => view.deafened);
  const sharing = useCall((view) => view.sharing);
  const phase = useCall((view) => view.state.phase);
  const inCall = phase !== 'idle' && phase !== 'ended' && phase !== 'failed';
  const tone = microphone === 'open' ? 'open' : microphone === 'shut' || microphone === 'connecting' ? 'idle' : 'off';
  return (
    <section
      className="voice-bar"
      data-part="voice-bar"
      data-region="bar"
      data-state={microphone}
      aria-label={t('voiceBar.label')}
    >
      <MicKey />
      <div className="input-block">
        <LevelMeter source={microphone === 'idle' ? null : controller.microphoneLevel} tone={tone} />
        <div className="input-foot">
          <DeviceMenu kind="audioinput" />
          <DeviceMenu kind="audiooutput" />
        </div>
      </div>
      <div className="bar-group" role="group" aria-label={t('voiceBar.sound')}>
        <BarButton
          action="mute"
          legend={t('voiceBar.mute')}
          keys={shortcuts.mute}
          tone="off"
          pressed={muted}
          onPress={() => controller.setMuted(!muted)}
        >
          {muted ? <MicOff className="icon" size={20} aria-hidden /> : <Mic className="icon" size={20} aria-hidden />}
        </BarButton>
        <BarButton
          action="deafen"
          legend={t('voiceBar.deafen')}
          keys={shortcuts.deafen}
          tone="off"
          pressed={deafened}
          onPress={() => controller.setDeafened(!deafened)}
        >
          {deafened ? (
            <HeadphoneOff className="icon" size={20} aria-hidden />
          ) : (
            <Headphones className="icon" size={20} aria-hidden />
          )}
        </BarButton>
      </div>
      <div className="bar-group" role="group" aria-label={t('voiceBar.picture')}>
        <BarButton
          action="share"
          legend={t('voiceBar.share')}
          keys={shortcuts.share}
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
      <BarButton
        action="leave"
        legend={t('voiceBar.leave')}
        keys={shortcuts.leave}
        tone="leave"
        disabled={!inCall}
        onPress={leave}
      >
        <LogOut className="icon rtl-mirror" size={20} aria-hidden />
      </BarButton>
    </section>
  );
}
