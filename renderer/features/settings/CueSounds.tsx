import { Play, Undo2, Upload } from 'lucide-react';
import { useEffect, useState, type ReactElement } from 'react';
import { FileTrigger } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import type { ParleyError } from '@parley/shared/errors';
import { cueNames, type CueName } from '../../call/callView.ts';
import { IconButton } from '../../components/Button.tsx';
import { Slider, Toggle } from '../../components/fields.tsx';
import { ToldNotice } from '../notices/Told.tsx';
import { useDesktopState } from '../../desktop/DesktopContext.ts';
import { useCallController } from '../call/CallContext.ts';
import { ErrorText, errorKey } from '../errors/ErrorText.tsx';
import { useUpdate } from './settingHooks.ts';

/** How loud cues are, and files of one's own in their place. */
export function CueSounds(): ReactElement {
  const { t, i18n } = useTranslation();
  const { cueVolume, cueSpeech } = useDesktopState(({ settings }) => settings);
  const { cues } = useCallController();
  const update = useUpdate();
  const [own, setOwn] = useState<readonly CueName[]>([]);
  const [error, setError] = useState<ParleyError | null>(null);
  const refresh = (): void => void cues.own().then(setOwn);
  useEffect(() => {
    void cues.own().then(setOwn);
  }, [cues]);

  const replace = async (cue: CueName, file: File | undefined): Promise<void> => {
    if (file === undefined) return;
    const replaced = await cues.replace(cue, file);
    setError(replaced.ok ? null : replaced.error);
    refresh();
    if (replaced.ok) cues.play(cue);
  };
  return (
    <div className="card" data-part="cue-sounds">
      <Slider
        label={t('setting.cueVolume.name')}
        value={cueVolume}
        minimum={0}
        maximum={100}
        step={5}
        format={(value) => new Intl.NumberFormat(i18n.language, { style: 'percent' }).format(value / 100)}
        onChange={(volume) => update({ cueVolume: volume })}
      />
      <Toggle
        label={t('setting.cueSpeech.name')}
        hint={t('setting.cueSpeech.hint')}
        checked={cueSpeech}
        onChange={(speech) => update({ cueSpeech: speech })}
      />
      {error !== null && (
        <ToldNotice tone="error" reason={errorKey(error)}>
          <ErrorText error={error} />
        </ToldNotice>
      )}
      <ul className="rows">
        {cueNames.map((cue) => {
          const name = t(`cue.${cue}`);
          const mine = own.includes(cue);
          return (
            <li key={cue} data-cue={cue}>
              <span>{name}</span>
              {mine && <span className="tag">{t('cueSounds.own')}</span>}
              <span className="end row">
                <IconButton label={t('cueSounds.play', { name })} onPress={() => cues.play(cue)} data-action="play-cue">
                  <Play className="icon rtl-mirror" size={16} aria-hidden />
                </IconButton>
                <FileTrigger acceptedFileTypes={['audio/*']} onSelect={(files) => void replace(cue, files?.[0])}>
                  <IconButton label={t('cueSounds.choose', { name })} data-action="choose-cue">
                    <Upload className="icon" size={16} aria-hidden />
                  </IconButton>
                </FileTrigger>
                {mine && (
                  <IconButton
                    label={t('cueSounds.reset', { name })}
                    onPress={() => void cues.reset(cue).then(refresh)}
                    data-action="reset-cue"
                  >
                    <Undo2 className="icon rtl-mirror" size={16} aria-hidden />
                  </IconButton>
                )}
              </span>
            </li>
          );
        })}
      </ul>
    </div>
  );
}
