import { ConnectionError, DisconnectReason } from 'livekit-client';
import { describe, expect, it } from 'vitest';
import { adviseOnConnectionError } from './connectionErrorPolicy.ts';
import { adviseOnDisconnect } from './disconnectPolicy.ts';

const token = 'eyJhbGciOiJIUzI1NiJ9.secret.signature';

describe('adviseOnConnectionError', () => {
  it.each([
    ['a refused token', ConnectionError.notAllowed(`invalid token: ${token}`, 401), 'freshTicket', 'ticketRefused'],
    ['a room that is missing', ConnectionError.notAllowed(token, 404), 'freshTicket', 'ticketRefused'],
    ['an unreachable server', ConnectionError.serverUnreachable(token), 'retry', 'voiceServerDown'],
    ['a time-out', ConnectionError.timeout(token), 'retry', 'voiceServerDown'],
    ['a refused WebSocket', ConnectionError.websocket(token, 500), 'retry', 'voiceServerDown'],
    ['a missing service', ConnectionError.serviceNotFound(token, 'v0-rtc'), 'retry', 'voiceServerDown'],
    ['no media connection', ConnectionError.internal(token), 'retry', 'mediaBlocked'],
    ['a shutdown', ConnectionError.leaveRequest(token, DisconnectReason.SERVER_SHUTDOWN), 'rejoin', 'voiceServerDown'],
  ])('after %s advises accordingly, and hands no message on', (_, error, kind, reason) => {
    const advice = adviseOnConnectionError(error, true);
    expect(advice).toMatchObject({ kind, error: { reason } });
    expect(JSON.stringify(advice)).not.toContain(token);
  });

  it('does not take a proxy that answers 502 for blocked media', () => {
    const error = ConnectionError.internal(token, { status: 502 });
    expect(adviseOnConnectionError(error, false)).toMatchObject({
      kind: 'retry',
      error: { reason: 'voiceServerDown' },
    });
  });

  it('does nothing after our own cancellation', () => {
    expect(adviseOnConnectionError(ConnectionError.cancelled('x'), true)).toEqual({ kind: 'nothing' });
  });

  it('ends when the server asks to leave because we joined elsewhere', () => {
    const error = ConnectionError.leaveRequest('x', DisconnectReason.DUPLICATE_IDENTITY);
    expect(adviseOnConnectionError(error, true)).toEqual({ kind: 'end', reason: 'joinedElsewhere' });
  });

  it('keeps the message of anything else to itself', () => {
    const advice = adviseOnConnectionError(new TypeError(token), true);
    expect(advice).toMatchObject({ kind: 'fail', error: { code: 'internal' } });
    expect(JSON.stringify(advice)).not.toContain(token);
  });
});

describe('adviseOnDisconnect', () => {
  it.each([
    [DisconnectReason.CLIENT_INITIATED, { kind: 'nothing' }],
    [DisconnectReason.DUPLICATE_IDENTITY, { kind: 'end', reason: 'joinedElsewhere' }],
    [DisconnectReason.SERVER_SHUTDOWN, { kind: 'rejoin', immediately: false }],
    [DisconnectReason.PARTICIPANT_REMOVED, { kind: 'end', reason: 'removed' }],
    [DisconnectReason.ROOM_DELETED, { kind: 'end', reason: 'channelDeleted' }],
    [DisconnectReason.STATE_MISMATCH, { kind: 'rejoin', immediately: true }],
    [DisconnectReason.JOIN_FAILURE, { kind: 'rejoin', immediately: false }],
    [DisconnectReason.MIGRATION, { kind: 'rejoin', immediately: false }],
    [DisconnectReason.SIGNAL_CLOSE, { kind: 'rejoin', immediately: false }],
    [DisconnectReason.ROOM_CLOSED, { kind: 'end', reason: 'connectionLost' }],
    [DisconnectReason.USER_UNAVAILABLE, { kind: 'end', reason: 'connectionLost' }],
    [DisconnectReason.USER_REJECTED, { kind: 'freshTicket' }],
    [DisconnectReason.SIP_TRUNK_FAILURE, { kind: 'end', reason: 'connectionLost' }],
    [DisconnectReason.CONNECTION_TIMEOUT, { kind: 'rejoin', immediately: false }],
    [DisconnectReason.MEDIA_FAILURE, { kind: 'rejoin', immediately: false }],
    [DisconnectReason.UNKNOWN_REASON, { kind: 'rejoin', immediately: false }],
    [undefined, { kind: 'rejoin', immediately: false }],
  ])('answers reason %s', (reason, advice) => {
    expect(adviseOnDisconnect(reason)).toMatchObject(advice);
  });
});
