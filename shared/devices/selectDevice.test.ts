import { describe, expect, it } from 'vitest';
import type { AudioDevice } from './device.ts';
import { selectDevice } from './selectDevice.ts';

const device = (deviceId: string, label = deviceId, groupId = 'g', kind: AudioDevice['kind'] = 'audioinput') => ({
  kind,
  deviceId,
  groupId,
  label,
});
const builtIn = device('default', 'Default – Built-in');
const usb = device('usb-1', 'Desk mic', 'g1');

describe('selectDevice', () => {
  it('takes the system default when nothing was asked for', () => {
    expect(selectDevice(null, [usb, builtIn], 'audioinput')).toEqual({
      deviceId: 'default',
      label: builtIn.label,
      fallback: false,
    });
  });

  it('takes the requested device by id', () => {
    expect(selectDevice(usb, [builtIn, usb], 'audioinput')).toMatchObject({ deviceId: 'usb-1', fallback: false });
  });

  it('finds the same device under a new id by label, the same group first', () => {
    const other = device('usb-8', 'Desk mic', 'g8');
    const same = device('usb-9', 'Desk mic', 'g1');
    expect(selectDevice(usb, [builtIn, other, same], 'audioinput')).toMatchObject({ deviceId: 'usb-9' });
    expect(selectDevice(usb, [builtIn, other], 'audioinput')).toMatchObject({ deviceId: 'usb-8', fallback: false });
  });

  it('falls back to the default while the requested one is unplugged, and returns', () => {
    expect(selectDevice(usb, [builtIn], 'audioinput')).toMatchObject({ deviceId: 'default', fallback: true });
    expect(selectDevice(usb, [builtIn, usb], 'audioinput')).toMatchObject({ deviceId: 'usb-1', fallback: false });
  });

  it('never takes a device of the other kind, nor matches empty labels', () => {
    expect(selectDevice(usb, [device('usb-1', 'Desk mic', 'g1', 'audiooutput')], 'audioinput')).toBeNull();
    const unnamed = device('x', '', 'g');
    expect(selectDevice({ ...unnamed, deviceId: 'gone' }, [builtIn, unnamed], 'audioinput')).toMatchObject({
      fallback: true,
    });
  });
});
