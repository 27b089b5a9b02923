import type { Desktop } from '@parley/shared/ipc/contract';

declare global {
  interface Window {
    /** Built by `electron/preload`. Only this folder touches it. */
    readonly desktop: Desktop;
  }
}

/** The bridge to main. */
export const getDesktop = (): Desktop => window.desktop;
