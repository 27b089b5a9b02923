import { useCallback } from 'react';
import { useDesktop } from '../../desktop/DesktopContext.ts';
import { useViewStore } from '../app/view.ts';
import { useCallController } from '../call/CallContext.ts';
import { channelsEndedBy } from './channelsEndedBy.ts';

/** Ends the program. It cannot be taken back, so a call that would end by it is asked about; asking twice is an answer. */
export function useQuit(): () => void {
  const desktop = useDesktop();
  const controller = useCallController();
  const view = useViewStore();
  return useCallback(() => {
    const asked = view.getState().leaving?.kind === 'quit';
    if (!asked && channelsEndedBy({ kind: 'quit' }, controller.getSnapshot()).length > 0) {
      return view.setState({ leaving: { kind: 'quit' }, dialog: null });
    }
    void desktop.app.quit();
  }, [desktop, controller, view]);
}

/** Signs out of a server. The session there is gone for good, so a call that would end by it is asked about. */
export function useSignOut(): (server: string) => void {
  const desktop = useDesktop();
  const controller = useCallController();
  const view = useViewStore();
  return useCallback(
    (server) => {
      const leaving = { kind: 'signOut', server } as const;
      if (channelsEndedBy(leaving, controller.getSnapshot()).length > 0) {
        return view.setState({ leaving, dialog: null });
      }
      void desktop.servers.signOut(server);
    },
    [desktop, controller, view],
  );
}
