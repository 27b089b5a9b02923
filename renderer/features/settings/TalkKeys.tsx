import { bindingId, type Binding } from '@parley/shared/hotkeys/binding';
import { X } from 'lucide-react';
import { useEffect, useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { useDesktop, useDesktopState } from '../../desktop/DesktopContext.ts';
import { keyName } from '../keyName.ts';

/** The keys and buttons that open the microphone: recorded by pressing them. */
export function TalkKeys(): ReactElement {
  const { t } = useTranslation();
  const desktop = useDesktop();
  const bindings = useDesktopState(({ settings }) => settings.talkBindings);
  const hotkeys = useDesktopState((state) => state.hotkeys);
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
  return (
    <div className="setting" data-part="recorder">
      <span className="setting-name">{t('setting.talkBindings.name')}</span>
      <ul className="talk-keys">
        {bindings.map((binding) => (
          <li key={bindingId(binding)}>
            <kbd className="key-cap">{keyName(binding, t)}</kbd>
            <button
              type="button"
              className="icon-button"
              aria-label={t('setting.talkBindings.remove', { key: keyName(binding, t) })}
              onClick={() => change(bindings.filter((other) => other !== binding))}
            >
              <X className="icon" size={14} aria-hidden />
            </button>
          </li>
        ))}
        <li>
          <button
            type="button"
            className="button"
            aria-pressed={recording}
            disabled={bindings.length >= 4 && !recording}
            onClick={recording ? () => void desktop.hotkeys.cancelRecord() : record}
          >
            {recording ? t('setting.talkBindings.press') : t('setting.talkBindings.add')}
          </button>
        </li>
      </ul>
      <p className="small" data-source={hotkeys.kind}>
        {hotkeys.kind === 'degraded' ? t(`hotkeys.degraded.${hotkeys.cause}`) : t(`hotkeys.${hotkeys.kind}`)}
      </p>
    </div>
  );
}
