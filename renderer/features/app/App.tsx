import { systemScreenChoice } from '@parley/shared/ipc/channels';
import { useEffect, type ReactElement } from 'react';
import { I18nProvider } from 'react-aria-components';
import { useDesktop, useDesktopState } from '../../desktop/DesktopContext.ts';
import { useCall, useCallController } from '../call/CallContext.ts';
import { ChannelList } from '../channels/ChannelList.tsx';
import { CommandPalette } from '../commands/CommandPalette.tsx';
import { Shortcuts } from '../commands/Shortcuts.tsx';
import { useShortcuts } from '../commands/useShortcuts.ts';
import { Connection } from '../connection/Connection.tsx';
import { LeavingDialog } from '../leaving/LeavingDialog.tsx';
import { useQuit } from '../leaving/useLeaving.ts';
import { Moderation } from '../moderation/Moderation.tsx';
import { Announcer } from '../notices/Announcer.tsx';
import { CueCaption } from '../notices/CueCaption.tsx';
import { CueSpeech } from '../notices/CueSpeech.tsx';
import { Notices } from '../notices/Notices.tsx';
import { ProxyDialog } from '../proxies/ProxyDialog.tsx';
import { ServerForm } from '../servers/ServerForm.tsx';
import { ServerRail } from '../servers/ServerRail.tsx';
import { Settings } from '../settings/Settings.tsx';
import { SignedOut } from '../signIn/SignedOut.tsx';
import { Beside } from '../stage/Beside.tsx';
import { ScreenPicker } from '../stage/ScreenPicker.tsx';
import { Stage } from '../stage/Stage.tsx';
import { VoiceBar } from '../voiceBar/VoiceBar.tsx';
import { useAppearance } from './appearance.ts';
import { useFocusKeeper } from './useFocusKeeper.ts';
import { useView, useViewStore } from './view.ts';

/** One window, three columns, and a bar that never moves (DESIGN.md §6). */
export function App(): ReactElement {
  const controller = useCallController();
  const store = useViewStore();
  const desktop = useDesktop();
  const session = useDesktopState((state) => state.session);
  const profile = useDesktopState((state) => state.profile);
  const systemPicker = useDesktopState((state) => state.systemScreenPicker);
  const page = useView((view) => view.page);
  const server = useView((view) => view.server);
  const paged = page !== 'call';
  const inCall = useCall(({ state }) => state.phase !== 'idle');
  const language = useAppearance();
  const signedIn = session.kind === 'signedIn';
  const person = signedIn ? session.account.id : null;
  // Pages and dialogs belong to whoever opened them.
  useEffect(() => {
    if (person === null) return undefined;
    // Who somebody is on one server says nothing about a profile that is being typed.
    return () =>
      store.setState(({ page: now }) => ({
        page: now === 'server' ? now : 'call',
        dialog: null,
        moderating: null,
        leaving: null,
        undo: null,
      }));
  }, [store, person]);
  // Who is in a channel needs no introduction: it must not open the microphone again when the call is over.
  useEffect(() => {
    if (inCall) store.setState({ introduction: null });
  }, [store, inCall]);
  const share = (): void => {
    if (systemPicker) void controller.shareScreen(systemScreenChoice);
    else store.setState({ dialog: 'screenPicker' });
  };
  const quit = useQuit();
  useEffect(() => desktop.app.onQuitAsked(quit), [desktop, quit]);
  useShortcuts(share);
  useFocusKeeper();

  return (
    <I18nProvider locale={language}>
      <div className="window" data-signed-in={signedIn} data-in-call={inCall || paged || !signedIn}>
        <ServerRail />
        <div className="content">
          {signedIn && profile !== null && (
            <aside className="side" data-region="channels">
              <ChannelList key={profile.id} server={profile.id} serverName={session.serverName} />
            </aside>
          )}
          <div className="stage" data-part="stage" data-region="stage">
            <Notices />
            {page === 'settings' && <Settings />}
            {page === 'server' && <ServerForm key={server} server={server} />}
            {!paged && !signedIn && <SignedOut key={profile?.id} profile={profile} session={session} />}
            {/* A call stays built under the settings and a server's form: coming back to 200 people must not build them anew (bench/ui). */}
            {signedIn && (!paged || inCall) && (
              <div className="stage-page" hidden={paged}>
                <Beside />
                <Stage />
              </div>
            )}
            <Dialogs share={share} />
            <Moderation />
            <LeavingDialog />
            <ProxyDialog />
          </div>
        </div>
        <VoiceBar onShare={share} />
        <CueCaption />
        <CueSpeech />
        <Announcer />
      </div>
    </I18nProvider>
  );
}

function Dialogs({ share }: { readonly share: () => void }): ReactElement | null {
  const controller = useCallController();
  const store = useViewStore();
  const dialog = useView((view) => view.dialog);
  const close = (): void => store.setState({ dialog: null });
  switch (dialog) {
    case null:
      return null;
    case 'screenPicker':
      return (
        <ScreenPicker
          onChoose={(sourceId) => {
            close();
            void controller.shareScreen(sourceId);
          }}
          onClose={close}
        />
      );
    case 'palette':
      return <CommandPalette share={share} onClose={close} />;
    case 'shortcuts':
      return <Shortcuts onClose={close} />;
    case 'connection':
      return <Connection onClose={close} />;
  }
}
