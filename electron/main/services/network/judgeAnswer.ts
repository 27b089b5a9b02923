import type { HttpHead, WireFailure } from './wire.ts';

/**
 * What is wrong with an answer that is not the server's, by what any HTTP server may say: `otherServer` where it says nothing more.
 * @param asked the address, with http or https
 */
export function judgeAnswer(
  { status, location, contentType, isPage }: HttpHead,
  asked: string,
): Pick<WireFailure, 'cause' | 'detail'> {
  if (status === 407) return { cause: 'proxyLogin', detail: 'HTTP status 407.' };
  if (status === 429) return { cause: 'tooManyRequests', detail: 'HTTP status 429.' };
  // RFC 6585 §6
  if (status === 511) return { cause: 'loginPage', detail: 'HTTP status 511: the network wants a sign-in.' };
  if (status >= 500) return { cause: 'serverFails', detail: `HTTP status ${status}.` };
  if (status >= 300 && status < 400) return judgeRedirect(status, location, new URL(asked));
  const page = isPage || contentType === 'text/html' || contentType === 'application/xhtml+xml';
  // 451: RFC 7725
  if (page && (status === 403 || status === 451))
    return { cause: 'forbiddenPage', detail: `A web page with HTTP status ${status}.` };
  if (page && (status === 200 || status === 401))
    return { cause: 'loginPage', detail: 'A web page answers where the server should.' };
  return { cause: 'otherServer', detail: `HTTP status ${status}, ${contentType || 'no type'}.` };
}

function judgeRedirect(status: number, location: string, asked: URL): Pick<WireFailure, 'cause' | 'detail'> {
  const to = URL.parse(location, asked.href);
  const detail = `HTTP status ${status}, to ${to === null ? 'nowhere' : to.host}.`;
  if (to?.hostname !== asked.hostname) return { cause: 'loginPage', detail };
  if (asked.protocol === 'https:') return { cause: 'otherServer', detail };
  if (to.protocol === 'https:') return { cause: 'httpsNeeded', detail: detail.replace('to ', 'to https on ') };
  // Without TLS whoever is on the way may answer in the server's name.
  return { cause: 'loginPage', detail };
}
