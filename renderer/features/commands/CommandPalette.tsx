import { useMemo, useState, type ReactElement } from 'react';
import { Autocomplete, Input, ListBox, ListBoxItem, SearchField, Text } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { KeyCap } from '../../components/KeyCap.tsx';
import { StageDialog } from '../../components/StageDialog.tsx';
import { useDesktop, useDesktopState } from '../../desktop/DesktopContext.ts';
import { useViewStore } from '../app/view.ts';
import { useQuit, useSignOut } from '../leaving/useLeaving.ts';
import { useCall, useCallController } from '../call/CallContext.ts';
import { listCommands, matchWords, type Command } from './commands.ts';
import { combinationName } from './combinationName.ts';
import { useLeave } from './useLeave.ts';

/** More than anybody reads; typing narrows it. */
const shown = 40;

/** Everything that can be done, found by typing. */
export function CommandPalette(props: { readonly share: () => void; readonly onClose: () => void }): ReactElement {
  const { t } = useTranslation();
  const desktop = useDesktop();
  const controller = useCallController();
  const view = useViewStore();
  const profile = useDesktopState((state) => state.profile);
  const session = useDesktopState((state) => state.session);
  const channels = useDesktopState((state) => state.shownChannels);
  const settings = useDesktopState((state) => state.settings);
  const platform = useDesktopState((state) => state.platform);
  const call = useCall((snapshot) => snapshot);
  const leave = useLeave();
  const quit = useQuit();
  const signOut = useSignOut();
  const [typed, setTyped] = useState('');

  const words = (command: Command): string => {
    const { page, theme } = command.values ?? {};
    return t(`command.${command.name}`, {
      ...command.values,
      ...(page === undefined ? {} : { page: t(`settings.page.${page}`) }),
      ...(theme === undefined ? {} : { theme: t(`setting.theme.${theme}`) }),
    });
  };
  const commands = useMemo(
    () =>
      listCommands({
        desktop: { profile, session, shownChannels: channels, settings },
        call,
        controller,
        view,
        leave,
        share: props.share,
        setTheme: (theme) => void desktop.settings.update({ theme }),
        setZoom: (zoom) => void desktop.settings.update({ zoom }),
        quit,
        signOut: () => profile !== null && signOut(profile.id),
      }),
    [profile, session, channels, settings, call, controller, view, leave, quit, signOut, props.share, desktop],
  );
  const matches = matchWords(commands, words, typed, shown);
  const run = (id: string): void => {
    props.onClose();
    commands.find((command) => command.id === id)?.run();
  };
  return (
    <StageDialog part="palette" title={t('palette.title')} onClose={props.onClose}>
      <Autocomplete inputValue={typed} onInputChange={setTyped} disableAutoFocusFirst={false}>
        <SearchField aria-label={t('palette.label')} autoFocus className="palette-search">
          <Input className="field" placeholder={t('palette.placeholder')} title={t('palette.placeholder')} />
        </SearchField>
        <ListBox
          className="palette-list"
          aria-label={t('palette.title')}
          items={matches}
          dependencies={[typed]}
          onAction={(key) => run(String(key))}
          renderEmptyState={() => <p className="quiet">{t('palette.none', { typed })}</p>}
        >
          {(command) => (
            <ListBoxItem id={command.id} className="palette-item" textValue={words(command)}>
              <Text slot="label">{words(command)}</Text>
              {command.keys !== undefined && (
                <Text slot="description" className="palette-keys">
                  <KeyCap>{combinationName(command.keys, platform, t)}</KeyCap>
                </Text>
              )}
            </ListBoxItem>
          )}
        </ListBox>
      </Autocomplete>
    </StageDialog>
  );
}
