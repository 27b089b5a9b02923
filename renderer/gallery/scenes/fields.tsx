import { Server } from 'lucide-react';
import { useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { Choice, Select, Slider, TextField, Toggle } from '../../components/fields.tsx';
import { DevicePicker } from '../../features/settings/DevicePicker.tsx';
import { ReleaseTiming } from '../../features/settings/ReleaseTiming.tsx';
import { TalkKeys } from '../../features/settings/TalkKeys.tsx';
import { devices } from '../fixtures.ts';
import type { Scene } from '../scene.ts';
import { Sample, Sheet } from '../Sheet.tsx';

function Fields(): ReactElement {
  const { t } = useTranslation();
  const [mode, setMode] = useState<'pushToTalk' | 'alwaysOpen'>('pushToTalk');
  const [theme, setTheme] = useState('dark');
  const [hold, setHold] = useState('b');
  const [on, setOn] = useState(true);
  const [off, setOff] = useState(false);
  const [delay, setDelay] = useState(200);
  const [address, setAddress] = useState('voice.example.org');
  const [empty, setEmpty] = useState('');
  const [password, setPassword] = useState('correct horse');
  const bounds = [
    ['least', 0],
    ['most', 800],
  ] as const;
  return (
    <Sheet wide>
      <Sample name="choice with hints">
        <Choice
          label={t('setting.microphoneMode.name')}
          options={(['pushToTalk', 'alwaysOpen'] as const).map((id) => ({
            id,
            label: t(`setting.microphoneMode.${id}`),
            hint: t(`setting.microphoneMode.${id}Hint`),
          }))}
          value={mode}
          onChange={setMode}
        />
      </Sample>
      <Sample name="choice of four">
        <Choice
          label={t('setting.theme.name')}
          options={(['system', 'dark', 'light', 'contrast'] as const).map((id) => ({
            id,
            label: t(`setting.theme.${id}`),
          }))}
          value={theme}
          onChange={setTheme}
        />
      </Sample>
      <Sample name="select">
        <Select
          label={t('setting.maximumHold.name')}
          options={devices.map(({ deviceId, label }, index) => ({
            id: ['a', 'b', 'c', 'd', 'e', 'f'][index] ?? deviceId,
            label: label || t('device.unnamed'),
          }))}
          value={hold}
          onChange={setHold}
        />
      </Sample>
      <Sample name="toggle, on">
        <Toggle label={t('setting.cues.name')} hint={t('setting.cues.hint')} checked={on} onChange={setOn} />
      </Sample>
      <Sample name="toggle, off">
        <Toggle label={t('setting.autoGain.name')} hint={t('setting.autoGain.hint')} checked={off} onChange={setOff} />
      </Sample>
      <Sample name="slider">
        <Slider
          label={t('setting.releaseDelay.name')}
          value={delay}
          minimum={0}
          maximum={800}
          step={20}
          format={(value) => `${value} ms`}
          onChange={setDelay}
        />
      </Sample>
      {bounds.map(([name, value]) => (
        <Sample key={name} name={`slider, at ${name}`}>
          <Slider
            label={t('setting.releaseDelay.name')}
            value={value}
            minimum={0}
            maximum={800}
            step={20}
            format={(now) => `${now} ms`}
            onChange={() => undefined}
          />
        </Sample>
      ))}
      <Sample name="text with icon and hint">
        <TextField
          label={t('signIn.address')}
          hint={t('signIn.addressHint')}
          value={address}
          onChange={setAddress}
          autoComplete="url"
          icon={<Server className="icon" size={16} aria-hidden />}
        />
      </Sample>
      <Sample name="text, empty">
        <TextField label={t('signIn.login')} value={empty} onChange={setEmpty} autoComplete="username" />
      </Sample>
      <Sample name="password">
        <TextField
          label={t('signIn.password')}
          value={password}
          onChange={setPassword}
          type="password"
          autoComplete="current-password"
        />
      </Sample>
    </Sheet>
  );
}

const SettingFields = (): ReactElement => (
  <Sheet wide>
    <Sample name="device picker, input">
      <DevicePicker kind="audioinput" />
    </Sample>
    <Sample name="device picker, output">
      <DevicePicker kind="audiooutput" />
    </Sample>
    <Sample name="talk keys">
      <TalkKeys />
    </Sample>
    {[0, 200, 800].map((delay) => (
      <Sample key={delay} name={`release timing, ${delay} ms`}>
        <ReleaseTiming delay={delay} />
      </Sample>
    ))}
  </Sheet>
);

export const fieldScenes: readonly Scene[] = [
  { id: 'fields', title: 'Choice, select, toggle, slider, text', show: () => <Fields /> },
  {
    id: 'fields-select-open',
    title: 'A select, opened',
    show: () => <Fields />,
    after: (hand) => hand.press('.select button'),
  },
  {
    id: 'setting-fields',
    title: 'Fields of the settings',
    setup: () => ({ desktop: { present: devices } }),
    show: () => <SettingFields />,
  },
];
