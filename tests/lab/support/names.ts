import { createSocket } from 'node:dgram';
import { once } from 'node:events';

/** The laboratory's name server, at 127.0.0.1: whoever asks it for a name of the laboratory's is told one IPv4 address, others that there is none (RFC 1035). */
export interface Names {
  /** Of each answer from now on, ms. */
  delay: number;
  /** False: from now on there is no such name, whichever it is. */
  knowsAny: boolean;
  asked(): readonly string[];
  stop(): void;
}

const noSuchName = 3;

/** Whom LiveKit tells clients to ask for their address where its configuration names nobody (`DefaultStunServers` of its mediatransportutil). */
export const publicStun = ['global.stun.twilio.com', 'stun.l.google.com', 'stun1.l.google.com'] as const;

export async function startNames(address: string, known: readonly string[]): Promise<Names> {
  const asked: string[] = [];
  const socket = createSocket('udp4');
  let stopped = false;
  const names: Names = {
    delay: 0,
    knowsAny: true,
    asked: () => asked,
    stop() {
      stopped = true;
      socket.close();
    },
  };
  socket.on('message', (question, { port, address: from }) => {
    const labels: string[] = [];
    let at = 12;
    for (let length = question[at] ?? 0; length > 0; length = question[at] ?? 0) {
      labels.push(question.subarray(at + 1, at + 1 + length).toString());
      at += 1 + length;
    }
    const name = labels.join('.');
    asked.push(name);
    const type = question.readUInt16BE(at + 1);
    const isKnown = names.knowsAny && known.includes(name.toLowerCase());
    const answers = isKnown && type === 1 ? 1 : 0;
    const header = Buffer.from([0, 0, 0x81, isKnown ? 0x80 : 0x80 | noSuchName, 0, 1, 0, answers, 0, 0, 0, 0]);
    question.copy(header, 0, 0, 2);
    // The name by a pointer to the question, type A, class IN, 1 s to live, four bytes.
    const answer = Buffer.from([0xc0, 12, 0, 1, 0, 1, 0, 0, 0, 1, 0, 4, ...address.split('.').map(Number)]);
    const parts = [header, question.subarray(12, at + 5), ...(answers === 1 ? [answer] : [])];
    setTimeout(() => stopped || socket.send(Buffer.concat(parts), port, from), names.delay);
  });
  socket.bind(53, '127.0.0.1');
  await once(socket, 'listening');
  return names;
}
