import { readClaims } from '@parley/shared/backends/dialects/tokenClaims';
import type { Participant } from 'livekit-client';
import { z } from 'zod';

/** `TrackSource.MICROPHONE` of LiveKit's protocol, which livekit-client does not export. */
const microphone = 2;

const grantSchema = z.object({
  video: z.object({ canPublish: z.boolean().optional(), canPublishSources: z.array(z.string()).optional() }),
});

/** Whether a ticket lets its holder publish a microphone. LiveKit takes what is left out for everything; so is a token that is none. */
export function ticketMaySpeak(token: string): boolean {
  const grant = grantSchema.safeParse(readClaims(token));
  if (!grant.success) return true;
  const { canPublish = true, canPublishSources: sources = [] } = grant.data.video;
  return canPublish && (sources.length === 0 || sources.some((source) => source.toLowerCase() === 'microphone'));
}

/** The same of what LiveKit told last; nothing told is everything. */
export function permissionMaySpeak(
  permission: Pick<NonNullable<Participant['permissions']>, 'canPublish' | 'canPublishSources'> | undefined,
): boolean {
  if (permission === undefined) return true;
  const { canPublish, canPublishSources: sources } = permission;
  return canPublish && (sources.length === 0 || sources.some((source: number) => source === microphone));
}
