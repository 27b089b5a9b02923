import type { JoinTicket } from '../channel.ts';
import { readLiveKitClaims } from './tokenClaims.ts';

/**
 * A LiveKit address in the form that a ticket has: ws: or wss:, no trailing slash. http: and https: are the same server
 * under its other name. Null for anything else, and for an address that carries a password, a query or a fragment.
 */
export function readLiveKitUrl(text: string): string | null {
  const match = /^(ws|http)(s?):\/\/([^\s/?#@\\]+)((?:\/[^\s?#\\]*)?)$/i.exec(text);
  if (match === null || text.length > 2048) return null;
  const [, , secure = '', host = '', path = ''] = match;
  return `ws${secure.toLowerCase()}://${host}${path.replace(/\/+$/, '')}`;
}

/**
 * The ticket that a LiveKit token is. Room and identity are what the token itself says, because that is what LiveKit
 * goes by. Its life is counted by the backend's clock where the answer told it (`serverNow`, ms), else from the token's own
 * issue, because the local clock need not agree. Null when it is no such token or address.
 */
export function readTicket(answer: {
  readonly url: string;
  readonly token: string;
  readonly serverNow: number | null;
}): JoinTicket | null {
  const url = readLiveKitUrl(answer.url);
  const claims = readLiveKitClaims(answer.token);
  if (url === null || claims === null) return null;
  const issued = answer.serverNow === null ? (claims.iat ?? claims.nbf) : Math.floor(answer.serverNow / 1000);
  return {
    url,
    token: answer.token,
    room: claims.video.room,
    identity: claims.sub,
    expiresAt: claims.exp * 1000,
    ...(issued === undefined ? {} : { expiresIn: Math.max(0, claims.exp - issued) }),
  };
}
