import { deviceIdentityOf } from '@parley/shared/backends/deviceIdentity';
import type { Room } from 'livekit-client';

/** How many are in a Room, ourselves among them; 0 without one. */
export function countDevices(room: Room | null): number {
  if (room === null) return 0;
  const people = [room.localParticipant, ...room.remoteParticipants.values()];
  return new Set(people.map(({ identity }) => deviceIdentityOf(identity))).size;
}
