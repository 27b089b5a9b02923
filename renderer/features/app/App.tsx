import { useEffect, useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { systemScreenChoice } from '@parley/shared/ipc/channels';
import { useDesktopState } from '../../desktop/DesktopContext.ts';
import { decideLanguage } from '../../locales/i18n.ts';
import { useCallController } from '../call/CallContext.ts';
import { ChannelList } from '../channels/ChannelList.tsx';
import { Announcer } from '../notices/Announcer.tsx';
import { Notices } from '../notices/Notices.tsx';
import { ServerRail } from '../servers/ServerRail.tsx';
import { Settings } from '../settings/Settings.tsx';
import { SignIn } from '../signIn/SignIn.tsx';
import { ScreenPicker } from '../stage/ScreenPicker.tsx';
import { Stage } from '../stage/Stage.tsx';
import { VoiceBar } from '../voiceBar/VoiceBar.tsx';

/** One window, three columns, and a bar that never moves (DESIGN.md §6). */
export function App(): ReactElement {
  const controller = useCallController();
  const session = useDesktopState((state) => state.session);
  const systemPicker = useDesktopState((state) => state.systemScreenPicker);
  const signedIn = session.kind === 'signedIn';
  // Settings belong to whoever opened them: signing out shows the form to sign in again.
  const person = signedIn ? session.account.id : 'nobody';
  const [settingsOf, setSettingsOf] = useState<string | null>(null);
  const settingsOpen = settingsOf === person;
  const [picking, setPicking] = useState(false);
  useAppearance();

  const share = (sourceId: string): void => {
    setPicking(false);
    void controller.shareScreen(sourceId);
  };
  // Who is signed out is in no call.
  useEffect(() => {
    if (!signedIn) controller.leave();
  }, [controller, signedIn]);
  return (
    <div className="window" data-signed-in={signedIn}>
      <ServerRail
        settingsOpen={settingsOpen}
        onSettings={() => setSettingsOf(settingsOpen ? null : person)}
        onHome={() => setSettingsOf(null)}
      />
      {signedIn && (
        <aside className="side">
          <div className="side-header">
            <h2>
              <bdi>{session.serverName}</bdi>
            </h2>
          </div>
          <ChannelList />
        </aside>
      )}
      <div className="stage" data-part="stage">
        <Notices />
        {settingsOpen ? (
          <Settings onClose={() => setSettingsOf(null)} />
        ) : signedIn ? (
          <Stage />
        ) : (
          <SignIn session={session} />
        )}
        {picking && <ScreenPicker onChoose={share} onClose={() => setPicking(false)} />}
      </div>
      <VoiceBar onShare={() => (systemPicker ? share(systemScreenChoice) : setPicking(true))} />
      <Announcer />
    </div>
  );
}

/** Theme, density and language of the document follow the settings. */
function useAppearance(): void {
  const { i18n } = useTranslation();
  const theme = useDesktopState(({ settings }) => settings.theme);
  const density = useDesktopState(({ settings }) => settings.density);
  const language = useDesktopState(({ settings, locale }) => decideLanguage(settings.language, locale));
  useEffect(() => {
    const root = document.documentElement;
    const contrast = matchMedia('(prefers-contrast: more)');
    const apply = (): void => {
      if (theme !== 'system') root.dataset['theme'] = theme;
      else if (contrast.matches) root.dataset['theme'] = 'contrast';
      else delete root.dataset['theme'];
    };
    apply();
    contrast.addEventListener('change', apply);
    return () => contrast.removeEventListener('change', apply);
  }, [theme]);
  useEffect(() => {
    document.documentElement.dataset['density'] = density;
  }, [density]);
  useEffect(() => {
    document.documentElement.lang = language;
    void i18n.changeLanguage(language);
  }, [i18n, language]);
}
