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
