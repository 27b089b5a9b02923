import { randomBytes } from 'node:crypto';
import { createSocket } from 'node:dgram';
import { connect } from 'node:net';
import { connect as connectTls } from 'node:tls';
import {
  decodeStun,
  encodeStun,
  errorCodeOf,
  longTermKey,
  relayedAddressOf,
  stunAttributes as names,
  stunTypes,
  type StunMessage,
} from './stunMessage.ts';

/** What came of asking a TURN server for a relay. */
export type Allocation =
  /** `relay`: address and port that would have been used. */
  | { readonly verdict: 'allocated'; readonly relay: string }
  /** STUN's error code; 401 and 441 for credentials that are not good. */
  | { readonly verdict: 'refused'; readonly code: number }
  | { readonly verdict: 'silent' };

interface Line {
  send(message: Buffer): void;
  close(): void;
}
type Hear = (message: StunMessage) => void;

/** A server that has not answered by then is silent; a request over UDP is sent again after this, ms. */
const answerLimit = 4_000;
const repeatAfter = 500;

/** Asks the server of a `turn:` or `turns:` address for a relay, and gives it back at once. Never rejects. */
export async function allocate(url: string, username: string, password: string): Promise<Allocation> {
  const address = readTurnUrl(url);
  if (address === null) return { verdict: 'silent' };
  let line: Line | null = null;
  const open = new Map<string, Hear>();
  const hear: Hear = (message) => open.get(message.transaction.toString('hex'))?.(message);
  const ask = (
    type: number,
    attributes: Iterable<readonly [number, Buffer]>,
    key?: Buffer,
  ): Promise<StunMessage | null> =>
    new Promise((resolve) => {
      const transaction = randomBytes(12);
      const request = encodeStun({ type, transaction, attributes: new Map(attributes) }, key);
      const finish = (answer: StunMessage | null): void => {
        clearInterval(repeat);
        clearTimeout(late);
        open.delete(transaction.toString('hex'));
        resolve(answer);
      };
      const repeat = setInterval(() => address.transport === 'udp' && line?.send(request), repeatAfter);
      const late = setTimeout(() => finish(null), answerLimit);
      open.set(transaction.toString('hex'), finish);
      line?.send(request);
    });
  try {
    line = await openLine(address, hear);
    const transport = [names.requestedTransport, Buffer.from([17, 0, 0, 0])] as const;
    const challenge = await ask(stunTypes.allocate, [transport]);
    if (challenge === null) return { verdict: 'silent' };
    const realm = challenge.attributes.get(names.realm);
    const nonce = challenge.attributes.get(names.nonce);
    if (realm === undefined || nonce === undefined) return { verdict: 'refused', code: errorCodeOf(challenge) };
    const key = longTermKey(username, realm.toString(), password);
    const proof = [
      [names.username, Buffer.from(username)],
      [names.realm, realm],
      [names.nonce, nonce],
    ] as const;
    const answer = await ask(stunTypes.allocate, [transport, ...proof], key);
    if (answer === null) return { verdict: 'silent' };
    if (answer.type !== stunTypes.allocated) return { verdict: 'refused', code: errorCodeOf(answer) };
    await ask(stunTypes.refresh, [[names.lifetime, Buffer.alloc(4)], ...proof], key);
    return { verdict: 'allocated', relay: relayedAddressOf(answer) ?? '' };
  } catch {
    return { verdict: 'silent' };
  } finally {
    line?.close();
  }
}

export interface TurnAddress {
  readonly host: string;
  readonly port: number;
  readonly transport: 'udp' | 'tcp' | 'tls';
}

/** RFC 7065; null for anything else. */
export function readTurnUrl(url: string): TurnAddress | null {
  const match = /^(turns?):(\[[\da-f:.]+\]|[^:?[\]@/\s]+)(?::(\d{1,5}))?(?:\?transport=(udp|tcp))?$/i.exec(url);
  if (match === null) return null;
  const [, scheme = '', host = '', port, transport = 'udp'] = match;
  const secure = scheme.toLowerCase() === 'turns';
  return {
    host: host.replace(/^\[|\]$/g, ''),
    port: port === undefined ? (secure ? 5349 : 3478) : Number(port),
    transport: secure ? 'tls' : transport === 'tcp' ? 'tcp' : 'udp',
  };
}

/** Resolves when it is open; rejects when it does not come about in time. */
function openLine({ host, port, transport }: TurnAddress, hear: Hear): Promise<Line> {
  return new Promise((resolve, reject) => {
    if (transport === 'udp') {
      const socket = createSocket(host.includes(':') ? 'udp6' : 'udp4');
      socket.on('message', (bytes) => {
        const message = decodeStun(bytes);
        if (message !== null) hear(message);
      });
      socket.on('error', reject);
      socket.connect(port, host, () => {
        // A port that nobody listens on shows as an error of a later send.
        socket.on('error', () => undefined);
        resolve({ send: (message) => socket.send(message, () => undefined), close: () => socket.close() });
      });
      return;
    }
    const socket = transport === 'tls' ? connectTls({ host, port, servername: host }) : connect({ host, port });
    let bytes = Buffer.alloc(0);
    socket.setTimeout(answerLimit, () => socket.destroy(new Error('no answer')));
    socket.on('data', (chunk: Buffer) => {
      bytes = Buffer.concat([bytes, chunk]);
      for (let message = decodeStun(bytes); message !== null; message = decodeStun(bytes)) {
        bytes = bytes.subarray(20 + bytes.readUInt16BE(2));
        hear(message);
      }
    });
    socket.on('error', reject);
    socket.once(transport === 'tls' ? 'secureConnect' : 'connect', () =>
      resolve({ send: (message) => void socket.write(message), close: () => void socket.destroy() }),
    );
  });
}
