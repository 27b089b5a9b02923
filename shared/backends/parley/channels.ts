import { z } from 'zod';
import { channelSchema } from '../channel.ts';
import { storedTextSchema } from './text.ts';

export const channelListSchema = z.object({ channels: z.array(channelSchema).max(10_000) });
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
