import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { bindingId } from '@parley/shared/hotkeys/binding';
import { KeyCap } from '../../components/KeyCap.tsx';
import { keyName } from '../../components/keyName.ts';
import { StageDialog } from '../../components/StageDialog.tsx';
import { useDesktopState } from '../../desktop/DesktopContext.ts';
import { combinationName } from './combinationName.ts';
import { shortcuts } from './commands.ts';

/** Every key that does something, on one page. */
export function Shortcuts({ onClose }: { readonly onClose: () => void }): ReactElement {
  const { t } = useTranslation();
  const platform = useDesktopState((state) => state.platform);
  const bindings = useDesktopState(({ settings }) => settings.talkBindings);
  return (
    <StageDialog part="shortcuts" title={t('shortcuts.title')} readOnly onClose={onClose}>
      <dl className="shortcut-list">
        {bindings.length > 0 && (
          <div>
            <dt>{t('shortcuts.talk')}</dt>
            <dd>
              {bindings.map((binding) => (
                <KeyCap key={bindingId(binding)}>{keyName(binding, platform, t)}</KeyCap>
              ))}
            </dd>
          </div>
        )}
        {Object.entries(shortcuts).map(([name, keys]) => (
          <div key={name}>
            <dt>{t(`command.${name}`)}</dt>
            <dd>
              <KeyCap>{combinationName(keys, platform, t)}</KeyCap>
            </dd>
          </div>
        ))}
        {(['hold', 'list', 'edges', 'volume', 'page'] as const).map((name) => (
          <div key={name}>
            <dt>{t(`shortcuts.${name}`)}</dt>
            <dd>
              {t(`shortcuts.${name}Keys`)
                .split(' ')
                .map((cap) => (
                  <KeyCap key={cap}>{cap}</KeyCap>
                ))}
            </dd>
          </div>
        ))}
      </dl>
    </StageDialog>
  );
}
