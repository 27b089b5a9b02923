import { Keyboard, Plus, Search, Settings } from 'lucide-react';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { IconButton } from '../../components/Button.tsx';
import { Mark } from '../../components/Mark.tsx';
import { monogram } from '../../components/monogram.ts';
import { useRovingFocus } from '../../components/useRovingFocus.ts';
import { useDesktop, useDesktopState } from '../../desktop/DesktopContext.ts';
import { isActive } from '../../call/callSummary.ts';
import { useView, useViewStore } from '../app/view.ts';
import { useCall } from '../call/CallContext.ts';
import { useServerPolicy } from '../policy/useServerPolicy.ts';
import { serverName } from './serverName.ts';

/** Servers on the left edge; at its foot what belongs to the program. */
export function ServerRail(): ReactElement {
  const { t } = useTranslation();
  const view = useViewStore();
  const desktop = useDesktop();
  const session = useDesktopState((state) => state.session);
  const sessions = useDesktopState((state) => state.sessions);
  const settings = useDesktopState((state) => state.settings);
  const inCallOf = useCall(({ state }) => (isActive(state) && state.phase !== 'idle' ? state.channel.server : null));
  const roving = useRovingFocus<HTMLUListElement>();
  const page = useView((state) => state.page);
  const { othersForbidden } = useServerPolicy();
  const settingsOpen = page === 'settings';
  const adding = useView(({ server }) => server === null) && page === 'server';
  const dialog = useView((state) => state.dialog);
  const toggle = (name: 'palette' | 'shortcuts'): void => view.setState({ dialog: dialog === name ? null : name });
  return (
    <nav className="server-rail" data-part="server-rail" data-region="rail" aria-label={t('servers.label')}>
      <div className="server-rail-mark">
        <Mark />
      </div>
      <ul {...roving}>
        {settings.servers.map((profile) => {
          const state = sessions[profile.id]?.kind ?? 'signedOut';
          const name = serverName(profile);
          const here = inCallOf === profile.id;
          const current = page === 'call' && settings.activeServer === profile.id;
          const remark = here ? t('servers.inCall') : state === 'signedIn' ? '' : t(`servers.${state}`);
          return (
            <li key={profile.id}>
              <IconButton
                tooltip="end"
                className="server-button"
                data-part="server-button"
                data-roving
                data-server={profile.id}
                data-current={current}
                data-state={state}
                data-in-call={here || undefined}
                label={remark === '' ? name : `${name} – ${remark}`}
                pressed={current}
                onPress={() => {
                  view.setState({ page: 'call' });
                  if (settings.activeServer !== profile.id) void desktop.servers.show(profile.id);
                }}
              >
                <span className="server-monogram" data-monogram={monogram(name)} aria-hidden="true" />
              </IconButton>
            </li>
          );
        })}
        {settings.servers.length > 0 && !othersForbidden && (
          <li>
            <IconButton
              tooltip="end"
              className="server-button"
              data-part="rail-button"
              data-roving
              data-action="add-server"
              label={t('servers.add')}
              pressed={adding}
              onPress={() => view.setState({ page: 'server', server: null, back: 'call' })}
            >
              <Plus className="icon" size={18} aria-hidden />
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
