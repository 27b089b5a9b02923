import type { IncomingHttpHeaders } from 'node:http';
import type { JoinTicket } from '@parley/shared/backends/channel';
import {
  RoomConfiguration,
  RoomServiceClient,
  TrackSource,
  WebhookReceiver,
  type ParticipantInfo,
  type WebhookEvent,
} from 'livekit-server-sdk';
import { instanceSchema, type Instance } from '@parley/shared/backends/dialects/profile';
import type { LiveKitAddress, LiveKitConfig } from '../config.ts';
import { deafenedAttribute } from '@parley/shared/backends/deafened';
import { belongsAt } from '../dialects/instances.ts';
import { failure } from '../routes/failure.ts';
import { insist, unlessGone } from './requests.ts';
import { grantsText, isDisguised, maySpeakBy, type Grants } from './grants.ts';
import { createTicketSigner } from './signTicket.ts';

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
  /** Whether that has the microphone in it; null while it is not known. */
  readonly maySpeak: boolean | null;
  /** Hears nobody, as its program told this server (`setDeafened`). */
  readonly deafened: boolean;
  /** Published a disguised track, see `isDisguised`. */
  readonly disguised: boolean;
  /** Is at a LiveKit server that its ticket is not for, see `belongsAt`. Only the lists tell. */
  readonly misplaced: boolean;
}

/**
 * LiveKit, as far as this server talks to it. Usually one server; Artist Space's meet and chat may be servers of their own,
 * with the same key and the same names of rooms: then everything but tickets is about all of them.
 */
export interface VoiceServer {
  /** Whether the configuration says where LiveKit is and with which key; without, nobody is anywhere. */
  readonly configured: boolean;
  /** Whether there are several LiveKit servers: what one says of a room is then not all of it. */
  readonly split: boolean;
  /** What clients connect to; null while not configured. */
  url(instance?: Instance): string | null;
  /** Lives for `life` s, ten minutes unless said; for `main` unless said. Throws `unavailable` while not configured. */
  ticket(
    room: string,
    identity: string,
    name: string,
    grants: Grants,
    options?: { readonly life?: number; readonly instance?: Instance; readonly alone?: RoomEnds },
  ): Promise<JoinTicket>;
  /** Opens a room before anybody is in it. `emptyTimeout` in s. Rejects when LiveKit does not answer. */
  createRoom(
    instance: Instance,
    room: string,
    limits: { readonly maxParticipants: number; readonly emptyTimeout: number },
  ): Promise<void>;
  /** Rooms that exist, with the people in them. Rejects when LiveKit does not answer. */
  rooms(): Promise<ReadonlyMap<string, readonly Participant[]>>;
  /** Who is in one room; nobody when there is none. Rejects when LiveKit does not answer. */
  people(room: string): Promise<readonly Participant[]>;
  /** What a participant may do from now on; tracks that it may no longer publish end. Nothing when it is gone. */
  setGrants(room: string, identity: string, grants: Grants): Promise<void>;
  /**
   * Keeps with a connection whether its person hears nobody, as an attribute that only this server writes: everybody in
   * the room is told, and it is there after a restart of this server. Nothing when it is gone.
   */
  setDeafened(room: string, identity: string, deafened: boolean): Promise<void>;
  rename(room: string, identity: string, name: string): Promise<void>;
  /** Disconnects a participant. Its ticket stays valid for LiveKit. Nothing when it is gone. */
  remove(room: string, identity: string): Promise<void>;
  /** Ends the room: everybody inside is disconnected. Nothing when there is none. */
  closeRoom(room: string): Promise<void>;
  /** Whether all of them answer now. */
  answers(): Promise<boolean>;
  /** Whether this one answers, or did within the last half second: many tickets are one question. */
  answersTickets(instance: Instance): Promise<boolean>;
  /** Null for a body that LiveKit did not sign. */
  receive(body: string, headers: IncomingHttpHeaders): Promise<WebhookEvent | null>;
}

/** Of a room that exists only for the tickets into it. */
interface RoomEnds {
  readonly maxParticipants: number;
  /** How long it stays without anybody, s. */
  readonly emptyTimeout: number;
}

/** Long enough for a slow join, short enough that a stolen ticket is soon worthless, s. */
export const ticketLife = 10 * 60;
/** A yes is good for tickets for so long, ms. */
const freshness = 500;
/** An answer later than this counts as none, s. */
const answerLimit = 4;
/** LiveKit's clock may differ by so much, s: as LiveKit itself bears with tickets. */
const mostSkew = 60;

export function createVoiceServer(config: LiveKitConfig | null, now: () => number): VoiceServer {
  if (config === null) return unconfigured;
  const { apiKey, apiSecret } = config;
  const serverAt = ({ url, apiUrl }: LiveKitAddress) => ({
    url,
    apiUrl,
    rooms: new RoomServiceClient(apiUrl, apiKey, apiSecret, { requestTimeout: answerLimit }),
  });
  type Server = ReturnType<typeof serverAt>;
  const main = serverAt(config);
  const others = [config.meet, config.chat].filter((one) => one !== undefined && one.url !== config.url);
  const servers = [
    main,
    ...[...new Map(others.map((one) => [one?.url, one])).values()].flatMap((one) =>
      one === undefined ? [] : [serverAt(one)],
    ),
  ];
  const serverOf = (instance: Instance): Server => {
    const url = instance === 'main' ? config.url : config[instance]?.url;
    return servers.find((server) => server.url === url) ?? main;
  };
  /** Something about one participant, wherever it is; `work` must bear to be done twice. */
  const everywhere = (
    room: string,
    identity: string,
    work: (rooms: RoomServiceClient) => Promise<unknown>,
  ): Promise<unknown> => Promise.all(servers.map(({ rooms }) => unlessGone(insist(rooms, room, identity, work))));
  const listed = async (server: Server): Promise<[string, Participant[]][]> => {
    const here = instanceSchema.options.filter((instance) => serverOf(instance) === server);
    const { rooms } = server;
    const inRoom = async ({ name }: { name: string }): Promise<[string, Participant[]]> => [
      name,
      (await rooms.listParticipants(name)).map((info) => ({
        ...participantOf(info),
        misplaced: !belongsAt(info.identity, here),
      })),
    ];
    return Promise.all((await rooms.listRooms()).map(inRoom));
  };
  // By the time that LiveKit has, whatever a test makes this server believe.
  const sign = createTicketSigner(apiKey, apiSecret, Date.now);
  const webhooks = new WebhookReceiver(apiKey, apiSecret);
  const isAlive = ({ apiUrl }: Server): Promise<boolean> =>
    fetch(apiUrl, { signal: AbortSignal.timeout(answerLimit * 1000) }).then(
      ({ ok }) => ok,
      () => false,
    );
  /** Questions under way, and answers that were yes. */
  const asked = new Map<string, Promise<boolean>>();
  const ask = async (server: Server): Promise<boolean> => {
    const alive = await isAlive(server);
    if (alive) setTimeout(() => asked.delete(server.apiUrl), freshness).unref();
    else asked.delete(server.apiUrl);
    return alive;
  };
  return {
    configured: true,
    split: servers.length > 1,
    url: (instance = 'main') => serverOf(instance).url,
    async ticket(room, identity, name, grants, { life = ticketLife, instance = 'main', alone } = {}) {
      const roomConfig =
        alone === undefined ? undefined : new RoomConfiguration({ ...alone, departureTimeout: alone.emptyTimeout });
      return {
        url: serverOf(instance).url,
        token: sign({ identity, name, room, life, grants, roomConfig }),
        room,
        identity,
        expiresAt: now() + life * 1000,
        expiresIn: life,
      };
    },
    async createRoom(instance, room, limits) {
      await serverOf(instance).rooms.createRoom({ name: room, ...limits });
    },
    async rooms() {
      // Of a LiveKit that does not answer nobody is known: `answers` says so. Without the main one, nothing is known at all.
      const lists = await Promise.all(
        servers.map((server) => (server === main ? listed(server) : listed(server).catch(() => []))),
      );
      return new Map(
        [...Map.groupBy(lists.flat(), ([room]) => room)].map(([room, parts]) => [
          room,
          parts.flatMap(([, people]) => people),
        ]),
      );
    },
    people: async (room) =>
      (await Promise.all(servers.map(async ({ rooms }) => (await unlessGone(rooms.listParticipants(room))) ?? [])))
        .flat()
        .map(participantOf),
    setGrants: async (room, identity, grants) => {
      await everywhere(room, identity, (rooms) =>
        // Whole: what is left out of it counts as false.
        rooms.updateParticipant(room, identity, {
          permission: { ...grants, canPublishSources: [...grants.canPublishSources] },
        }),
      );
    },
    setDeafened: async (room, identity, deafened) => {
      // An empty value deletes the attribute.
      const attributes = { [deafenedAttribute]: deafened ? 'true' : '' };
      await everywhere(room, identity, (rooms) => rooms.updateParticipant(room, identity, { attributes }));
    },
    rename: async (room, identity, name) => {
      await everywhere(room, identity, (rooms) => rooms.updateParticipant(room, identity, { name }));
    },
    remove: async (room, identity) => {
      await everywhere(room, identity, (rooms) => rooms.removeParticipant(room, identity));
    },
    async closeRoom(room) {
      const close = async ({ rooms }: Server): Promise<void> => {
        if ((await rooms.listRooms([room])).length > 0) await rooms.deleteRoom(room);
      };
      await Promise.all(servers.map((server) => unlessGone(close(server))));
    },
    answers: async () => (await Promise.all(servers.map(isAlive))).every(Boolean),
    answersTickets(instance) {
      const server = serverOf(instance);
      const answer = asked.get(server.apiUrl) ?? ask(server);
      asked.set(server.apiUrl, answer);
      return answer;
    },
    async receive(body, headers) {
      try {
        return await webhooks.receive(body, headers.authorization, false, mostSkew);
      } catch {
        return null;
      }
    },
  };
}

const unavailable = async (): Promise<never> => {
  throw failure('unavailable', 'This server has no credentials for LiveKit.');
};
const nothing = async (): Promise<void> => undefined;
const unconfigured: VoiceServer = {
  configured: false,
  split: false,
  url: () => null,
  ticket: unavailable,
  createRoom: unavailable,
  rooms: async () => new Map(),
  people: async () => [],
  setGrants: nothing,
  setDeafened: nothing,
  rename: nothing,
  remove: nothing,
  closeRoom: nothing,
  answers: async () => false,
  answersTickets: async () => false,
  receive: async () => null,
};

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
    maySpeak: info.permission === undefined ? null : maySpeakBy(info.permission),
    deafened: info.attributes[deafenedAttribute] === 'true',
    disguised: info.tracks.some(isDisguised),
    misplaced: false,
  };
}
