import { z } from 'zod';

/** What main needs to know of the call: tray, taskbar, power, hook process. Told by the renderer as the signal `call.summary`. */
export const callSummarySchema = z.strictObject({
  phase: z.enum(['idle', 'authorising', 'connecting', 'connected', 'reconnecting', 'ended', 'failed']),
  /** The profile whose channel it is. */
  server: z.string().max(64).nullable(),
  channelId: z.string().max(256).nullable(),
  channelName: z.string().max(256),
  microphone: z.enum(['idle', 'connecting', 'shut', 'open', 'muted', 'trouble']),
  muted: z.boolean(),
  deafened: z.boolean(),
  sharing: z.boolean(),
});
export type CallSummary = z.infer<typeof callSummarySchema>;

export const idleSummary: CallSummary = {
  phase: 'idle',
  server: null,
  channelId: null,
  channelName: '',
  microphone: 'idle',
  muted: false,
  deafened: false,
  sharing: false,
};

/** No call is on that leaving or quitting would end. */
export const isOver = ({ phase }: CallSummary): boolean => phase === 'idle' || phase === 'ended' || phase === 'failed';
