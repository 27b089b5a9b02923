import { z } from 'zod';
import { iceServerSchema } from './iceServers.ts';
import { permissionSchema } from './permissions.ts';
import type { CallTransport } from './transportMode.ts';

/** One person in a voice channel, as the backend tells it. `identity` is LiveKit's participant identity. */
export const occupantSchema = z.object({
  identity: z.string().min(1).max(256),
  accountId: z.string().max(256),
  name: z.string().max(256),
  /** Milliseconds since the epoch. */
  joinedAt: z.number().int().nonnegative(),
  sharingScreen: z.boolean(),
  /** Publishes no microphone, or a muted one. Backends that cannot tell leave it out, as those below. */
  muted: z.boolean().optional(),
  /** A moderator took the microphone: the person cannot undo it. */
  hardMuted: z.boolean().optional(),
  /** Publishes a camera. */
  camera: z.boolean().optional(),
  /** Hears nobody: the person's own wish. */
  deafened: z.boolean().optional(),
  /** Whether the voice server lets them publish a microphone; left out also while it is not known. */
  maySpeak: z.boolean().optional(),
  /** Came by a guest link. */
  guest: z.boolean().optional(),
});
export type Occupant = z.infer<typeof occupantSchema>;

export const channelSchema = z.object({
  id: z.string().min(1).max(256),
  name: z.string().min(1).max(256),
  kind: z.enum(['voice', 'text']),
  topic: z.string().max(1024),
  /** Heading under which the channel is listed; empty for none. */
  category: z.string().max(256),
  /** Order within the category, smallest first. */
  position: z.number().int(),
  /** Always empty for a text channel. */
  occupants: z.array(occupantSchema).max(10_000),
  /** What the person who asks may do here; left out by backends that do not tell. */
  permissions: z.array(permissionSchema).max(64).optional(),
});
export type Channel = z.infer<typeof channelSchema>;

/** What the backend told about permissions; one that tells nothing leaves it to the join. */
export const mayJoin = ({ kind, permissions }: Channel): boolean =>
  kind === 'voice' && (permissions === undefined || permissions.includes('JOIN'));

/** What a backend hands out for one join (DESIGN.md §3): short-lived, passed on once, never stored or logged. */
export const joinTicketSchema = z.object({
  /** ws: or wss: address of the LiveKit server. */
  url: z.string().max(2048),
  token: z.string().min(1).max(16_384),
  room: z.string().min(1).max(256),
  identity: z.string().min(1).max(256),
  /** Milliseconds since the epoch. */
  expiresAt: z.number().int().optional(),
  /** Seconds until then by the backend's clock, for a client whose own clock is wrong. */
  expiresIn: z.number().int().nonnegative().optional(),
  /** The device may have a ticket for a second session beside this one, so that a call can move without a gap. */
  secondSession: z.boolean().optional(),
  /** Only of backends that hand them out: they replace LiveKit's own list. */
  iceServers: z.array(iceServerSchema).min(1).max(16).optional(),
});
/** Ways that are tried before all others (`Ways` of the call). */
export const startWithSchema = z.enum(['tcp', 'relay']);
export type StartWith = z.infer<typeof startWithSchema>;

export type JoinTicket = z.infer<typeof joinTicketSchema> & {
  /** By the profile and the administrator's policy, not by the backend. */
  readonly transport?: CallTransport;
  /** In this network nothing else got through to this server lately. */
  readonly startWith?: StartWith;
};
