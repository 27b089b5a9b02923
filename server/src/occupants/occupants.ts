import type { Occupant } from '@parley/shared/backends/channel';
import type { FastifyBaseLogger } from 'fastify';
import type { WebhookEvent } from 'livekit-server-sdk';
import type { Grants } from '../voice/grants.ts';
import { reasonOf } from '../voice/requests.ts';
import type { VoiceServer } from '../voice/voiceServer.ts';
import {
  applyWebhook,
  decideOrphanedRooms,
  occupancyOf,
  occupantsIn,
  withDeafened,
  withGrants,
  type Occupancy,
  type OccupantAccounts,
} from './occupancy.ts';

/** Who is in each channel, kept true from webhooks at once and from LiveKit's own lists every few seconds. */
export interface Occupants {
  of(channelId: string): readonly Occupant[];
  /** Everybody, with what LiveKit lets them do. */
  all(): Occupancy;
  hear(event: WebhookEvent): void;
  /** LiveKit took new grants for one connection. */
  granted(room: string, sid: string, grants: Grants): void;
  /** LiveKit keeps of a device, in each of its sessions there, whether its person hears nobody. */
  deafened(room: string, device: string, deafened: boolean): void;
  /** Tells what changed by something else than who is where: a hard mute. */
  announce(): void;
  /**
   * Compares with LiveKit now, and closes the rooms of channels that are gone: LiveKit's clients come back by their old
   * token after it was down, and that makes the room again. Never rejects: while LiveKit does not answer, what was known
   * stays, but no longer than `ghostLife`.
   */
  reconcile(): Promise<void>;
  stop(): void;
}

/** When LiveKit has not answered for so long, nobody is known to be anywhere, ms. */
export const ghostLife = 10_000;

export function createOccupants(ports: {
  voice: VoiceServer;
  /** Channels as they are now: asked after the rooms, so that a channel is there before its room. */
  voiceChannelIds: () => Promise<ReadonlySet<string>>;
  accounts: OccupantAccounts;
  /** ms since the epoch. */
  now: () => number;
  /** Time between two comparisons, ms. */
  interval: number;
  onChanged: (channelId: string) => void;
  /** After each comparison with LiveKit that it answered. */
  onReconciled: () => void;
  log: FastifyBaseLogger;
}): Occupants {
  let occupancy: Occupancy = new Map();
  // A list that was asked for before a webhook came is older than what the webhook said: each question keeps what came.
  const asking = new Set<Change[]>();
  let stopped = false;
  /** Since the last answer: the question after it failed; it is too old to be believed without a newer one. */
  let failed = false;
  let old = false;
  let aging: NodeJS.Timeout | undefined;
  let timer: NodeJS.Timeout | undefined;

  const of = (room: string): readonly Occupant[] => occupantsIn(occupancy, room, ports.accounts);
  /** What was told of each room, in an order of its own: LiveKit's changes from list to list. */
  const told = new Map<string, string>();
  const announce = (): void => {
    for (const room of new Set([...told.keys(), ...occupancy.keys()])) {
      const people = of(room).toSorted((a, b) => (a.identity < b.identity ? -1 : 1));
      const text = JSON.stringify(people);
      if (text === (told.get(room) ?? '[]')) continue;
      if (people.length === 0) told.delete(room);
      else told.set(room, text);
      ports.onChanged(room);
    }
  };
  const become = (next: Occupancy): void => {
    occupancy = next;
    announce();
  };
  const change = (next: Change): void => {
    for (const meanwhile of asking) meanwhile.push(next);
    become(next(occupancy));
  };
  const dropGhosts = (): void => {
    if (failed && old && !stopped) become(new Map());
  };
  const answered = (): void => {
    failed = false;
    old = false;
    clearTimeout(aging);
    aging = setTimeout(() => {
      old = true;
      dropGhosts();
    }, ghostLife).unref();
  };
  const reconcile = async (): Promise<void> => {
    const meanwhile: Change[] = [];
    asking.add(meanwhile);
    try {
      const rooms = await ports.voice.rooms().finally(() => asking.delete(meanwhile));
      if (stopped) return;
      answered();
      become(meanwhile.reduce((known, next) => next(known), occupancyOf(rooms)));
      ports.onReconciled();
      await closeOrphans(rooms.keys());
    } catch (error) {
      ports.log.warn({ reason: reasonOf(error) }, 'LiveKit does not tell who is where');
      failed = true;
      dropGhosts();
    }
  };
  const closeOrphans = async (rooms: Iterable<string>): Promise<void> => {
    try {
      const orphans = decideOrphanedRooms(rooms, await ports.voiceChannelIds(), ports.now());
      await Promise.all(orphans.map((room) => ports.voice.closeRoom(room)));
    } catch (error) {
      // The next reconciliation tries again.
      ports.log.warn({ reason: reasonOf(error) }, 'The room of a deleted channel could not be closed');
    }
  };
  const later = (): void => {
    timer = setTimeout(() => void reconcile().finally(() => !stopped && later()), ports.interval);
  };
  answered();
  later();
  return {
    of,
    all: () => occupancy,
    hear(event) {
      // Of several LiveKit servers one has closed its part of the room; who is in the others is asked.
      if (event.event === 'room_finished' && ports.voice.split) return void reconcile();
      change((known) => applyWebhook(known, event));
    },
    granted: (room, sid, grants) => change((known) => withGrants(known, room, sid, grants)),
    deafened: (room, device, deafened) => change((known) => withDeafened(known, room, device, deafened)),
    announce,
    reconcile,
    stop() {
      stopped = true;
      clearTimeout(timer);
      clearTimeout(aging);
    },
  };
}

type Change = (occupancy: Occupancy) => Occupancy;
