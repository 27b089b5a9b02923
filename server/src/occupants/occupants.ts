import type { Occupant } from '@parley/shared/backends/channel';
import type { FastifyBaseLogger } from 'fastify';
import type { WebhookEvent } from 'livekit-server-sdk';
import type { VoiceServer } from '../voice/voiceServer.ts';
import {
  applyWebhook,
  changedRooms,
  decideOrphanedRooms,
  occupancyOf,
  occupantsIn,
  type Occupancy,
} from './occupancy.ts';

/** Who is in each channel, kept true from webhooks at once and from LiveKit's own lists every few seconds. */
export interface Occupants {
  of(channelId: string): readonly Occupant[];
  hear(event: WebhookEvent): void;
  /**
   * Compares with LiveKit now, and closes the rooms of channels that are gone: LiveKit's clients come back by their old
   * token after it was down, and that makes the room again. Never rejects: while LiveKit does not answer, what was known
   * stays.
   */
  reconcile(): Promise<void>;
  stop(): void;
}

export function createOccupants(ports: {
  voice: VoiceServer;
  voiceChannelIds: () => Promise<ReadonlySet<string>>;
  interval: number;
  onChanged: (channelId: string, occupants: readonly Occupant[]) => void;
  log: FastifyBaseLogger;
}): Occupants {
  let occupancy: Occupancy = new Map();
  // A list that was asked for before a webhook came is older than what the webhook said.
  let heard = 0;
  let stopped = false;
  let timer: NodeJS.Timeout | undefined;

  const become = (next: Occupancy): void => {
    const changed = changedRooms(occupancy, next);
    occupancy = next;
    for (const room of changed) ports.onChanged(room, occupantsIn(next, room));
  };
  const reconcile = async (): Promise<void> => {
    const before = heard;
    try {
      const rooms = await ports.voice.rooms();
      if (stopped) return;
      if (heard === before) become(occupancyOf(rooms));
      await closeOrphans(rooms.keys());
    } catch (error) {
      ports.log.warn({ reason: nameOf(error) }, 'LiveKit does not tell who is where');
    }
  };
  const closeOrphans = async (rooms: Iterable<string>): Promise<void> => {
    try {
      // Asked after the rooms: a channel is there before its room, so a room without one is left of a deleted channel.
      const orphans = decideOrphanedRooms(rooms, await ports.voiceChannelIds());
      await Promise.all(orphans.map((room) => ports.voice.closeRoom(room)));
    } catch (error) {
      // The next reconciliation tries again.
      ports.log.warn({ reason: nameOf(error) }, 'The room of a deleted channel could not be closed');
    }
  };
  const later = (): void => {
    timer = setTimeout(() => void reconcile().finally(() => !stopped && later()), ports.interval);
  };
  later();
  return {
    of: (channelId) => occupantsIn(occupancy, channelId),
    hear(event) {
      heard += 1;
      become(applyWebhook(occupancy, event));
    },
    reconcile,
    stop() {
      stopped = true;
      clearTimeout(timer);
    },
  };
}

const nameOf = (error: unknown): string => (error instanceof Error ? error.name : 'unknown');
