import { Settings } from 'lucide-react';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { Mark } from '../../components/Mark.tsx';
import { monogram } from '../../components/monogram.ts';
import { useDesktopState } from '../../desktop/DesktopContext.ts';

/** Servers on the left edge; at its foot what belongs to the program. */
export function ServerRail(props: {
  readonly settingsOpen: boolean;
  readonly onSettings: () => void;
  readonly onHome: () => void;
}): ReactElement {
  const { t } = useTranslation();
  const session = useDesktopState((state) => state.session);
  return (
    <nav className="server-rail" data-part="server-rail" aria-label={t('servers.label')}>
      <div className="server-rail-mark">
        <Mark />
      </div>
      <ul>
        {session.kind === 'signedIn' && (
          <li>
            <button
              type="button"
              className="server-button"
              data-part="server-button"
              aria-current={!props.settingsOpen || undefined}
              aria-label={session.serverName}
              title={session.serverName}
              onClick={props.onHome}
            >
              <span aria-hidden="true">{monogram(session.serverName)}</span>
            </button>
          </li>
        )}
      </ul>
      <div className="server-rail-foot">
        <button
          type="button"
          className="icon-button"
          data-part="rail-button"
          data-action="settings"
          aria-pressed={props.settingsOpen}
          aria-label={t('settings.title')}
          title={t('settings.title')}
          onClick={props.onSettings}
        >
          <Settings className="icon" size={18} aria-hidden />
        </button>
      </div>
    </nav>
  );
}
