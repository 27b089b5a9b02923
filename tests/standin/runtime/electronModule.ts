import { theApp } from './app.ts';
import { BrowserWindow } from './browserWindow.ts';
import {
  desktopCapturer,
  dialog,
  globalShortcut,
  Menu,
  nativeImage,
  powerMonitor,
  powerSaveBlocker,
  screen,
  shell,
  systemPreferences,
  Tray,
} from './desktop.ts';
import { ipcMain } from './ipcMain.ts';
import { net } from './net.ts';
import { absent, strict, withoutNew } from './notPlayed.ts';
import { MessageChannelMain } from './ports.ts';
import { protocol, session } from './session.ts';
import { utilityProcess } from './utilityProcess.ts';
import { webContents } from './webContents.ts';

const played = {
  app: theApp,
  BrowserWindow: strict('BrowserWindow', BrowserWindow),
  desktopCapturer,
  dialog,
  globalShortcut,
  ipcMain,
  Menu: withoutNew('Menu', Menu),
  MessageChannelMain: strict('MessageChannelMain', MessageChannelMain),
  nativeImage,
  net,
  powerMonitor,
  powerSaveBlocker,
  protocol,
  screen,
  session,
  shell,
  systemPreferences,
  Tray: strict('Tray', Tray),
  utilityProcess,
  webContents,
};

/** The rest of what `electron` exports to main; each throws when it is touched. */
const notPlayed = [
  'autoUpdater',
  'BaseWindow',
  'BrowserView',
  'clipboard',
  'ClipboardItem',
  'contentTracing',
  'crashReporter',
  'ImageView',
  'inAppPurchase',
  'IpcMainServiceWorker',
  'MenuItem',
  'nativeTheme',
  'netLog',
  'Notification',
  'pushNotifications',
  'safeStorage',
  'sharedTexture',
  'ShareMenu',
  'TouchBar',
  'View',
  'webFrameMain',
  'WebContentsView',
  'WebSocket',
] as const;

/** The `electron` module of the main process: strict as well, so that a name that even Electron lacks is told. */
export const electron: Readonly<Record<string, unknown>> = strict('electron', {
  ...played,
  ...Object.fromEntries(notPlayed.map((name) => [name, absent(name)])),
});
