import { Keyboard, Search, Settings } from 'lucide-react';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { IconButton } from '../../components/Button.tsx';
import { Mark } from '../../components/Mark.tsx';
import { monogram } from '../../components/monogram.ts';
import { useDesktopState } from '../../desktop/DesktopContext.ts';
import { useView, useViewStore } from '../app/view.ts';

/** Servers on the left edge; at its foot what belongs to the program. */
export function ServerRail(): ReactElement {
  const { t } = useTranslation();
  const view = useViewStore();
  const session = useDesktopState((state) => state.session);
  const settingsOpen = useView(({ page }) => page === 'settings');
  const dialog = useView((state) => state.dialog);
  const toggle = (name: 'palette' | 'shortcuts'): void => view.setState({ dialog: dialog === name ? null : name });
  return (
    <nav className="server-rail" data-part="server-rail" data-region="rail" aria-label={t('servers.label')}>
      <div className="server-rail-mark">
        <Mark />
      </div>
      <ul>
        {session.kind === 'signedIn' && (
          <li>
            <IconButton
              tooltip="end"
              className="server-button"
              data-part="server-button"
              data-current={!settingsOpen}
              label={session.serverName}
              pressed={!settingsOpen}
              onPress={() => view.setState({ page: 'call' })}
            >
              <span className="server-monogram" data-monogram={monogram(session.serverName)} aria-hidden="true" />
            </IconButton>
          </li>
        )}
      </ul>
      <div className="server-rail-foot">
        {session.kind === 'signedIn' && (
          <IconButton
            tooltip="end"
            label={t('palette.title')}
            pressed={dialog === 'palette'}
            data-action="palette"
            onPress={() => toggle('palette')}
          >
            <Search className="icon" size={18} aria-hidden />
          </IconButton>
        )}
        <IconButton
          tooltip="end"
          label={t('shortcuts.title')}
          pressed={dialog === 'shortcuts'}
          data-action="shortcuts"
          onPress={() => toggle('shortcuts')}
        >
          <Keyboard className="icon" size={18} aria-hidden />
        </IconButton>
        <IconButton
          tooltip="end"
          data-part="rail-button"
          data-action="settings"
          pressed={settingsOpen}
          label={t('settings.title')}
          onPress={() => view.setState({ page: settingsOpen ? 'call' : 'settings' })}
        >
          <Settings className="icon" size={18} aria-hidden />
        </IconButton>
      </div>
    </nav>
  );
}
