import { useEffect, useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { LevelSource } from '../../call/callView.ts';
import { suggestThreshold, type ThresholdSuggestion } from '../../call/microphone/voice/suggestThreshold.ts';
import { Button } from '../../components/Button.tsx';
import { Slider } from '../../components/fields.tsx';
import { formatLevel } from '../../components/format.ts';
import { useDesktopState } from '../../desktop/DesktopContext.ts';
import { Told } from '../notices/Told.tsx';
import { OwnLevel } from './OwnLevel.tsx';
import { useDuration, useUpdate } from './settingHooks.ts';

/** How loud, how soon and for how long a voice opens the microphone. */
export function VoiceActivation(): ReactElement {
  const { t, i18n } = useTranslation();
  const { voiceThreshold, voiceAttack, voiceHangover } = useDesktopState(({ settings }) => settings);
  const update = useUpdate();
  const duration = useDuration();
  return (
    <>
      <div className="card">
        <OwnLevel threshold={voiceThreshold}>{(source) => <RoomNoise source={source} />}</OwnLevel>
        <Slider
          label={t('setting.voiceThreshold.name')}
          value={voiceThreshold}
          minimum={-60}
          maximum={0}
          step={1}
          format={(level) => formatLevel(level, t, i18n.language)}
          onChange={(threshold) => update({ voiceThreshold: threshold })}
        />
        <p className="small">{t('setting.voiceThreshold.hint')}</p>
      </div>
      <div className="card">
        <Slider
          label={t('setting.voiceAttack.name')}
          value={voiceAttack}
          minimum={0}
          maximum={100}
          step={10}
          format={duration}
          onChange={(attack) => update({ voiceAttack: attack })}
        />
        <p className="small">{t('setting.voiceAttack.hint')}</p>
        <Slider
          label={t('setting.voiceHangover.name')}
          value={voiceHangover}
          minimum={0}
          maximum={1500}
          step={50}
          format={duration}
          onChange={(hangover) => update({ voiceHangover: hangover })}
        />
        <p className="small">{t('setting.voiceHangover.hint')}</p>
      </div>
    </>
  );
}

/** How long the room is listened to, ms. */
const listening = 3_000;

/** Listens to the room for some seconds and proposes a threshold. */
function RoomNoise({ source }: { readonly source: LevelSource | null }): ReactElement | null {
  const { t, i18n } = useTranslation();
  const update = useUpdate();
  const [measuring, setMeasuring] = useState(false);
  const [found, setFound] = useState<ThresholdSuggestion | null>(null);
  useEffect(() => {
    if (!measuring || source === null) return;
    const levels: number[] = [];
    const stop = source.subscribe((dbfs) => levels.push(dbfs));
    const timer = setTimeout(() => {
      setMeasuring(false);
      setFound(suggestThreshold(levels));
    }, listening);
    return () => {
      stop();
      clearTimeout(timer);
    };
  }, [measuring, source]);
  if (source === null) return null;
  const level = (dbfs: number): string => formatLevel(dbfs, t, i18n.language);
  return (
    <div className="stack" data-part="room-noise">
      <div className="row">
        <Button
          tone="normal"
          isDisabled={measuring}
          onPress={() => {
            setFound(null);
            setMeasuring(true);
          }}
          data-action="measure-room"
        >
          {t(measuring ? 'roomNoise.measuring' : 'roomNoise.measure')}
        </Button>
        {found?.kind === 'suggested' && (
          <Button
            tone="primary"
            onPress={() => {
              update({ voiceThreshold: found.threshold });
              setFound(null);
            }}
            data-action="use-threshold"
          >
            {t('roomNoise.use', { threshold: level(found.threshold) })}
          </Button>
        )}
      </div>
      <Told className="small">
        {measuring
          ? t('roomNoise.hush')
          : found !== null && t(`roomNoise.${found.kind}`, 'floor' in found ? { floor: level(found.floor) } : {})}
      </Told>
    </div>
  );
}
