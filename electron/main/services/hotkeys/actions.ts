import type { CallCommand } from '@parley/shared/ipc/contract';
import type { Settings } from '@parley/shared/settings/settings';
import type { DeviceService } from '../devices/devices.ts';
import type { ShortcutAction } from './shortcuts.ts';

/** What an action does that was pressed anywhere: by a system shortcut, the hook, or a command from outside. */
export function createActions(ports: {
  /** To the call, in the renderer. */
  readonly command: (command: CallCommand) => void;
  readonly devices: Pick<DeviceService, 'next'>;
  readonly favourite: () => Settings['favourite'];
}): (action: ShortcutAction) => void {
  const { devices } = ports;
  return (action) => {
    switch (action) {
      case 'talk':
        return ports.command({ kind: 'toggleTalk' });
      case 'mute':
        return ports.command({ kind: 'toggleMute' });
      case 'deafen':
        return ports.command({ kind: 'toggleDeafen' });
      case 'leave':
        return ports.command({ kind: 'leave' });
      case 'nextInput':
        return devices.next('audioinput');
      case 'nextOutput':
        return devices.next('audiooutput');
      case 'joinFavourite': {
        const favourite = ports.favourite();
        if (favourite !== null) ports.command({ kind: 'join', ...favourite });
      }
    }
  };
}
