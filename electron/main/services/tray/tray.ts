import { join } from 'node:path';
import type { CallSummary } from '@parley/shared/ipc/callSummary';
import { Menu, nativeImage, Tray, type MenuItemConstructorOptions, type NativeImage } from 'electron';
import type { Texts } from '../../locales/texts.ts';
import type { Platform } from '../../platform/platform.ts';
import type { Disposable } from '../disposable.ts';
import type { Log } from '../log/log.ts';
import { trayMenu, type TrayAction, type TrayState } from './trayMenu.ts';

export interface TrayService extends Disposable {
  show(state: TrayState, text: Texts): void;
}

/** One tray icon for the life of the program; every change goes through `show`, which touches only what differs. */
export function createTray(ports: {
  images: string;
  platform: Platform;
  act: (action: TrayAction) => void;
  log: Log;
}): TrayService {
  const { platform } = ports;
  const tray = openTray(ports);
  if (tray === null) return { show() {}, dispose() {} };
  let shown = { menu: '', icon: '' };
  tray.on('click', () => ports.act({ kind: 'show' }));
  return {
    show(state, text) {
      const entries = trayMenu(state, text);
      const menu = JSON.stringify(entries);
      if (menu !== shown.menu) {
        const template = entries.map((entry): MenuItemConstructorOptions => {
          if (entry.kind === 'separator') return { type: 'separator' };
          if (entry.kind === 'remark') return { label: entry.label, enabled: false };
          const click = () => ports.act(entry.does);
          return entry.checked === undefined
            ? { label: entry.label, click }
            : { label: entry.label, type: 'checkbox', checked: entry.checked, click };
        });
        tray.setContextMenu(Menu.buildFromTemplate(template));
      }
      const icon = state.call.microphone;
      if (icon !== shown.icon) tray.setImage(trayImage(ports.images, icon, platform));
      tray.setToolTip(text(`tray.microphone.${icon}`));
      shown = { menu, icon };
    },
    dispose: () => tray.destroy(),
  };
}

function openTray(ports: { images: string; platform: Platform; log: Log }): Tray | null {
  try {
    return new Tray(trayImage(ports.images, 'idle', ports.platform));
  } catch (error) {
    // A desktop without a tray is a desktop on which Parley works without one.
    ports.log.warn('there is no tray here', { error });
    return null;
  }
}

function trayImage(folder: string, state: CallSummary['microphone'], { name, trayImages }: Platform): NativeImage {
  const shape = state === 'connecting' ? 'idle' : state;
  const size = name === 'linux' ? 22 : 16;
  const file = trayImages === 'template' ? `${shape}-16Template.png` : `${shape}-${size}-${trayImages}.png`;
  return nativeImage.createFromPath(join(folder, file));
}
