import { describe, expect, it } from 'vitest';
import type { AudioDevice } from './device.ts';
import { nextDevice } from './nextDevice.ts';

const device = (deviceId: string, kind: AudioDevice['kind'] = 'audioinput') => ({
  kind,
  deviceId,
  groupId: 'g',
  label: deviceId,
});
const present = [device('default'), device('communications'), device('usb'), device('speakers', 'audiooutput')];

describe('nextDevice', () => {
  it('goes round the devices of its kind, without the second alias', () => {
    expect(nextDevice(present, 'audioinput', 'default')?.deviceId).toBe('usb');
    expect(nextDevice(present, 'audioinput', 'usb')?.deviceId).toBe('default');
  });

  it('begins with the first when none is in use, and is nothing without another', () => {
    expect(nextDevice(present, 'audioinput', undefined)?.deviceId).toBe('default');
    expect(nextDevice(present, 'audiooutput', 'speakers')).toBeNull();
    expect(nextDevice([], 'audioinput', 'usb')).toBeNull();
  });
});
