import { ConnectionError, ConnectionErrorReason, DisconnectReason } from 'livekit-client';
import type { ParleyError } from '@parley/shared/errors';
import { noMedia, type ConnectAdvice } from './connectFailure.ts';
import { adviseOnDisconnect } from './disconnectPolicy.ts';

/** Of a join, in all. A dead server is told within seconds; a rejoin of a running call goes on longer (`callState.ts`). */
const attempts = 3;

/**
 * What to do after `room.connect` rejected. The message of the error is never handed on: with LiveKit up to 1.13 it
 * contains the token ("invalid token: …").
 *
 * @param joined whether the server had answered over the WebSocket: what failed then is the media
 */
export function adviseOnConnectionError(thrown: unknown, joined: boolean): ConnectAdvice {
  if (!(thrown instanceof ConnectionError)) {
    return { kind: 'fail', error: { code: 'internal', message: `Connecting failed with ${nameOf(thrown)}.` } };
  }
  switch (thrown.reason) {
    case ConnectionErrorReason.NotAllowed:
      return {
        kind: 'freshTicket',
        error: unavailable('ticketRefused', `LiveKit refused the token (status ${String(thrown.status)}).`),
      };
    case ConnectionErrorReason.ServerUnreachable:
      return { kind: 'retry', attempts, error: unavailable('voiceServerDown', 'The LiveKit server does not answer.') };
    case ConnectionErrorReason.Timeout:
      return noAnswer;
    case ConnectionErrorReason.WebSocket:
    case ConnectionErrorReason.ServiceNotFound:
      return {
        kind: 'retry',
        attempts,
        error: unavailable('voiceServerDown', 'LiveKit answers, but its WebSocket was refused: full, or a proxy.'),
      };
    case ConnectionErrorReason.InternalError:
      // A proxy that answers in the server's place (502), or a WebSocket that closed before the first word.
      if (!joined) {
        return {
          kind: 'retry',
          attempts,
          error: unavailable('voiceServerDown', 'Something answers, but not LiveKit.'),
        };
      }
      // "could not establish pc connection".
      return noMedia;
    case ConnectionErrorReason.LeaveRequest:
      return adviseOnDisconnect(disconnectReasonOf(thrown.context));
    case ConnectionErrorReason.Cancelled:
      return { kind: 'nothing' };
    default:
      return { kind: 'fail', error: { code: 'internal', message: 'Connecting failed for an unknown reason.' } };
  }
}

/** One more only: each takes as long as the time limit. */
export const noAnswer: ConnectAdvice = {
  kind: 'retry',
  attempts: 2,
  error: { code: 'unavailable', reason: 'voiceServerDown', message: 'LiveKit did not answer in time.' },
};

const unavailable = (reason: NonNullable<ParleyError['reason']>, message: string): ParleyError => ({
  code: reason === 'ticketRefused' ? 'unauthorised' : 'unavailable',
  reason,
  message,
});

const nameOf = (thrown: unknown): string => (thrown instanceof Error ? thrown.name : typeof thrown);

/** The context of a `LeaveRequest`. */
const disconnectReasonOf = (context: unknown): DisconnectReason | undefined =>
  Object.values(DisconnectReason).find((reason): reason is DisconnectReason => reason === context);
