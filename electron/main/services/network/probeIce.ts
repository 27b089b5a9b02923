import { randomBytes } from 'node:crypto';
import { createSocket } from 'node:dgram';
import { connect, isIPv6 } from 'node:net';
import type { IceAnswer, IceProbe } from '@parley/shared/ipc/iceProbe';
import { connectivityCheck, isAnswer } from './stun.ts';

type Endpoint = IceProbe['udp'][number];

/** A lost datagram is not a closed way: sent this often, this far apart, ms. */
const repeats = 4;
const apart = 150;
/** What has not answered by then does not, ms. */
const patience = 1_500;
const messageLimit = 2_048;

/**
 * Whether LiveKit would take the media of a connection directly: a connectivity check of that very connection is sent to where
 * it listens, and the answer is waited for. Nothing of the connection changes by it, and nothing new is made on the server, so
 * that a way which is closed costs a call nothing. Takes at most `patience`; never rejects.
 */
export async function probeIce({ username, password, udp, tcp }: IceProbe): Promise<IceAnswer> {
  const ask = async (to: readonly Endpoint[], check: (to: Endpoint, question: Question) => Promise<boolean>) =>
    (await Promise.all(to.map((one) => check(one, questionOf(username, password))))).includes(true);
  const [byUdp, byTcp] = await Promise.all([ask(udp, checkUdp), ask(tcp, checkTcp)]);
  return { udp: byUdp, tcp: byTcp };
}

interface Question {
  readonly message: Buffer;
  isAnswer(message: Buffer): boolean;
}

function questionOf(username: string, password: string): Question {
  const transaction = randomBytes(12);
  return {
    message: connectivityCheck(username, password, transaction),
    isAnswer: (message) => isAnswer(message, password, transaction),
  };
}

function checkUdp({ host, port }: Endpoint, question: Question): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = createSocket(isIPv6(host) ? 'udp6' : 'udp4');
    let sent = 0;
    const send = (): void => {
      sent += 1;
      socket.send(question.message, port, host, () => undefined);
      if (sent === repeats) clearInterval(again);
    };
    const end = (answered: boolean): void => {
      clearInterval(again);
      clearTimeout(late);
      socket.close();
      resolve(answered);
    };
    const again = setInterval(send, apart);
    const late = setTimeout(() => end(false), patience);
    // Where there is no way at all (no IPv6, no network): nothing is going to answer.
    socket.once('error', () => end(false));
    socket.on('message', (message) => question.isAnswer(message) && end(true));
    send();
  });
}

/** In frames, RFC 4571: two bytes of length before each message. */
function checkTcp({ host, port }: Endpoint, question: Question): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host, port });
    let heard = Buffer.alloc(0);
    const end = (answered: boolean): void => {
      clearTimeout(late);
      socket.destroy();
      resolve(answered);
    };
    const late = setTimeout(() => end(false), patience);
    socket.on('error', () => end(false));
    socket.once('close', () => end(false));
    socket.once('connect', () => {
      const length = Buffer.alloc(2);
      length.writeUInt16BE(question.message.length, 0);
      socket.write(Buffer.concat([length, question.message]));
    });
    socket.on('data', (chunk) => {
      heard = Buffer.concat([heard, chunk]);
      while (heard.length >= 2 && heard.length >= 2 + heard.readUInt16BE(0)) {
        const size = 2 + heard.readUInt16BE(0);
        const message = heard.subarray(2, size);
        heard = heard.subarray(size);
        if (question.isAnswer(message)) return end(true);
      }
      if (heard.length > messageLimit) end(false);
    });
  });
}
