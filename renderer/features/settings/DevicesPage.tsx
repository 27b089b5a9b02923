import { useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../components/Button.tsx';
import { Toggle } from '../../components/fields.tsx';
import { LevelMeter } from '../../components/LevelMeter.tsx';
import { Notice } from '../../components/Notice.tsx';
import { useDesktopState } from '../../desktop/DesktopContext.ts';
import { useCall, useCallController } from '../call/CallContext.ts';
import { useMicrophoneTrial } from '../devices/useMicrophoneTrial.ts';
import { ErrorText, errorKey } from '../errors/ErrorText.tsx';
import { DevicePicker } from './DevicePicker.tsx';
import { useUpdate } from './settingHooks.ts';

/** Which devices, how loud one is, and what is done to the voice before it leaves. */
export function DevicesPage(): ReactElement {
  const { t } = useTranslation();
  const settings = useDesktopState((state) => state.settings);
  const update = useUpdate();
  return (
    <div className="stack">
      <div className="card">
        <DevicePicker kind="audioinput" />
        <Level />
      </div>
      <div className="card">
        <DevicePicker kind="audiooutput" />
      </div>
      <div className="card">
        {(['noiseSuppression', 'echoCancellation', 'autoGain'] as const).map((name) => (
          <Toggle
            key={name}
            label={t(`setting.${name}.name`)}
            hint={t(`setting.${name}.hint`)}
            checked={settings[name]}
            onChange={(checked) => update({ [name]: checked })}
          />
        ))}
      </div>
    </div>
  );
}

/** In a call the call's own level; else the microphone is opened for the meter when one asks for it. */
function Level(): ReactElement {
  const { t } = useTranslation();
  const controller = useCallController();
  const inCall = useCall(({ microphone }) => microphone.state !== 'idle');
  const [trying, setTrying] = useState(false);
  const { level, error } = useMicrophoneTrial(trying && !inCall);
  return (
    <>
      <LevelMeter
        source={inCall ? controller.microphoneLevel : level}
        tone={inCall || level !== null ? 'hear' : 'off'}
        large
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
        <Notice tone="error" reason={errorKey(error)}>
          <ErrorText error={error} />
        </Notice>
      )}
    </>
  );
}
