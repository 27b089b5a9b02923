import type { ParleyError } from '@parley/shared/errors';
import { err, ok, type Result } from '@parley/shared/result';
import type { HttpClient } from './httpClient.ts';

/**
 * Asks a LiveKit server whether it would let this token in, without joining: `GET /rtc/validate`
 * (livekit-server, pkg/service/rtcservice.go). The token goes in a header, never into the address.
 */
export async function checkLiveKit(
  http: HttpClient,
  ticket: { readonly url: string; readonly token: string },
): Promise<Result<void>> {
  const url = `${ticket.url.replace(/^ws/, 'http')}/rtc/validate`;
  const answer = await http({ method: 'GET', url, bearer: ticket.token });
  if (!answer.ok) return answer.error.reason === 'notThisServer' ? err(notLiveKit) : err(voiceServerDown);
  const { status, text } = answer.value;
  // Whatever else says 200 is the page of a network in its place.
  if (status === 200 && text.trim() === 'success') return ok(undefined);
  if (status === 401 || status === 403) return err(refused);
  return err(status >= 500 ? voiceServerDown : notLiveKit);
}

const refused: ParleyError = { code: 'unauthorised', reason: 'ticketRefused', message: 'LiveKit refuses the token.' };
const voiceServerDown: ParleyError = {
  code: 'unavailable',
  reason: 'voiceServerDown',
  message: 'The voice server (LiveKit) does not answer.',
};
const notLiveKit: ParleyError = {
  code: 'unavailable',
  reason: 'notThisServer',
  message: 'The answer is not that of a LiveKit server.',
};
