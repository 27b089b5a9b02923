import type { AudioDevice } from './device.ts';
import { systemDefault } from './selectDevice.ts';

/** Chromium's names for "whatever the system says"; the same device is listed by its own id as well. */
const aliases: ReadonlySet<string> = new Set([systemDefault, 'communications']);

/**
 * Whether the device in use went away with what was unplugged. An alias is the device of its group; where the system does
 * not say which one that is, each device that goes may have been it.
 *
 * @param inUse its id; null: the system's default
 */
export function isLost(
  inUse: string | null,
  before: readonly AudioDevice[],
  after: readonly AudioDevice[],
  kind: AudioDevice['kind'],
): boolean {
  const id = inUse ?? systemDefault;
  const of = (devices: readonly AudioDevice[]): readonly AudioDevice[] => devices.filter((one) => one.kind === kind);
  const own = of(before).filter(({ deviceId }) => !aliases.has(deviceId));
  const gone = own.filter(({ deviceId }) => of(after).every((one) => one.deviceId !== deviceId));
  if (!aliases.has(id)) return gone.some(({ deviceId }) => deviceId === id);
  const group = of(before).find(({ deviceId }) => deviceId === id)?.groupId ?? '';
  const meant = group === '' ? [] : own.filter(({ groupId }) => groupId === group);
  return meant.length === 0 ? gone.length > 0 : meant.some((device) => gone.includes(device));
}
