import type { SelectedDevice } from '@parley/shared/devices/device';
import type { DeviceSelection } from '@parley/shared/ipc/contract';

export interface DeviceNotice {
  readonly kind: 'deviceFallback' | 'deviceReturned';
  readonly device: 'input' | 'output';
  /** Fallback: the device that is used instead; return: the one that is back. */
  readonly label: string;
}

/** What the person is told when the selection changes: only that a device went away, and that it is back. */
export function decideDeviceNotices(before: DeviceSelection, after: DeviceSelection): readonly DeviceNotice[] {
  return (['input', 'output'] as const).flatMap((device) => {
    const kind = change(before[device], after[device]);
    return kind === null ? [] : [{ kind, device, label: after[device]?.label ?? '' }];
  });
}

function change(before: SelectedDevice | null, after: SelectedDevice | null): DeviceNotice['kind'] | null {
  if (before === null || after === null) return null;
  // Another one takes its place, while the chosen one is still missing.
  if (before.fallback && after.fallback) return before.label === after.label ? null : 'deviceFallback';
  if (before.fallback === after.fallback) return null;
  if (after.fallback) return 'deviceFallback';
  // The same device, and the request was withdrawn: nothing came back.
  return before.deviceId === after.deviceId ? null : 'deviceReturned';
}
