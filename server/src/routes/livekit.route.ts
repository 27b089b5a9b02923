import { instanceSchema } from '@parley/shared/backends/dialects/profile';
import type { JoinTicket } from '@parley/shared/backends/channel';
import { z } from 'zod';
import type { DialectConfig } from '../config.ts';
import { anyTokenBody, artistSpaceBody, artistSpaceRoomBody, krakenBody, tokenBody } from '../dialects/bodies.ts';
import { decideDialect } from '../dialects/decideDialect.ts';
import { channelOf, foreignTicket } from '../dialects/foreignTicket.ts';
import { identityAt, tierAllows } from '../dialects/instances.ts';
import { livekitWording as wording } from '../dialects/wording.ts';
import { turnCredentials } from '../turn/credentials.ts';
import { ticketLife } from '../voice/voiceServer.ts';
import { failure, RouteFailure } from './failure.ts';
import { route, type Route, type RouteContext } from './route.ts';

// The dialects kraken, token and artist-space (shared/seeds); README.md, "Dialects", has what differs from them and why.

type Context = Pick<RouteContext<unknown>, 'services' | 'caller' | 'reply'>;

/** seeds/artist-space.txt "Best Practices", "Security Checklist": six hours, s. */
const artistSpaceLife = 6 * 3600;
/** seeds/inspire-lab.txt "Token Generation": `ttl: 3600`. */
const inspireLabLife = 3600;

const krakenAnswer = z.object({
  token: z.string(),
  identity: z.string(),
  roomId: z.string(),
  url: z.string(),
  expiresAt: z.iso.datetime(),
});
/** `iceServers` as WebRTC's `RTCIceServer`, where the configuration has TURN (seeds/inspire-lab.txt "Time-Limited TURN Credentials"). */
const tokenAnswer = z.object({
  token: z.string(),
  iceServers: z.array(z.object({ urls: z.array(z.string()), username: z.string(), credential: z.string() })).optional(),
});
const ofInstance = {
  url: z.string(),
  roomName: z.string(),
  e2eeSupported: z.boolean(),
  e2eeEnabled: z.boolean(),
  instance: instanceSchema,
};
const artistSpaceAnswer = z.object({ ...ofInstance, token: z.string(), participantName: z.string() });
const artistSpaceRoomAnswer = z.object({
  ...ofInstance,
  maxParticipants: z.number().int(),
  emptyTimeout: z.number().int(),
});

/** Kraken's guard says no more of a channel that is not there than of one that is closed (seeds/kraken.txt "Guards Used"). */
async function krakenTicket(context: Context, body: z.infer<typeof krakenBody>): Promise<z.infer<typeof krakenAnswer>> {
  const { services, caller, reply } = context;
  const { roomId, identity, name, ttl } = body;
  const channel = services.directory.channel(roomId);
  if (channel === undefined || !services.directory.permissions(caller.accountId, roomId).has('VIEW')) {
    throw failure('forbidden', 'Forbidden resource');
  }
  const life = ttl ?? services.dialects.ticketLife;
  const ticket = await foreignTicket(context, { channel, identity, name: name ?? undefined, life });
  // NestJS answers a POST so.
  reply.status(201);
  return {
    token: ticket.token,
    identity: ticket.identity,
    roomId,
    url: ticket.url,
    expiresAt: new Date(ticket.expiresAt ?? 0).toISOString(),
  };
}

async function tokenTicket(
  context: Context,
  { roomName }: z.infer<typeof tokenBody>,
  life: number,
): Promise<z.infer<typeof tokenAnswer>> {
  const { token } = await notConfiguredAs('LiveKit not configured', () =>
    foreignTicket(context, { channel: channelOf(context, roomName), life }),
  );
  const { turn } = context.services.config;
  if (turn === undefined) return { token };
  const { urls, username, credential } = turnCredentials(turn, context.caller.accountId, context.services.now());
  return { token, iceServers: [{ urls: [...urls], username, credential }] };
}

/** seeds/artist-space.txt "Subscription Tiers", "Issue: Premium subscription required". */
function insistOnTier({ services, caller }: Context, instance: z.infer<typeof instanceSchema>): void {
  const { tier } = services.directory.memberOr404(caller.accountId);
  if (!tierAllows(tier, instance)) throw failure('forbidden', 'Premium subscription required');
}

async function artistSpaceTicket(
  context: Context,
  body: z.infer<typeof artistSpaceBody>,
): Promise<z.infer<typeof artistSpaceAnswer>> {
  const { services, caller } = context;
  const { instance, roomName, participantName: name, e2eeEnabled = false } = body;
  insistOnTier(context, instance);
  const identity = identityAt(caller.accountId, instance);
  const { token, url } = await notConfiguredAs('LiveKit not configured', () =>
    foreignTicket(context, { channel: channelOf(context, roomName), identity, name, life: artistSpaceLife, instance }),
  );
  return {
    token,
    url,
    roomName,
    participantName: name ?? services.directory.memberOr404(caller.accountId).name,
    e2eeSupported: services.dialects.encryption,
    e2eeEnabled: e2eeEnabled && services.dialects.encryption,
    instance,
  };
}

/** seeds/artist-space.txt "Issue: LiveKit not configured". */
async function notConfiguredAs(text: string, ticket: () => Promise<JoinTicket>): Promise<JoinTicket> {
  try {
    return await ticket();
  } catch (error) {
    if (error instanceof RouteFailure && error.code === 'internal') throw failure('internal', text);
    throw error;
  }
}

/** With `/api` as in most of seeds/kraken.txt, and without as in its "Room Access Flow" and "Common Usage Patterns". */
const bases = ['/api/livekit', '/livekit'] as const;

const tokenRoute = (url: string, roomNameLife: number): Route =>
  route({
    method: 'POST',
    url,
    access: 'account',
    answer: z.union([krakenAnswer, artistSpaceAnswer, tokenAnswer]),
    body: anyTokenBody,
    choose(body) {
      const decision = decideDialect(body);
      if ('refused' in decision) throw failure('invalid', decision.refused);
      return { kraken: krakenBody, 'artist-space': artistSpaceBody, token: tokenBody }[decision.dialect];
    },
    tickets: true,
    wording,
    handle(context): Promise<object> {
      const { body } = context;
      if ('roomId' in body) return krakenTicket(context, body);
      if ('instance' in body) return artistSpaceTicket(context, body);
      return tokenTicket(context, body, roomNameLife);
    },
  });

const infoRoutes = bases.flatMap((base) => [
  route({
    method: 'GET',
    url: `${base}/connection-info`,
    access: 'account',
    answer: z.object({ url: z.string().optional() }),
    wording,
    // As configured, whether or not there are credentials for it.
    handle: async ({ services: { voice, dialects } }) => ({ url: voice.url() ?? dialects.url }),
  }),
  route({
    method: 'GET',
    url: `${base}/health`,
    access: 'account',
    answer: z.object({ status: z.enum(['healthy', 'unhealthy']), configured: z.boolean() }),
    wording,
    async handle({ services: { voice } }) {
      return { status: voice.configured ? 'healthy' : 'unhealthy', configured: voice.configured };
    },
  }),
]);

const createRoomRoute = route({
  method: 'POST',
  url: '/api/livekit/create-room',
  access: 'account',
  answer: artistSpaceRoomAnswer,
  body: artistSpaceRoomBody,
  wording,
  async handle(context): Promise<z.infer<typeof artistSpaceRoomAnswer>> {
    const { services, caller, body } = context;
    const { directory, voice } = services;
    const { instance, roomName, maxParticipants, emptyTimeout, e2eeEnabled = false } = body;
    insistOnTier(context, instance);
    const channel = existing(context, roomName);
    const here = directory.permissions(caller.accountId, channel?.id ?? null);
    if (!here.has('MANAGE_CHANNELS')) throw failure('forbidden', 'This takes the permission MANAGE_CHANNELS.');
    if (channel !== null && channel.kind !== 'voice') throw failure('notVoiceChannel', 'Not a voice channel');
    const url = voice.url(instance);
    if (url === null) throw failure('internal', 'LiveKit not configured');
    const id = channel?.id ?? (await createChannel(context, roomName));
    try {
      await voice.createRoom(instance, id, { maxParticipants, emptyTimeout });
    } catch {
      throw failure('unavailable', 'The voice server does not answer.');
    }
    return {
      url,
      roomName,
      e2eeSupported: services.dialects.encryption,
      e2eeEnabled: e2eeEnabled && services.dialects.encryption,
      instance,
      maxParticipants,
      emptyTimeout,
    };
  },
});

/** The channel of this name; null when there is none. Throws `conflict` for a name that several have. */
function existing(context: Context, roomName: string) {
  try {
    return channelOf(context, roomName);
  } catch (error) {
    if (error instanceof RouteFailure && error.code === 'notFound') return null;
    throw error;
  }
}

async function createChannel({ services }: Context, name: string): Promise<string> {
  const { id } = await services.channels.create({ name, kind: 'voice', topic: '', category: '', position: 0 });
  await services.rights.changed(id);
  return id;
}

/** INSPIRE-LAB asks at a path of its own (its seed names none); where that is one of `bases`, it decides for both. */
export const routes = ({ tokenPath }: DialectConfig): readonly Route[] => {
  const shared = bases.map((base) => `${base}/token`);
  const paths = new Map(shared.map((url) => [url, ticketLife]));
  paths.set(tokenPath, inspireLabLife);
  return [...[...paths].map(([url, life]) => tokenRoute(url, life)), ...infoRoutes, createRoomRoute];
};
