import { z } from 'zod';

/** Which sessions ended: one, all of an account but for one (`''`: but for none), or all there are. */
export const endedSessionsSchema = z.union([
  z.object({ sessionId: z.string() }),
  z.object({ accountId: z.string(), except: z.string() }),
  z.literal('all'),
]);
export type EndedSessions = z.infer<typeof endedSessionsSchema>;

export function hasEnded(ended: EndedSessions, session: { accountId: string; sessionId: string }): boolean {
  if (ended === 'all') return true;
  if ('sessionId' in ended) return session.sessionId === ended.sessionId;
  return session.accountId === ended.accountId && session.sessionId !== ended.except;
}
