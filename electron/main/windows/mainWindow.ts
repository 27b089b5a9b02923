import type { Events } from '@parley/shared/ipc/contract';
import { BrowserWindow, screen, type WebContents } from 'electron';
import type { Disposable } from '../services/disposable.ts';
import type { Log } from '../services/log/log.ts';
import type { Observable } from '../services/observable.ts';
import type { SettingsService } from '../services/settings/settings.ts';
import { watchPage } from './watchPage.ts';
import { webPreferences } from './webPreferences.ts';
import { decideBounds, smallestWindow } from './windowState.ts';

export interface MainWindow extends Disposable {
  contents(): WebContents | null;
  /** To the renderer; nothing while there is none. */
  tell<E extends keyof Events>(event: E, payload: Events[E]): void;
  /** Shown, restored, in front. Opens the window again when it was closed. */
  reveal(): void;
  /** From now on closing closes, whatever the setting says. */
  allowClose(): void;
}

/** Moving and sizing are saved this long after they ended, ms. */
const saveDelay = 500;

/** The one window that people see. */
export function createMainWindow(ports: {
  page: string;
  preload: string;
  icon: string;
  settings: SettingsService;
  devTools: boolean;
  /** The program goes on without its window, as programs on macOS do. */
  staysWithoutWindow: boolean;
  /** Closing the window ends the program, in its orderly way: a call is left first. */
  quit: () => void;
  /** A page that then hangs is ended, as if it had crashed. */
  calling: Observable<boolean>;
  /** The page is gone, by a crash or because the window closed: whatever it held is over. */
  onGone: () => void;
  log: Log;
}): MainWindow {
  const { settings, log } = ports;
  let window: BrowserWindow | null = null;
  let closing = false;

  const open = (): BrowserWindow => {
    const saved = settings.get().window;
    const areas = screen.getAllDisplays().map(({ workArea }) => workArea);
    const opened = new BrowserWindow({
      ...decideBounds(saved, areas),
      minWidth: smallestWindow.width,
      minHeight: smallestWindow.height,
      show: false,
      title: 'Parley',
      icon: ports.icon,
      autoHideMenuBar: true,
      backgroundColor: '#161b18',
      webPreferences: webPreferences(ports.preload, ports.devTools),
    });
    window = opened;
    if (saved?.maximized === true) opened.maximize();
    opened.once('ready-to-show', () => opened.show());
    opened.on('close', (event) => {
      if (closing) return;
      event.preventDefault();
      if (ports.staysWithoutWindow || settings.get().closeToTray) opened.hide();
      else ports.quit();
    });
    opened.on('closed', () => {
      window = null;
      ports.onGone();
    });
    opened.on('page-title-updated', (event) => event.preventDefault());
    rememberBounds(opened, settings);
    followZoom(opened, settings);
    opened.webContents.on('render-process-gone', (_event, { reason }) => {
      log.error('the window crashed and is loaded again', { reason });
      ports.onGone();
      if (!closing && reason !== 'clean-exit') log.background('loading the page', opened.loadURL(ports.page));
    });
    log.background('loading the page', opened.loadURL(ports.page));
    return opened;
  };

  open();
  const stopWatching = watchPage({
    calling: ports.calling,
    ask: async () => window?.webContents.executeJavaScript('0'),
    onHung() {
      log.error('the window hung and is ended');
      window?.webContents.forcefullyCrashRenderer();
    },
  });
  return {
    contents: () => window?.webContents ?? null,
    tell(event, payload) {
      const contents = window?.webContents;
      if (contents !== undefined && !contents.isDestroyed()) contents.send(event, payload);
    },
    reveal() {
      const shown = window ?? open();
      if (shown.isMinimized()) shown.restore();
      shown.show();
      shown.focus();
    },
    allowClose() {
      closing = true;
    },
    dispose() {
      stopWatching();
      closing = true;
      window?.destroy();
    },
  };
}

/** Chromium forgets the factor of a page that is loaded anew. */
function followZoom(window: BrowserWindow, settings: SettingsService): void {
  const apply = (): void => window.webContents.setZoomFactor(settings.get().zoom / 100);
  window.webContents.on('did-finish-load', apply);
  const stop = settings.onChanged(apply);
  window.on('closed', stop);
}

function rememberBounds(window: BrowserWindow, settings: SettingsService): void {
  let timer: NodeJS.Timeout | undefined;
  const save = (): void => {
    if (window.isDestroyed() || window.isMinimized() || !window.isVisible()) return;
    const { x, y, width, height } = window.getNormalBounds();
    settings.update({ window: { x, y, width, height, maximized: window.isMaximized() } });
  };
  const later = (): void => {
    clearTimeout(timer);
    timer = setTimeout(save, saveDelay);
  };
  window.on('resize', later);
  window.on('move', later);
  window.on('maximize', later);
  window.on('unmaximize', later);
  window.on('closed', () => clearTimeout(timer));
}
