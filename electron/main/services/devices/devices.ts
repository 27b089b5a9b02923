import type { AudioDevice, DevicePurpose, RequestedDevice } from '@parley/shared/devices/device';
import { nextDevice } from '@parley/shared/devices/nextDevice';
import { selectDevice } from '@parley/shared/devices/selectDevice';
import type { DeviceSelection } from '@parley/shared/ipc/contract';
import { createSettable, type Observable } from '../observable.ts';
import type { SettingsService } from '../settings/settings.ts';

/** Main decides which device is used, the renderer executes (DESIGN.md §3). */
export interface DeviceService {
  readonly selection: Observable<DeviceSelection>;
  present(devices: readonly AudioDevice[]): void;
  request(purpose: DevicePurpose, device: RequestedDevice | null): DeviceSelection;
  /** Asks for the device after the one in use. */
  next(kind: AudioDevice['kind']): void;
}

const fields = { audioinput: 'input', audiooutput: 'output', sounds: 'soundOutput' } as const;

export function createDevices(settings: SettingsService): DeviceService {
  const selection = createSettable<DeviceSelection>({ input: null, output: null, sounds: null });
  let devices: readonly AudioDevice[] = [];
  const derive = (): void => {
    const { input, output, soundOutput } = settings.get();
    const next: DeviceSelection = {
      input: selectDevice(input, devices, 'audioinput'),
      output: selectDevice(output, devices, 'audiooutput'),
      sounds: soundOutput === null ? null : selectDevice(soundOutput, devices, 'audiooutput'),
    };
    if (JSON.stringify(next) !== JSON.stringify(selection.get())) selection.set(next);
  };
  const request: DeviceService['request'] = (purpose, device) => {
    settings.update({ [fields[purpose]]: device });
    derive();
    return selection.get();
  };
  return {
    selection,
    present(now) {
      devices = now;
      derive();
    },
    request,
    next(kind) {
      const { input, output } = selection.get();
      const next = nextDevice(devices, kind, (kind === 'audioinput' ? input : output)?.deviceId);
      if (next === null) return;
      const { deviceId, groupId, label } = next;
      request(kind, { deviceId, groupId, label });
    },
  };
}
