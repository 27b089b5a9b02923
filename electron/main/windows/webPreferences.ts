import type { WebPreferences } from 'electron';

/** The options of every page there is, stated in this place alone (DESIGN.md §5). */
export const webPreferences = (preload: string, devTools: boolean): WebPreferences => ({
  preload,
  sandbox: true,
  contextIsolation: true,
  nodeIntegration: false,
  nodeIntegrationInWorker: false,
  nodeIntegrationInSubFrames: false,
  webviewTag: false,
  webSecurity: true,
  navigateOnDragDrop: false,
  spellcheck: false,
  devTools,
  // The lease of push-to-talk and the call's timers must run while the window is hidden (DESIGN.md §3).
  backgroundThrottling: false,
  // Voices play without a click: joining is the click.
  autoplayPolicy: 'no-user-gesture-required',
});
