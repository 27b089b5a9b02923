import type { AudioDevice, RequestedDevice } from '@parley/shared/devices/device';
import { selectDevice } from '@parley/shared/devices/selectDevice';
import type { DeviceSelection } from '@parley/shared/ipc/contract';
import { createSettable, type Observable } from '../observable.ts';
import type { SettingsService } from '../settings/settings.ts';

/** Main decides which device is used, the renderer executes (DESIGN.md §3). */
export interface DeviceService {
  readonly selection: Observable<DeviceSelection>;
  present(devices: readonly AudioDevice[]): void;
  request(kind: AudioDevice['kind'], device: RequestedDevice | null): DeviceSelection;
}

export function createDevices(settings: SettingsService): DeviceService {
  const selection = createSettable<DeviceSelection>({ input: null, output: null });
  let devices: readonly AudioDevice[] = [];
  const derive = (): void => {
    const { input, output } = settings.get();
    const next: DeviceSelection = {
      input: selectDevice(input, devices, 'audioinput'),
      output: selectDevice(output, devices, 'audiooutput'),
    };
    if (JSON.stringify(next) !== JSON.stringify(selection.get())) selection.set(next);
  };
  return {
    selection,
    present(now) {
      devices = now;
      derive();
    },
    request(kind, device) {
      settings.update(kind === 'audioinput' ? { input: device } : { output: device });
      derive();
      return selection.get();
    },
  };
}
