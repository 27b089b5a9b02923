import type { IncomingHttpHeaders } from 'node:http';
import type { JoinTicket } from '@parley/shared/backends/channel';
import { AccessToken, RoomServiceClient, TrackSource, WebhookReceiver, type WebhookEvent } from 'livekit-server-sdk';
import type { Config } from '../config.ts';

/** One participant as LiveKit tells it. */
export interface Participant {
  readonly identity: string;
  /** LiveKit's id of this one connection: somebody who comes back has the same identity and another sid. */
  readonly sid: string;
  readonly name: string;
  /** Milliseconds since the epoch. */
  readonly joinedAt: number;
  readonly sharingScreen: boolean;
}

/** LiveKit, as far as this server talks to it. */
export interface VoiceServer {
  ticket(room: string, identity: string, name: string): Promise<JoinTicket>;
  /** Rooms that exist, with the people in them. Rejects when LiveKit does not answer. */
  rooms(): Promise<ReadonlyMap<string, readonly Participant[]>>;
  /** Ends the room: everybody inside is disconnected. Nothing when there is none. */
  closeRoom(room: string): Promise<void>;
  answers(): Promise<boolean>;
  /** Null for a body that LiveKit did not sign. */
  receive(body: string, headers: IncomingHttpHeaders): Promise<WebhookEvent | null>;
}

/** Long enough for a slow join, short enough that a stolen ticket is soon worthless, ms. */
const ticketLife = 10 * 60_000;
/** An answer later than this counts as none, s. */
const answerLimit = 4;

export function createVoiceServer(config: Config['livekit'], now: () => number): VoiceServer {
  const { url, apiUrl, apiKey, apiSecret } = config;
  const rooms = new RoomServiceClient(apiUrl, apiKey, apiSecret, { requestTimeout: answerLimit });
  const webhooks = new WebhookReceiver(apiKey, apiSecret);
  return {
    async ticket(room, identity, name) {
      const token = new AccessToken(apiKey, apiSecret, { identity, name, ttl: ticketLife / 1000 });
      token.addGrant({ room, roomJoin: true, canPublish: true, canSubscribe: true, canPublishData: true });
      return {
        url,
        token: await token.toJwt(),
        room,
        identity,
        expiresAt: now() + ticketLife,
        expiresIn: ticketLife / 1000,
      };
    },
    async rooms() {
      const list = await rooms.listRooms();
      const people = await Promise.all(
        list.map(async ({ name }): Promise<[string, Participant[]]> => {
          const participants = await rooms.listParticipants(name);
          return [
            name,
            participants.map((participant) => ({
              identity: participant.identity,
              sid: participant.sid,
              name: participant.name,
              joinedAt: Number(participant.joinedAtMs) || Number(participant.joinedAt) * 1000,
              sharingScreen: participant.tracks.some(({ source }) => source === TrackSource.SCREEN_SHARE),
            })),
          ];
        }),
      );
      return new Map(people);
    },
    async closeRoom(room) {
      const existing = await rooms.listRooms([room]);
      if (existing.length > 0) await rooms.deleteRoom(room);
    },
    async answers() {
      try {
        return (await fetch(apiUrl, { signal: AbortSignal.timeout(answerLimit * 1000) })).ok;
      } catch {
        return false;
      }
    },
    async receive(body, headers) {
      try {
        return await webhooks.receive(body, headers.authorization);
      } catch {
        return null;
      }
    },
  };
}
