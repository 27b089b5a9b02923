import { lowBandwidthModes } from '@parley/shared/bandwidth';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { Choice, Toggle } from '../../components/fields.tsx';
import { useDesktopState } from '../../desktop/DesktopContext.ts';
import { suppressions } from './suppressions.ts';
import { ListenBack } from './ListenBack.tsx';
import { useUpdate } from './settingHooks.ts';

/** What is done to the voice before it leaves. */
export function VoicePage(): ReactElement {
  const { t } = useTranslation();
  const settings = useDesktopState((state) => state.settings);
  const metered = useDesktopState(({ bandwidth }) => bandwidth.metered);
  const update = useUpdate();
  const toggle = (name: 'echoCancellation' | 'autoGain' | 'preRoll' | 'mutedHint'): ReactElement => (
    <Toggle
      label={t(`setting.${name}.name`)}
      hint={t(`setting.${name}.hint`)}
      checked={settings[name]}
      onChange={(checked) => update({ [name]: checked })}
    />
  );
  return (
    <div className="stack">
      <div className="card">
        <Choice
          label={t('setting.noiseSuppression.name')}
          options={suppressions.map((id) => ({
            id,
            label: t(`setting.noiseSuppression.${id}`),
            hint: t(`setting.noiseSuppression.${id}Hint`),
          }))}
          value={settings.noiseSuppression}
          onChange={(noiseSuppression) => update({ noiseSuppression })}
        />
        <ListenBack suppressions={suppressions} />
      </div>
      <div className="card">
        {toggle('echoCancellation')}
        {toggle('autoGain')}
      </div>
      <div className="card">
        {toggle('preRoll')}
        {toggle('mutedHint')}
      </div>
      <div className="card">
        <Choice
          label={t('setting.lowBandwidth.name')}
          options={lowBandwidthModes.map((id) => ({ id, label: t(`setting.lowBandwidth.${id}`) }))}
          value={settings.lowBandwidth}
          onChange={(lowBandwidth) => update({ lowBandwidth })}
        />
        <p className="small">
          {t('setting.lowBandwidth.hint')}{' '}
          {t(`setting.lowBandwidth.${metered === null ? 'unknown' : metered ? 'metered' : 'unmetered'}`)}
        </p>
      </div>
    </div>
  );
}
