import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import { offerUndo, useViewStore } from '../app/view.ts';
import { useCallController } from '../call/CallContext.ts';

/** Leaves at once, and offers the way back instead of asking first. */
export function useLeave(): () => void {
  const { t } = useTranslation();
  const controller = useCallController();
  const store = useViewStore();
  return useCallback(() => {
    const { state } = controller.getSnapshot();
    controller.leave();
    if (state.phase !== 'connected' && state.phase !== 'reconnecting') return;
    const { channel } = state;
    offerUndo(store, {
      text: t('undo.left', { channel: channel.name }),
      action: t('undo.rejoin'),
      undo: () => controller.join(channel),
    });
  }, [controller, store, t]);
}
