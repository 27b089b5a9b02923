import { LogOut, Mic, MicOff } from 'lucide-react';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { IconButton } from '../../components/Button.tsx';
import { formatMilliseconds } from '../../components/format.ts';
import { Glyph } from '../../components/Glyph.tsx';
import { PathGlyph } from '../../components/PathGlyph.tsx';
import { visibleName } from '../../components/visibleName.ts';
import { useCall, useCallController, useCallList } from '../call/CallContext.ts';
import { MicKey } from '../voiceBar/MicKey.tsx';

/** The content of the small window that stays on top: where we are, who speaks, the microphone, and the way out. */
export function Mini(): ReactElement {
  const { t, i18n } = useTranslation();
  const controller = useCallController();
  const state = useCall((view) => view.state);
  const microphone = useCall((view) => view.microphone.state);
  const muted = useCall((view) => view.muted);
  const path = useCall((view) => view.path);
  const others = useCall((view) => view.participants.filter(({ isLocal }) => !isLocal).length);
  const speakers = useCallList((view) => view.participants.filter(({ speaking, isLocal }) => speaking && !isLocal));
  const names = new Intl.ListFormat(i18n.language, { type: 'conjunction', style: 'narrow' });
  const line =
    microphone === 'open'
      ? t('mini.hearYou', { count: others })
      : speakers.length === 0
        ? t('people.nobodySpeaks')
        : names.format(speakers.slice(0, 3).map(({ name }) => visibleName(name, t)));
  return (
    <main className="mini" data-part="mini" data-state={microphone} aria-label={t('mini.label')}>
      <header>
        <h1 title={'channel' in state ? visibleName(state.channel.name, t) : undefined}>
          <bdi>{'channel' in state ? visibleName(state.channel.name, t) : t('call.notInCall')}</bdi>
        </h1>
        <span className="mini-path reading">
          <PathGlyph kind={path?.kind ?? null} />
          <bdi>{path?.kind ?? '–'}</bdi>
          {path !== null && <bdi>{formatMilliseconds(path.roundTrip, i18n.language)}</bdi>}
        </span>
      </header>
      <p className="mini-who">
        <Glyph own state={microphone === 'open' ? 'open' : speakers.length > 0 ? 'speaking' : 'none'} />
        <span title={line}>{line}</span>
      </p>
      <div className="mini-keys">
        <MicKey />
        <IconButton label={t('voiceBar.mute')} pressed={muted} onPress={() => controller.setMuted(!muted)}>
          {muted ? <MicOff className="icon" size={18} aria-hidden /> : <Mic className="icon" size={18} aria-hidden />}
        </IconButton>
        <IconButton label={t('voiceBar.leave')} onPress={() => controller.leave()}>
          <LogOut className="icon rtl-mirror" size={18} aria-hidden />
        </IconButton>
      </div>
    </main>
  );
}
