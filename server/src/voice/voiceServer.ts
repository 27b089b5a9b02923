import type { IncomingHttpHeaders } from 'node:http';
import type { JoinTicket } from '@parley/shared/backends/channel';
import {
  AccessToken,
  RoomServiceClient,
  TrackSource,
  TwirpError,
  WebhookReceiver,
  type ParticipantInfo,
  type WebhookEvent,
} from 'livekit-server-sdk';
import type { Config } from '../config.ts';
import { grantsText, isDisguised, type Grants } from './grants.ts';

/** One participant as LiveKit tells it. */
export interface Participant {
  readonly identity: string;
  /** LiveKit's id of this one connection: somebody who comes back has the same identity and another sid. */
  readonly sid: string;
  readonly name: string;
  /** Milliseconds since the epoch. */
  readonly joinedAt: number;
  readonly sharingScreen: boolean;
  readonly camera: boolean;
  /** No microphone is published, or a muted one. LiveKit has no webhook for the muting: that comes by its lists. */
  readonly muted: boolean;
  /** `grantsText` of what LiveKit lets it do; null while that is not known. */
  readonly grants: string | null;
  /** Published a disguised track, see `isDisguised`. */
  readonly disguised: boolean;
}

/** LiveKit, as far as this server talks to it. */
export interface VoiceServer {
  ticket(room: string, identity: string, name: string, grants: Grants): Promise<JoinTicket>;
  /** Rooms that exist, with the people in them. Rejects when LiveKit does not answer. */
  rooms(): Promise<ReadonlyMap<string, readonly Participant[]>>;
  /** Who is in one room; nobody when there is none. Rejects when LiveKit does not answer. */
  people(room: string): Promise<readonly Participant[]>;
  /** What a participant may do from now on; tracks that it may no longer publish end. Nothing when it is gone. */
  setGrants(room: string, identity: string, grants: Grants): Promise<void>;
  rename(room: string, identity: string, name: string): Promise<void>;
  /** Disconnects a participant. Its ticket stays valid for LiveKit. Nothing when it is gone. */
  remove(room: string, identity: string): Promise<void>;
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
    async ticket(room, identity, name, grants) {
      const token = new AccessToken(apiKey, apiSecret, { identity, name, ttl: ticketLife / 1000 });
      const canPublishSources = [...grants.canPublishSources];
      token.addGrant({ ...grants, canPublishSources, room, roomJoin: true });
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
          return [name, participants.map(participantOf)];
        }),
      );
      return new Map(people);
    },
    people: async (room) => ((await unlessGone(rooms.listParticipants(room))) ?? []).map(participantOf),
    setGrants: async (room, identity, grants) => {
      await unlessGone(
        // Whole: what is left out of it counts as false.
        rooms.updateParticipant(room, identity, {
          permission: { ...grants, canPublishSources: [...grants.canPublishSources] },
        }),
      );
    },
    rename: async (room, identity, name) => {
      await unlessGone(rooms.updateParticipant(room, identity, { name }));
    },
    remove: async (room, identity) => {
      await unlessGone(rooms.removeParticipant(room, identity));
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

/** A participant as LiveKit's lists and its webhooks of joins have it. */
export function participantOf(info: ParticipantInfo): Participant {
  const microphones = info.tracks.filter(({ source }) => source === TrackSource.MICROPHONE);
  return {
    identity: info.identity,
    sid: info.sid,
    name: info.name,
    joinedAt: Number(info.joinedAtMs) || Number(info.joinedAt) * 1000,
    sharingScreen: info.tracks.some(({ source }) => source === TrackSource.SCREEN_SHARE),
    camera: info.tracks.some(({ source }) => source === TrackSource.CAMERA),
    muted: microphones.every(({ muted }) => muted),
    grants: info.permission === undefined ? null : grantsText(info.permission),
    disguised: info.tracks.some(isDisguised),
  };
}

/** Somebody who left meanwhile needs nothing more. */
async function unlessGone<T>(done: Promise<T>): Promise<T | null> {
  try {
    return await done;
  } catch (error) {
    if (error instanceof TwirpError && error.code === 'not_found') return null;
    throw error;
  }
}
