import { createHash } from 'node:crypto';
import { join } from 'node:path';
import type { Platform } from '../../platform/platform.ts';

/**
 * Where a running Parley takes commands: a socket in a folder of its data that only this user may enter, or a pipe of
 * Windows. One of each folder, as there is one Parley of each.
 */
export function commandAddress(platform: Pick<Platform, 'name'>, userData: string): string {
  if (platform.name !== 'windows') return join(userData, 'commands', 'socket');
  return `\\\\.\\pipe\\parley-${createHash('sha256').update(userData.toLowerCase()).digest('hex').slice(0, 16)}`;
}
