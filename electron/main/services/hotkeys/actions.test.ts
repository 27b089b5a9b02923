import type { AudioDevice } from '@parley/shared/devices/device';
import type { CallCommand } from '@parley/shared/ipc/contract';
import { defaultSettings, type Settings } from '@parley/shared/settings/settings';
import { describe, expect, it } from 'vitest';
import { createDevices } from '../devices/devices.ts';
import type { SettingsService } from '../settings/settings.ts';
import { createActions } from './actions.ts';
import type { ShortcutAction } from './shortcuts.ts';

const device = (kind: AudioDevice['kind'], deviceId: string, label = deviceId): AudioDevice => ({
  kind,
  deviceId,
  groupId: deviceId,
  label,
});
const present = [
  device('audioinput', 'default'),
  device('audioinput', 'desk'),
  device('audioinput', 'headset'),
  device('audiooutput', 'default'),
  device('audiooutput', 'speakers'),
];

/** The real devices; settings are kept in memory. */
function setUp(devices = present, change: Partial<Settings> = {}) {
  let settings: Settings = { ...defaultSettings, ...change };
  const service = createDevices({
    get: () => settings,
    update: (patch: Partial<Settings>) => (settings = { ...settings, ...patch }),
  } as unknown as SettingsService);
  service.present(devices);
  const commands: CallCommand[] = [];
  const act = createActions({
    command: (command) => commands.push(command),
    devices: service,
    favourite: () => settings.favourite,
  });
  return {
    commands,
    press: (...actions: ShortcutAction[]) => actions.forEach(act),
    stored: () => settings,
    used: () => [service.selection.get().input?.deviceId, service.selection.get().output?.deviceId],
  };
}

describe('an action that is pressed', () => {
  it('goes round the microphones, which are used and remembered', () => {
    const { press, used, stored, commands } = setUp();
    const seen = [0, 1, 2].map(() => {
      press('nextInput');
      return used();
    });
    expect(seen).toEqual([
      ['desk', 'default'],
      ['headset', 'default'],
      ['default', 'default'],
    ]);
    press('nextInput');
    expect(stored().input).toEqual({ deviceId: 'desk', groupId: 'desk', label: 'desk' });
    expect(commands).toEqual([]);
  });

  it('goes round the loudspeakers alone', () => {
    const { press, used } = setUp();
    press('nextOutput');
    expect(used()).toEqual(['default', 'speakers']);
    press('nextOutput');
    expect(used()).toEqual(['default', 'default']);
  });

  it('reaches each of forty microphones, also those of one name, once a round', () => {
    const forty = Array.from({ length: 40 }, (_, i) => device('audioinput', `mic${i}`, i % 2 === 0 ? 'USB' : 'Desk'));
    const { press, used } = setUp(forty);
    const seen = forty.map(() => {
      press('nextInput');
      return used()[0];
    });
    expect(new Set(seen).size).toBe(40);
    expect(seen.at(-1)).toBe('mic0');
  });

  it('changes nothing where there is no other device', () => {
    for (const devices of [[], [device('audioinput', 'desk')]]) {
      const { press, stored } = setUp(devices);
      press('nextInput', 'nextOutput');
      expect([stored().input, stored().output]).toEqual([null, null]);
    }
  });

  it('joins the favourite channel, and nothing where none is chosen', () => {
    const favourite = { server: 'home', channelId: 'lobby' };
    const chosen = setUp(present, { favourite });
    chosen.press('joinFavourite');
    expect(chosen.commands).toEqual([{ kind: 'join', ...favourite }]);
    const none = setUp();
    none.press('joinFavourite');
    expect(none.commands).toEqual([]);
  });

  it('tells the call everything else', () => {
    const { press, commands } = setUp();
    press('talk', 'mute', 'deafen', 'leave');
    expect(commands.map(({ kind }) => kind)).toEqual(['toggleTalk', 'toggleMute', 'toggleDeafen', 'leave']);
  });
});
