import { app } from './app.ts';
import { BrowserWindow } from './browserWindow.ts';
import {
  desktopCapturer,
  dialog,
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
import { absent } from './notPlayed.ts';
import { MessageChannelMain } from './ports.ts';
import { protocol, session } from './session.ts';
import { utilityProcess } from './utilityProcess.ts';
import { webContents } from './webContents.ts';

const played = {
  app,
  BrowserWindow,
  desktopCapturer,
  dialog,
  ipcMain,
  Menu,
  MessageChannelMain,
  nativeImage,
  net,
  powerMonitor,
  powerSaveBlocker,
  protocol,
  screen,
  session,
  shell,
  systemPreferences,
  Tray,
  utilityProcess,
  webContents,
};

/** Modules that the product may come to need; each throws when it is touched. */
const notPlayed = [
  'autoUpdater',
  'BaseWindow',
  'clipboard',
  'contentTracing',
  'crashReporter',
  'globalShortcut',
  'inAppPurchase',
  'MenuItem',
  'nativeTheme',
  'netLog',
  'Notification',
  'pushNotifications',
  'safeStorage',
  'ShareMenu',
  'TouchBar',
  'View',
  'webFrameMain',
  'WebContentsView',
] as const;

/** The `electron` module of the main process. */
export const electron: Readonly<Record<string, unknown>> = {
  ...played,
  ...Object.fromEntries(notPlayed.map((name) => [name, absent(name)])),
};
