import type { Occupant } from '@parley/shared/backends/channel';
import type { FastifyBaseLogger } from 'fastify';
import type { WebhookEvent } from 'livekit-server-sdk';
import type { VoiceServer } from '../voice/voiceServer.ts';
import { applyWebhook, changedRooms, occupancyOf, type Occupancy } from './occupancy.ts';

/** Who is in each channel, kept true from webhooks at once and from LiveKit's own lists every few seconds. */
export interface Occupants {
  of(channelId: string): readonly Occupant[];
  hear(event: WebhookEvent): void;
  /** Compares with LiveKit now. Never rejects: while LiveKit does not answer, what was known stays. */
  reconcile(): Promise<void>;
  stop(): void;
}

export function createOccupants(ports: {
  voice: VoiceServer;
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
    for (const room of changed) ports.onChanged(room, next.get(room) ?? []);
  };
  const reconcile = async (): Promise<void> => {
    const before = heard;
    try {
      const rooms = await ports.voice.rooms();
      if (heard === before && !stopped) become(occupancyOf(rooms));
    } catch (error) {
      ports.log.warn({ reason: error instanceof Error ? error.name : 'unknown' }, 'LiveKit does not tell who is where');
    }
  };
  const later = (): void => {
    timer = setTimeout(() => void reconcile().finally(() => !stopped && later()), ports.interval);
  };
  later();
  return {
    of: (channelId) => occupancy.get(channelId) ?? [],
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
