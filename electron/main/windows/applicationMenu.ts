import { Menu } from 'electron';
import type { Platform } from '../platform/platform.ts';

/**
 * macOS takes copying, hiding and quitting from the application's menu, in the system's language by roles. Elsewhere
 * Parley has none: its commands are in the window, and Electron's own menu would offer to reload the page in a call.
 */
export function setApplicationMenu(platform: Platform): void {
  Menu.setApplicationMenu(
    platform.name === 'macos'
      ? Menu.buildFromTemplate([{ role: 'appMenu' }, { role: 'editMenu' }, { role: 'windowMenu' }])
      : null,
  );
}
