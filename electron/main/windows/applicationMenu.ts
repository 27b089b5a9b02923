import { app, Menu } from 'electron';
import type { Platform } from '../platform/platform.ts';

/**
 * macOS takes copying, hiding and quitting from the application's menu, in the system's language by roles. Quitting alone
 * has no role: that would end a call without a question. Elsewhere Parley has no menu: its commands are in the window, and
 * Electron's own menu would offer to reload the page in a call.
 */
export function setApplicationMenu(
  platform: Platform,
  quit: { readonly label: string; readonly run: () => void },
): void {
  Menu.setApplicationMenu(
    platform.name === 'macos'
      ? Menu.buildFromTemplate([
          {
            label: app.name,
            submenu: [
              { role: 'about' },
              { type: 'separator' },
              { role: 'services' },
              { type: 'separator' },
              { role: 'hide' },
              { role: 'hideOthers' },
              { role: 'unhide' },
              { type: 'separator' },
              { label: quit.label, accelerator: 'Command+Q', click: quit.run },
            ],
          },
          { role: 'editMenu' },
          { role: 'windowMenu' },
        ])
      : null,
  );
}
