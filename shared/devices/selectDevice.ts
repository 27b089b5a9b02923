import type { AudioDevice, RequestedDevice, SelectedDevice } from './device.ts';

/** The id by which Chromium and the operating system mean "whatever is the default now". */
export const systemDefault = 'default';

/**
 * Which device sound uses, from what a person asked for and what is plugged in: the same id; else the same label in the
 * same group, else the same label (a device gets a new id when site data are cleared, a new group when it is replugged);
 * else the system default, as a fallback. Null when there is no device of the kind.
 */
export function selectDevice(
  requested: RequestedDevice | null,
  present: readonly AudioDevice[],
  kind: AudioDevice['kind'],
): SelectedDevice | null {
  const candidates = present.filter((device) => device.kind === kind);
  const first = candidates.find((device) => device.deviceId === systemDefault) ?? candidates[0];
  if (first === undefined) return null;
  if (requested === null || requested.deviceId === systemDefault) {
    return { deviceId: first.deviceId, label: first.label, fallback: false };
  }
  const labelled = candidates.filter((device) => device.label !== '' && device.label === requested.label);
  const match =
    candidates.find((device) => device.deviceId === requested.deviceId) ??
    labelled.find((device) => device.groupId === requested.groupId) ??
    labelled[0];
  return match === undefined
    ? { deviceId: first.deviceId, label: first.label, fallback: true }
    : { deviceId: match.deviceId, label: match.label, fallback: false };
}
