import { z } from 'zod';

/** What a bot says: a steady tone, a quiet melody with pauses, or nothing (it publishes no track). */
export const voiceSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('tone'),
    /** Hz */
    frequency: z.number().min(50).max(12_000),
    /** Peak, dBFS */
    level: z.number().min(-80).max(0),
  }),
  z.strictObject({ kind: z.literal('phrase') }),
  z.strictObject({ kind: z.literal('silent') }),
]);
export type Voice = z.infer<typeof voiceSchema>;

/** The one line that the bot's process reads. The end of its standard input is its end. */
export const joinSchema = z.strictObject({ url: z.string(), token: z.string(), voice: voiceSchema });
export type Join = z.infer<typeof joinSchema>;

const heardSchema = z.strictObject({
  /** Of the participant. */
  identity: z.string(),
  /** Dominant frequency, Hz; 0 in silence. */
  frequency: z.number(),
  /** Root mean square of the last 50 ms, dBFS; -120 in silence. */
  level: z.number(),
  /** When it was measured, ms since 1970. */
  at: z.number(),
});
export type Heard = z.infer<typeof heardSchema>;

/** The lines that the bot's process writes. */
export const reportSchema = z.discriminatedUnion('event', [
  z.strictObject({ event: z.literal('joined') }),
  z.strictObject({ event: z.literal('heard'), heard: z.array(heardSchema) }),
  z.strictObject({ event: z.literal('trouble'), message: z.string() }),
]);
export type Report = z.infer<typeof reportSchema>;
