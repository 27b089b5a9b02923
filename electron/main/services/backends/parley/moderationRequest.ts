import type { ModerationAct } from '@parley/shared/backends/moderationAct';
import type { Reasons } from './parleyRequest.ts';

const byCode: Reasons = { forbidden: 'moderationForbidden', notFound: 'personGone' };

/** The route that does it, all of them `POST`, and what its refusals mean. */
export function moderationRequest({ kind, channelId, ...body }: ModerationAct): {
  readonly path: string;
  readonly body: object;
  readonly reasons: Reasons;
} {
  const place = channelId === null ? '/api' : `/api/channels/${encodeURIComponent(channelId)}`;
  return { path: `${place}/${kind}`, body, reasons: reasonsOf(kind) };
}

function reasonsOf(kind: ModerationAct['kind']): Reasons {
  switch (kind) {
    case 'unmute':
    case 'unban':
      return { ...byCode, notFound: 'nothingToLift' };
    case 'move':
      return { ...byCode, forbidden: 'moveForbidden' };
    case 'mute':
    case 'ban':
    case 'kick':
    case 'close':
      return byCode;
  }
}
