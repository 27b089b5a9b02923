import type { EndReason } from '../callView.ts';
import type { ParleyError } from '@parley/shared/errors';

/** What a connection that did not come about, or that ended, calls for (`facts` of the field: livekit-facts §3.5–3.6). */
export type ConnectAdvice =
  /** The ticket is no good: ask for a fresh one once, then give up with `error`. */
  | { readonly kind: 'freshTicket'; readonly error: ParleyError }
  /** Try again, at most `attempts` in all while joining; the ticket stays, and with it the identity, while it is valid. */
  | { readonly kind: 'retry'; readonly attempts: number; readonly error: ParleyError }
  /** Join anew with a fresh ticket; `immediately` or after a pause. */
  | { readonly kind: 'rejoin'; readonly immediately: boolean; readonly error: ParleyError }
  /** The call is over; nothing is tried by itself. */
  | { readonly kind: 'end'; readonly reason: EndReason }
  | { readonly kind: 'fail'; readonly error: ParleyError }
  /** We did it ourselves. */
  | { readonly kind: 'nothing' };

/** Our own Room put the one from before out, and is gone as well. */
export const anew: ConnectAdvice = {
  kind: 'rejoin',
  immediately: true,
  error: { code: 'unavailable', reason: 'voiceServerDown', message: 'A Room of our own took the place of this one.' },
};

/** The server let us in, and no media connection came about. */
export const noMedia: ConnectAdvice = {
  kind: 'retry',
  // LiveKit then prefers TCP for this identity (livekit-facts §1.4).
  attempts: 2,
  error: {
    code: 'unavailable',
    reason: 'mediaBlocked',
    message: 'Signalling works; no media connection came about.',
  },
};

/** A connection that LiveKit's client gave up by itself (a frozen page) is tried again. */
export const orRetry = (advice: ConnectAdvice): ConnectAdvice =>
  advice.kind === 'nothing'
    ? { kind: 'retry', attempts: 3, error: { code: 'unavailable', reason: 'mediaBlocked', message: 'Interrupted.' } }
    : advice;
