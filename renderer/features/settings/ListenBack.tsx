import { Play, Square } from 'lucide-react';
import { useEffect, useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { ParleyError } from '@parley/shared/errors';
import type { NoiseSuppression, OwnRecording } from '../../call/callView.ts';
import { Button } from '../../components/Button.tsx';
import { Told, ToldNotice } from '../notices/Told.tsx';
import { useCallController } from '../call/CallContext.ts';
import { ErrorText, errorKey } from '../errors/ErrorText.tsx';

/** ms. */
const length = 5_000;

/** Records the microphone for this person alone and plays it back; by several suppressions at once, to compare them. */
export function ListenBack({ suppressions }: { readonly suppressions: readonly NoiseSuppression[] }): ReactElement {
  const { t } = useTranslation();
  const { soundCheck } = useCallController();
  const [recording, setRecording] = useState(false);
  const [made, setMade] = useState<readonly OwnRecording[]>([]);
  const [playing, setPlaying] = useState<NoiseSuppression | null>(null);
  const [error, setError] = useState<ParleyError | null>(null);
  useEffect(() => () => soundCheck.stop(), [soundCheck]);

  const play = async (one: OwnRecording): Promise<void> => {
    setPlaying(one.suppression);
    const played = await soundCheck.play(one);
    setError(played.ok ? null : played.error);
    setPlaying((now) => (now === one.suppression ? null : now));
  };
  const record = async (): Promise<void> => {
    soundCheck.stop();
    setError(null);
    setMade([]);
    setRecording(true);
    const result = await soundCheck.record(suppressions, length);
    setRecording(false);
    if (!result.ok) return setError(result.error);
    setMade(result.value);
    const [only] = result.value;
    if (result.value.length === 1 && only !== undefined) await play(only);
  };
  const several = suppressions.length > 1;
  return (
    <div className="stack" data-part="listen-back">
      <div className="row">
        <Button tone="normal" isDisabled={recording} onPress={() => void record()} data-action="record-own">
          {t(recording ? 'listenBack.recording' : several ? 'listenBack.compare' : 'listenBack.record')}
        </Button>
        {made.map((one) => (
          <Button
            key={one.suppression}
            tone="plain"
            onPress={() => (playing === one.suppression ? soundCheck.stop() : void play(one))}
            data-action="play-own"
          >
            {playing === one.suppression ? (
              <Square className="icon" size={16} aria-hidden />
            ) : (
              <Play className="icon rtl-mirror" size={16} aria-hidden />
            )}
            {several
              ? t(playing === one.suppression ? 'listenBack.stop' : 'listenBack.play', {
                  suppression: t(`setting.noiseSuppression.${one.suppression}`),
                })
              : t(playing === null ? 'listenBack.again' : 'listenBack.end')}
          </Button>
        ))}
      </div>
      <Told className="small">
        {t(recording ? 'listenBack.speak' : several ? 'listenBack.compareHint' : 'listenBack.hint')}
        {made.some(({ instead }) => instead) && ` ${t('listenBack.instead')}`}
      </Told>
      {error !== null && (
        <ToldNotice tone="error" reason={errorKey(error)}>
          <ErrorText error={error} />
        </ToldNotice>
      )}
    </div>
  );
}
