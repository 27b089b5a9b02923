import type { AudioDevice } from '@parley/shared/devices/device';
import { forget } from '../log.ts';
import type { Clock } from '../microphone/clock.ts';

/** Tells main what is plugged in: main decides, we execute (DESIGN.md §3, Devices). */
export interface DeviceWatcher {
  /** Looks now: after the microphone opened, because labels are empty before. */
  refresh(): void;
  dispose(): void;
}

/** A headset comes as several devices, one after the other, ms. */
const settling = 200;

export function createDeviceWatcher(ports: {
  readonly mediaDevices: Pick<MediaDevices, 'enumerateDevices' | 'addEventListener' | 'removeEventListener'>;
  readonly clock: Clock;
  /** Only when it differs from the last. */
  readonly present: (devices: readonly AudioDevice[]) => void;
}): DeviceWatcher {
  const { mediaDevices, clock, present } = ports;
  let told = '';
  let disposed = false;
  let cancel: () => void = () => undefined;

  const look = async (): Promise<void> => {
    const devices = audioDevicesOf(await mediaDevices.enumerateDevices());
    const text = JSON.stringify(devices);
    if (disposed || text === told) return;
    told = text;
    present(devices);
  };
  const refresh = (): void => forget('listing the devices', look());
  const onChange = (): void => {
    cancel();
    cancel = clock.after(settling, refresh);
  };
  mediaDevices.addEventListener('devicechange', onChange);
  refresh();
  return {
    refresh,
    dispose() {
      disposed = true;
      cancel();
      mediaDevices.removeEventListener('devicechange', onChange);
    },
  };
}

/** Without permission Chromium gives devices without an id: these say nothing. */
function audioDevicesOf(devices: readonly MediaDeviceInfo[]): readonly AudioDevice[] {
  return devices.flatMap(({ kind, deviceId, groupId, label }) =>
    kind === 'videoinput' || deviceId === '' ? [] : [{ kind, deviceId, groupId, label: label.slice(0, 512) }],
  );
}
