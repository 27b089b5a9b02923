import { useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { LevelSource } from '../../call/callView.ts';
import { Button } from '../../components/Button.tsx';
import { LevelMeter } from '../../components/LevelMeter.tsx';
import { ToldNotice } from '../notices/Told.tsx';
import { useCall, useCallController } from '../call/CallContext.ts';
import { useMicrophoneTrial } from '../devices/useMicrophoneTrial.ts';
import { ErrorText, errorKey } from '../errors/ErrorText.tsx';

/** In a call the call's own level; else the microphone is opened for the meter when one asks for it. */
export function OwnLevel({
  threshold,
  children,
}: {
  readonly threshold?: number;
  /** What needs the level; null while nothing is measured. */
  readonly children?: (source: LevelSource | null) => ReactElement | null;
}): ReactElement {
  const { t } = useTranslation();
  const controller = useCallController();
  const inCall = useCall(({ microphone }) => microphone.state !== 'idle');
  const [trying, setTrying] = useState(false);
  const { level, error } = useMicrophoneTrial(trying && !inCall);
  const source = inCall ? controller.microphoneLevel : level;
  return (
    <>
      <LevelMeter
        source={source}
        tone={source === null ? 'off' : 'hear'}
        large
        {...(threshold === undefined ? {} : { threshold })}
      />
      {!inCall && (
        <div className="row">
          <Button tone="normal" onPress={() => setTrying((before) => !before)} data-action="try-microphone">
            {t(trying ? 'device.tryStop' : 'device.try')}
          </Button>
          <span className="small">{t('device.tryHint')}</span>
        </div>
      )}
      {error !== null && (
        <ToldNotice tone="error" reason={errorKey(error)}>
          <ErrorText error={error} />
        </ToldNotice>
      )}
      {children?.(source)}
    </>
  );
}
