import { ParleyFailure } from '@parley/shared/errors';
import { WebSocket } from 'ws';
import type { Socket } from '../backends/parley/eventStream.ts';
import { dial, type DialPorts } from './dial.ts';

/** A connection that is not there by then counts as failed, ms: before the event stream loses its patience, so that the cause is told. */
const dialLimit = 8_000;
/** Largest message that is read, bytes. */
const largest = 32_000_000;

/**
 * A WebSocket of main's own. Node's goes by neither the system's proxy nor by certificates beyond its own list, so this one
 * has a connection of `dial`. Where that does not come about, the error of its `error` event is a `ParleyFailure` with the cause.
 */
export function openSocket(ports: DialPorts, address: string): Socket {
  const socket = new WebSocket(address, {
    perMessageDeflate: false,
    maxPayload: largest,
    handshakeTimeout: 2 * dialLimit,
    // In the form of `http.request`: the connection may come later (https://nodejs.org/api/http.html#httprequestoptions-callback).
    createConnection: ((_options: object, done: Done) => void connect(ports, address, done)) as never,
  });
  return socket as unknown as Socket;
}

type Done = (error: Error | null, socket?: unknown) => void;

async function connect(ports: DialPorts, address: string, done: Done): Promise<void> {
  const opened = await dial(ports, new URL(address), AbortSignal.timeout(dialLimit));
  if (opened.ok) done(null, opened.value.socket);
  else {
    const { cause, detail } = opened.error;
    done(new ParleyFailure({ code: 'unavailable', reason: cause, message: detail }));
  }
}
