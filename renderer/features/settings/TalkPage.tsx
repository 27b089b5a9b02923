import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { Choice, Select, Slider } from '../../components/fields.tsx';
import { useDesktopState } from '../../desktop/DesktopContext.ts';
import { ActionKeys } from './ActionKeys.tsx';
import { KeySource } from './KeySource.tsx';
import { ReleaseTiming } from './ReleaseTiming.tsx';
import { useDuration, useUpdate } from './settingHooks.ts';
import { TalkKeys } from './TalkKeys.tsx';
import { VoiceActivation } from './VoiceActivation.tsx';

/** When others hear: what opens the microphone, by which keys, and for how long at most. */
export function TalkPage(): ReactElement {
  const { t } = useTranslation();
  const mode = useDesktopState(({ settings }) => settings.microphoneMode);
  const talkMode = useDesktopState(({ settings }) => settings.talkMode);
  const update = useUpdate();
  return (
    <div className="two">
      <div className="stack">
        <div className="card">
          <Choice
            label={t('setting.microphoneMode.name')}
            options={(['pushToTalk', 'voiceActivation', 'alwaysOpen'] as const).map((id) => ({
              id,
              label: t(`setting.microphoneMode.${id}`),
              // What the key does is chosen below.
              hint: t(id === 'pushToTalk' ? `setting.talkMode.${talkMode}Hint` : `setting.microphoneMode.${id}Hint`),
            }))}
            value={mode}
            onChange={(microphoneMode) => update({ microphoneMode })}
          />
        </div>
        {mode === 'voiceActivation' && <VoiceActivation />}
        {mode === 'pushToTalk' && <PushToTalk />}
        <details className="card" data-part="action-card">
          <summary>{t('setting.action.title')}</summary>
          <ActionKeys />
        </details>
      </div>
      <KeySource />
    </div>
  );
}

function PushToTalk(): ReactElement {
  const { t } = useTranslation();
  const settings = useDesktopState((state) => state.settings);
  const update = useUpdate();
  const duration = useDuration();
  const { talkMode } = settings;
  return (
    <>
      <div className="card">
        <Choice
          label={t('setting.talkMode.name')}
          options={(['hold', 'toggle', 'latch', 'pushToMute'] as const).map((id) => ({
            id,
            label: t(`setting.talkMode.${id}`),
            hint: t(`setting.talkMode.${id}Hint`),
          }))}
          value={talkMode}
          onChange={(mode) => update({ talkMode: mode })}
        />
      </div>
      <div className="card">
        <TalkKeys />
      </div>
      {talkMode !== 'pushToMute' && (
        <div className="card">
          {talkMode !== 'toggle' && (
            <>
              <Slider
                label={t('setting.releaseDelay.name')}
                value={settings.releaseDelay}
                minimum={0}
                maximum={2_000}
                step={20}
                format={duration}
                onChange={(releaseDelay) => update({ releaseDelay })}
              />
              <ReleaseTiming delay={settings.releaseDelay} />
              <Limit name="maximumHold" lengths={holds} />
            </>
          )}
          {talkMode !== 'hold' && <Limit name="latchLimit" lengths={limits} />}
          <p className="small">{t('setting.limitWarning')}</p>
        </div>
      )}
    </>
  );
}

/** ms. */
const holds = [30_000, 60_000, 120_000, 300_000, 600_000];
const limits = [300_000, 900_000, 1_800_000, 3_600_000, 14_400_000];

/** A length among the usual ones, or the one that is set. */
function Limit(props: {
  readonly name: 'maximumHold' | 'latchLimit';
  readonly lengths: readonly number[];
}): ReactElement {
  const { name, lengths } = props;
  const { t } = useTranslation();
  const update = useUpdate();
  const duration = useDuration();
  const value = useDesktopState(({ settings }) => settings[name]);
  const offered = lengths.includes(value) ? lengths : [...lengths, value].toSorted((a, b) => a - b);
  return (
    <Select
      label={t(`setting.${name}.name`)}
      options={offered.map((length) => ({ id: String(length), label: duration(length) }))}
      value={String(value)}
      onChange={(length) => update({ [name]: Number(length) })}
    />
  );
}
