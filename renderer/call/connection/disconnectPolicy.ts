import { DisconnectReason } from 'livekit-client';
import type { ParleyError } from '@parley/shared/errors';
import type { ConnectAdvice } from './connectFailure.ts';

const lost = (what: string): ParleyError => ({ code: 'unavailable', reason: 'voiceServerDown', message: what });

/**
 * What to do after LiveKit ended the connection. `undefined` is the SDK that gave up reconnecting. Nobody who was removed
 * or replaced comes back by himself: that would throw out the other device in turn, for ever.
 */
export function adviseOnDisconnect(reason: DisconnectReason | undefined): ConnectAdvice {
  switch (reason) {
    case DisconnectReason.CLIENT_INITIATED:
      return { kind: 'nothing' };
    case DisconnectReason.DUPLICATE_IDENTITY:
      return { kind: 'end', reason: 'joinedElsewhere' };
    case DisconnectReason.PARTICIPANT_REMOVED:
      return { kind: 'end', reason: 'removed' };
    case DisconnectReason.ROOM_DELETED:
      return { kind: 'end', reason: 'channelDeleted' };
    case DisconnectReason.ROOM_CLOSED:
      return { kind: 'end', reason: 'connectionLost' };
    case DisconnectReason.STATE_MISMATCH:
      return { kind: 'rejoin', immediately: true, error: lost('LiveKit and the client disagreed about the session.') };
    case DisconnectReason.SERVER_SHUTDOWN:
      return { kind: 'rejoin', immediately: false, error: lost('The LiveKit server was shut down.') };
    case DisconnectReason.USER_REJECTED:
      // The SDK maps a refused token (ConnectionErrorReason.NotAllowed) to this reason.
      return {
        kind: 'freshTicket',
        error: { code: 'unauthorised', reason: 'ticketRefused', message: 'LiveKit refused the token.' },
      };
    case DisconnectReason.JOIN_FAILURE:
    case DisconnectReason.MIGRATION:
    case DisconnectReason.SIGNAL_CLOSE:
    case DisconnectReason.CONNECTION_TIMEOUT:
    case DisconnectReason.MEDIA_FAILURE:
    case DisconnectReason.UNKNOWN_REASON:
    case undefined:
      return { kind: 'rejoin', immediately: false, error: lost('The connection to the LiveKit server was lost.') };
    default:
      // Telephony and agents (11, 13, 16): no cases of a voice channel; and whatever newer servers say.
      return { kind: 'end', reason: 'connectionLost' };
  }
}
