import { z } from 'zod';
import { channelSchema } from '../channel.ts';
import { moderationNoticeSchema, selfNoticeSchema } from './events.ts';
import { storedTextSchema } from './text.ts';

/**
 * With what the event stream would tell of the person, for a program that does not get one: it asks again and again. Servers from before
 * that leave it out.
 */
export const channelListSchema = z.object({
  channels: z.array(channelSchema).max(10_000),
  self: selfNoticeSchema.optional(),
  /** What moderators did to the person in the last `deedLife`, oldest first. */
  deeds: z.array(moderationNoticeSchema).max(1_000).optional(),
});

/** How long the server tells a deed in the list of channels, ms: several times as long as programs without an event stream wait. */
export const deedLife = 120_000;
export type ChannelList = z.infer<typeof channelListSchema>;

export const createChannelSchema = z.strictObject({
  name: storedTextSchema.trim().min(1).max(256),
  kind: z.enum(['voice', 'text']),
  topic: storedTextSchema.max(1024).default(''),
  category: storedTextSchema.max(256).default(''),
  /** 32 bits, as the database's `integer`. */
  position: z.int32().default(0),
});

export const updateChannelSchema = z.strictObject({
  name: storedTextSchema.trim().min(1).max(256).optional(),
  topic: storedTextSchema.max(1024).optional(),
  category: storedTextSchema.max(256).optional(),
  position: z.int32().optional(),
});

export const joinSchema = z.strictObject({
  /** Stable per installation, so that one account may be in calls from several devices: identity = `<account>.<device>`. */
  device: z
    .string()
    .regex(/^[A-Za-z0-9_-]{1,64}$/)
    .default('default'),
  /** For the session that a call of this device moves to while the one before stands: identity = `<account>.<device>~2`. */
  second: z.boolean().default(false),
});

/** What a program tells of its person that the voice server cannot know. For every session of the device. */
export const presenceSchema = z.strictObject({
  device: joinSchema.shape.device,
  /** Hears nobody. */
  deafened: z.boolean(),
});
