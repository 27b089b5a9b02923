import { createSocket } from 'node:dgram';
import { once } from 'node:events';

/** A name server at 127.0.0.1 that takes its time: every name has one IPv4 address (RFC 1035). */
export interface SlowNames {
  asked(): readonly string[];
  stop(): void;
}

/** @param delay of each answer, ms */
export async function startSlowNames(address: string, delay: number): Promise<SlowNames> {
  const asked: string[] = [];
  const socket = createSocket('udp4');
  let stopped = false;
  socket.on('message', (question, { port, address: from }) => {
    const labels: string[] = [];
    let at = 12;
    for (let length = question[at] ?? 0; length > 0; length = question[at] ?? 0) {
      labels.push(question.subarray(at + 1, at + 1 + length).toString());
      at += 1 + length;
    }
    asked.push(labels.join('.'));
    const type = question.readUInt16BE(at + 1);
    const header = Buffer.from([0, 0, 0x81, 0x80, 0, 1, 0, type === 1 ? 1 : 0, 0, 0, 0, 0]);
    question.copy(header, 0, 0, 2);
    // The name by a pointer to the question, type A, class IN, 1 s to live, four bytes.
    const answer = Buffer.from([0xc0, 12, 0, 1, 0, 1, 0, 0, 0, 1, 0, 4, ...address.split('.').map(Number)]);
    const parts = [header, question.subarray(12, at + 5), ...(type === 1 ? [answer] : [])];
    setTimeout(() => stopped || socket.send(Buffer.concat(parts), port, from), delay);
  });
  socket.bind(53, '127.0.0.1');
  await once(socket, 'listening');
  return {
    asked: () => asked,
    stop() {
      stopped = true;
      socket.close();
    },
  };
}
