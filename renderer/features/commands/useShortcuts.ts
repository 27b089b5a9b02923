import { useEffect } from 'react';
import { useDesktop, useDesktopState } from '../../desktop/DesktopContext.ts';
import { useCallController } from '../call/CallContext.ts';
import { useViewStore } from '../app/view.ts';
import { shortcutOf, zoomed, type ShortcutName } from './commands.ts';
import { useQuit } from '../leaving/useLeaving.ts';
import { useLeave } from './useLeave.ts';

/** The shortcuts of the focused window. Talk keys are not among them: `renderer/call` has its own listener. */
export function useShortcuts(share: () => void): void {
  const controller = useCallController();
  const store = useViewStore();
  const platform = useDesktopState((state) => state.platform);
  const desktop = useDesktop();
  const zoom = useDesktopState(({ settings }) => settings.zoom);
  const leave = useLeave();
  const quit = useQuit();
  useEffect(() => {
    const setZoom = (next: number): void => void desktop.settings.update({ zoom: next });
    const run: Readonly<Record<ShortcutName, () => void>> = {
      palette: () => store.setState(({ dialog }) => ({ dialog: dialog === 'palette' ? null : 'palette' })),
      shortcuts: () => store.setState(({ dialog }) => ({ dialog: dialog === 'shortcuts' ? null : 'shortcuts' })),
      settings: () => store.setState(({ page }) => ({ page: page === 'settings' ? 'call' : 'settings' })),
      find: () => document.querySelector<HTMLElement>('[data-part="channel-search"] input')?.focus(),
      mute: () => controller.setMuted(!controller.getSnapshot().muted),
      deafen: () => controller.setDeafened(!controller.getSnapshot().deafened),
      share() {
        const { state, sharing } = controller.getSnapshot();
        if (sharing !== 'off') controller.stopSharing();
        else if (state.phase === 'connected') share();
      },
      connection: () => store.setState(({ dialog }) => ({ dialog: dialog === 'connection' ? null : 'connection' })),
      leave,
      undo() {
        const { undo } = store.getState();
        store.setState({ undo: null });
        undo?.undo();
      },
      zoomIn: () => setZoom(zoomed(zoom, 1)),
      zoomOut: () => setZoom(zoomed(zoom, -1)),
      zoomReset: () => setZoom(100),
      quit,
      region: () => focusNextRegion(document.activeElement),
    };
    const onKeyDown = (event: KeyboardEvent): void => {
      const name = shortcutOf(event, platform);
      if (name === null || event.repeat) return;
      // In a field Control+Z takes back what was typed.
      if (name === 'undo' && (isText(event.target) || store.getState().undo === null)) return;
      event.preventDefault();
      run[name]();
    };
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, [controller, store, platform, desktop, zoom, share, leave, quit]);
}

const isText = (target: EventTarget | null): boolean =>
  target instanceof HTMLInputElement && ['text', 'search', 'password', 'url'].includes(target.type);

/** Rail, channels, stage and voice bar, one after the other, as F6 does on every desktop. */
function focusNextRegion(focused: Element | null): void {
  const regions = [...document.querySelectorAll<HTMLElement>('[data-region]')];
  const now = regions.findIndex((region) => region.contains(focused));
  for (let step = 1; step <= regions.length; step += 1) {
    const region = regions[(now + step) % regions.length];
    const target = region?.querySelector<HTMLElement>(
      '[role="dialog"], [data-roving][tabindex="0"], button:not(:disabled, [tabindex="-1"]), input:not(:disabled), [tabindex="0"]',
    );
    if (target === null || target === undefined) continue;
    target.focus();
    return;
  }
}
