import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { useDesktopState } from '../../desktop/DesktopContext.ts';
import { BindingList } from './BindingList.tsx';
import { useUpdate } from './settingHooks.ts';

/** As many as the settings hold. */
const most = 4;

/** The keys and buttons that open the microphone. */
export function TalkKeys(): ReactElement {
  const { t } = useTranslation();
  const update = useUpdate();
  const bindings = useDesktopState(({ settings }) => settings.talkBindings);
  return (
    <div className="setting" data-part="talk-keys">
      <h2 className="setting-name">{t('setting.talkBindings.name')}</h2>
      <BindingList
        action="talk"
        bindings={bindings}
        most={most}
        onChange={(talkBindings) => update({ talkBindings })}
      />
    </div>
  );
}
