import type { AudioDevice } from '@parley/shared/devices/device';
import { forget } from '../log.ts';
import { every, type Clock } from '../microphone/clock.ts';

/** Tells main what is plugged in: main decides, we execute (DESIGN.md §3, Devices). */
export interface DeviceWatcher {
  /** Looks now: after the microphone opened, because labels are empty before. */
  refresh(): void;
  /**
   * During a call it looks by itself, too, where `untold`. Chromium then ends the captures of what is gone and tells that
   * something changed.
   */
  setCalling(calling: boolean): void;
  dispose(): void;
}

/** A headset comes as several devices, one after the other, ms. */
const settling = 200;
/** Between two looks during a call, ms. One costs about 4 ms of processor time there. */
const apart = 2_000;

export function createDeviceWatcher(ports: {
  readonly mediaDevices: Pick<MediaDevices, 'enumerateDevices' | 'addEventListener' | 'removeEventListener'>;
  readonly clock: Clock;
  /**
   * Devices may come and go without a word, and are noticed only when they are asked for: on Linux, where Chromium hears of sound
   * cards by udev. It is not in a container and in some sandboxes, and knows nothing of what only the sound server has, such as a
   * headset by Bluetooth.
   */
  readonly untold: boolean;
  /** Only when it differs from the last; `before`: what that was. */
  readonly present: (devices: readonly AudioDevice[], before: readonly AudioDevice[]) => void;
}): DeviceWatcher {
  const { mediaDevices, clock, untold, present } = ports;
  let told = '';
  let before: readonly AudioDevice[] = [];
  let disposed = false;
  let cancel: () => void = () => undefined;
  let stopLooking: (() => void) | null = null;

  const look = async (): Promise<void> => {
    const devices = audioDevicesOf(await mediaDevices.enumerateDevices());
    const text = JSON.stringify(devices);
    if (disposed || text === told) return;
    told = text;
    present(devices, before);
    before = devices;
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
    setCalling(calling) {
      if ((calling && untold) === (stopLooking !== null)) return;
      stopLooking?.();
      stopLooking = calling && untold ? every(clock, apart, refresh) : null;
    },
    dispose() {
      disposed = true;
      stopLooking?.();
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
