import { useEffect, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../components/Button.tsx';
import { StageDialog } from '../../components/StageDialog.tsx';
import { useDesktop, useDesktopState } from '../../desktop/DesktopContext.ts';
import { useView, useViewStore } from '../app/view.ts';
import { useCallList } from '../call/CallContext.ts';
import { serverName } from '../servers/serverName.ts';
import { channelsEndedBy, type Leaving } from './channelsEndedBy.ts';

/** Before the program ends, or a session, and a call with it. */
export function LeavingDialog(): ReactElement | null {
  const leaving = useView((view) => view.leaving);
  return leaving === null ? null : <Question leaving={leaving} />;
}

function Question({ leaving }: { readonly leaving: Leaving }): ReactElement {
  const { t, i18n } = useTranslation();
  const desktop = useDesktop();
  const view = useViewStore();
  const channels = useCallList((call) => channelsEndedBy(leaving, call));
  const server = useDesktopState(({ settings }) => {
    const profile = leaving.kind === 'signOut' ? settings.servers.find(({ id }) => id === leaving.server) : undefined;
    return profile === undefined ? '' : serverName(profile);
  });
  const close = (): void => view.setState({ leaving: null });
  // The call ended by itself: nothing is left to ask, and nobody said yes.
  useEffect(() => {
    if (channels.length === 0) view.setState({ leaving: null });
  }, [view, channels]);
  const go = (): void => {
    close();
    if (leaving.kind === 'quit') void desktop.app.quit();
    else void desktop.servers.signOut(leaving.server);
  };
  const names = new Intl.ListFormat(i18n.language, { type: 'conjunction' });
  return (
    <StageDialog
      part="leaving"
      title={t(`leaving.${leaving.kind}.title`, { server })}
      onClose={close}
      footer={
        <>
          {/* The harmless answer has the focus. */}
          <Button tone="normal" autoFocus data-action="stay" onPress={close}>
            {t('leaving.stay')}
          </Button>
          <Button tone="danger" data-action="leave-now" onPress={go}>
            {t(`leaving.${leaving.kind}.go`)}
          </Button>
        </>
      }
    >
      <p>{t('leaving.what', { channels: names.format(channels) })}</p>
    </StageDialog>
  );
}
