import { bindingId, type Binding } from '@parley/shared/hotkeys/binding';
import { X } from 'lucide-react';
import { useEffect, useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { Button, IconButton } from '../../components/Button.tsx';
import { KeyCap } from '../../components/KeyCap.tsx';
import { keyName } from '../../components/keyName.ts';
import { useDesktop, useDesktopState } from '../../desktop/DesktopContext.ts';
import { offerUndo, useViewStore } from '../app/view.ts';

/** As many as the settings hold. */
const most = 4;

/** The keys and buttons that open the microphone: recorded by pressing them. */
export function TalkKeys(): ReactElement {
  const { t } = useTranslation();
  const desktop = useDesktop();
  const view = useViewStore();
  const bindings = useDesktopState(({ settings }) => settings.talkBindings);
  const platform = useDesktopState((state) => state.platform);
  const [recording, setRecording] = useState(false);
  const change = (talkBindings: Binding[]): void => void desktop.settings.update({ talkBindings });

  useEffect(() => () => void desktop.hotkeys.cancelRecord(), [desktop]);
  const record = (): void => {
    setRecording(true);
    void desktop.hotkeys.record().then((answer) => {
      setRecording(false);
      const binding = answer.ok ? answer.value : null;
      if (binding !== null && !bindings.some((known) => bindingId(known) === bindingId(binding)))
        change([...bindings, binding]);
    });
  };
  const remove = (binding: Binding): void => {
    change(bindings.filter((other) => other !== binding));
    offerUndo(view, {
      text: t('undo.keyRemoved', { key: keyName(binding, platform, t) }),
      action: t('undo.action'),
      undo: () => change([...bindings]),
    });
  };
  return (
    <div className="setting" data-part="talk-keys">
      <h2 className="setting-name">{t('setting.talkBindings.name')}</h2>
      <ul className="rows">
        {bindings.map((binding) => (
          <li key={bindingId(binding)}>
            <KeyCap>{keyName(binding, platform, t)}</KeyCap>
            <IconButton
              className="icon-button end"
              label={t('setting.talkBindings.remove', { key: keyName(binding, platform, t) })}
              onPress={() => remove(binding)}
            >
              <X className="icon" size={14} aria-hidden />
            </IconButton>
          </li>
        ))}
      </ul>
      {recording ? (
        <div className="recorder" data-part="recorder">
          <span role="status">{t('setting.talkBindings.press')}</span>
          <Button onPress={() => void desktop.hotkeys.cancelRecord()}>
            {t('setting.talkBindings.cancel')} <KeyCap>{t('key.code.Escape')}</KeyCap>
          </Button>
        </div>
      ) : (
        <div>
          <Button tone="normal" isDisabled={bindings.length >= most} onPress={record} data-action="record">
            {t('setting.talkBindings.add')}
          </Button>
        </div>
      )}
    </div>
  );
}
