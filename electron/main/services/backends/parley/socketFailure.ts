import { ParleyFailure, toParleyError, type ParleyError } from '@parley/shared/errors';

/**
 * Why a WebSocket did not come about, by the error of its `error` event. The connection below it names its cause itself; what
 * fails after that is the request to become a WebSocket.
 */
export function readSocketFailure(error: unknown): ParleyError {
  if (error instanceof ParleyFailure) return toParleyError(error);
  // The words of `ws`; Node's own WebSocket has none.
  const status = /^Unexpected server response: (\d{3})$/.exec(error instanceof Error ? error.message : '')?.[1];
  if (status === undefined) return { ...stripped, message: 'The connection did not become a WebSocket.' };
  if (status === '407') return { ...stripped, reason: 'proxyLogin', message: `HTTP status ${status}.` };
  // Whoever answers like that would pass the upgrade on, were the server there.
  if (status.startsWith('5') || status === '429')
    return { ...stripped, reason: 'serverFails', message: `HTTP status ${status}.` };
  return { ...stripped, message: `HTTP status ${status} in place of a WebSocket.` };
}

/** Nobody said no, and time is up. `open`: it was a WebSocket by then. */
export const unanswered = (open: boolean): ParleyError =>
  open
    ? { ...stripped, reason: 'noAnswer', message: 'The WebSocket is open, and the server says nothing.' }
    : { ...stripped, message: 'No answer to the request to become a WebSocket.' };

const stripped = { code: 'unavailable', reason: 'upgradeStripped' } as const;
