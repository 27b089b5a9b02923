import type { AudioDevice } from './device.ts';

/** The device after the one in use, round and round; null when there is no other. Chromium's second alias is left out. */
export function nextDevice(
  present: readonly AudioDevice[],
  kind: AudioDevice['kind'],
  inUse: string | undefined,
): AudioDevice | null {
  const candidates = present.filter((device) => device.kind === kind && device.deviceId !== 'communications');
  const at = candidates.findIndex(({ deviceId }) => deviceId === inUse);
  const next = candidates[(at + 1) % Math.max(1, candidates.length)];
  return next === undefined || next.deviceId === inUse ? null : next;
}
