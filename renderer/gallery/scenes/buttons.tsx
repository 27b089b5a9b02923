import { HeadphoneOff, Headphones, LogOut, Mic, MicOff, ScreenShare, Settings, X } from 'lucide-react';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { BarButton } from '../../components/BarButton.tsx';
import { Button, IconButton } from '../../components/Button.tsx';
import { KeyCap } from '../../components/KeyCap.tsx';
import { keyName } from '../../components/keyName.ts';
import { record } from '../doubles/recorder.ts';
import type { Scene } from '../scene.ts';
import { Sample, Sheet } from '../Sheet.tsx';

const press = (): void => record('press');

function Buttons(): ReactElement {
  const { t } = useTranslation();
  const tones = [
    ['primary', t('signIn.submit')],
    ['normal', t('setting.talkBindings.add')],
    ['plain', t('picker.cancel')],
    ['danger', t('settings.signOut')],
  ] as const;
  return (
    <Sheet>
      {tones.map(([tone, words]) => (
        <Sample key={tone} name={tone}>
          <Button tone={tone} onPress={press}>
            {words}
          </Button>
        </Sample>
      ))}
      {tones.map(([tone, words]) => (
        <Sample key={tone} name={`${tone}, disabled`}>
          <Button tone={tone} isDisabled>
            {words}
          </Button>
        </Sample>
      ))}
      <Sample name="wide">
        <Button tone="primary" wide onPress={press}>
          {t('signIn.submit')}
        </Button>
      </Sample>
      <Sample name="with a key cap">
        <Button onPress={press}>
          {t('setting.talkBindings.cancel')} <KeyCap>{t('key.code.Escape')}</KeyCap>
        </Button>
      </Sample>
      <Sample name="icon">
        <IconButton label={t('dialog.close')} onPress={press}>
          <X className="icon" size={16} aria-hidden />
        </IconButton>
      </Sample>
      <Sample name="icon, pressed">
        <IconButton label={t('settings.title')} pressed onPress={press}>
          <Settings className="icon" size={18} aria-hidden />
        </IconButton>
      </Sample>
      <Sample name="icon, not pressed">
        <IconButton label={t('settings.title')} pressed={false} onPress={press}>
          <Settings className="icon" size={18} aria-hidden />
        </IconButton>
      </Sample>
      <Sample name="icon, disabled">
        <IconButton label={t('dialog.close')} isDisabled>
          <X className="icon" size={16} aria-hidden />
        </IconButton>
      </Sample>
    </Sheet>
  );
}

const size = { className: 'icon', size: 20, 'aria-hidden': true } as const;

function BarButtons(): ReactElement {
  const { t } = useTranslation();
  const keys = [
    { name: 'off, up', action: 'mute', tone: 'off', pressed: false, icon: <Mic {...size} /> },
    { name: 'off, pressed', action: 'mute', tone: 'off', pressed: true, icon: <MicOff {...size} /> },
    { name: 'deafen, up', action: 'deafen', tone: 'off', pressed: false, icon: <Headphones {...size} /> },
    { name: 'deafen, pressed', action: 'deafen', tone: 'off', pressed: true, icon: <HeadphoneOff {...size} /> },
    { name: 'on, up', action: 'share', tone: 'on', pressed: false, icon: <ScreenShare {...size} /> },
    { name: 'on, pressed', action: 'share', tone: 'on', pressed: true, icon: <ScreenShare {...size} /> },
    {
      name: 'on, disabled',
      action: 'share',
      tone: 'on',
      pressed: false,
      disabled: true,
      icon: <ScreenShare {...size} />,
    },
    { name: 'leave', action: 'leave', tone: 'leave', icon: <LogOut {...size} /> },
    { name: 'leave, disabled', action: 'leave', tone: 'leave', disabled: true, icon: <LogOut {...size} /> },
  ] as const;
  return (
    <Sheet>
      {keys.map(({ name, icon, ...key }) => (
        <Sample key={name} name={name}>
          <div className="gallery-bar">
            <BarButton {...key} legend={t(`voiceBar.${key.action}`)} onPress={press}>
              {icon}
            </BarButton>
          </div>
        </Sample>
      ))}
    </Sheet>
  );
}

function KeyCaps(): ReactElement {
  const { t } = useTranslation();
  const bindings = [
    { kind: 'key', code: 'ControlRight' },
    { kind: 'key', code: 'MetaLeft' },
    { kind: 'key', code: 'PageDown' },
    { kind: 'key', code: 'KeyQ' },
    { kind: 'key', code: 'F13' },
    { kind: 'key', code: 'Space' },
    { kind: 'key', code: 'NumpadParenthesisRight' },
    { kind: 'mouse', button: 'back' },
  ] as const;
  return (
    <Sheet>
      {[false, true].flatMap((large) =>
        bindings.map((binding) => {
          const name = keyName(binding, 'windows', t);
          return (
            <Sample key={`${name} ${String(large)}`} name={large ? 'large' : 'normal'}>
              <KeyCap large={large}>{name}</KeyCap>
            </Sample>
          );
        }),
      )}
    </Sheet>
  );
}

export const buttonScenes: readonly Scene[] = [
  { id: 'buttons', title: 'Buttons', show: () => <Buttons /> },
  { id: 'bar-buttons', title: 'Keys of the voice bar', show: () => <BarButtons /> },
  { id: 'key-caps', title: 'Key caps', show: () => <KeyCaps /> },
];
