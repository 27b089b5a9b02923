import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { createHmac } from 'node:crypto';
import { crc32 } from 'node:zlib';
import { afterEach, describe, expect, it } from 'vitest';
import { probeIce } from './probeIce.ts';
import { connectivityCheck, isAnswer } from './stun.ts';

// The bytes of a server here; LiveKit itself answers in renderer/call/climb.integration.test.ts.
const password = 'their-password';
const ends: (() => unknown)[] = [];
afterEach(() => {
  for (const end of ends.splice(0)) end();
});

/** A success as RFC 8489 has it. */
function answerTo(request: Buffer, { secret = password, type = 0x0101, other = false } = {}): Buffer {
  const head = Buffer.from(request.subarray(0, 20));
  head.writeUInt16BE(type, 0);
  head.writeUInt16BE(24, 2);
  if (other) head.writeUInt8((head[19] ?? 0) ^ 1, 19);
  const integrity = Buffer.alloc(4);
  integrity.writeUInt16BE(0x0008, 0);
  integrity.writeUInt16BE(20, 2);
  return Buffer.concat([head, integrity, createHmac('sha1', secret).update(head).digest()]);
}
async function udpServer(answer: (request: Buffer, nth: number) => Buffer | null): Promise<number> {
  const socket: Socket = createSocket('udp4');
  let nth = 0;
  socket.on('message', (request, { port, address }) => {
    nth += 1;
    const bytes = answer(request, nth);
    if (bytes !== null) socket.send(bytes, port, address);
  });
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  ends.push(() => socket.close());
  return socket.address().port;
}
const probe = (ways: { udp?: number; tcp?: number }) =>
  probeIce({
    username: 'them:us',
    password,
    udp: ways.udp === undefined ? [] : [{ host: '127.0.0.1', port: ways.udp }],
    tcp: ways.tcp === undefined ? [] : [{ host: '127.0.0.1', port: ways.tcp }],
  });

describe('a check', () => {
  it('is signed, bears its fingerprint, and nominates nothing', () => {
    const bytes = connectivityCheck('them:us', password, Buffer.alloc(12, 7));
    expect(bytes.readUInt16BE(2)).toBe(bytes.length - 20);
    const types: number[] = [];
    for (let at = 20; at < bytes.length; at += 4 + Math.ceil(bytes.readUInt16BE(at + 2) / 4) * 4)
      types.push(bytes.readUInt16BE(at));
    expect(types).toEqual([0x0006, 0x0024, 0x802a, 0x0008, 0x8028]);
    const told = bytes.readUInt32BE(bytes.length - 4);
    expect(told).toBe((crc32(bytes.subarray(0, -8)) ^ 0x5354_554e) >>> 0);
  });

  it.each<[string, Parameters<typeof answerTo>[1], boolean]>([
    ['a success', {}, true],
    ['a refusal of the roles', { type: 0x0111 }, true],
    ['a request', { type: 0x0001 }, false],
    ['an answer to somebody else', { other: true }, false],
    ['an answer of somebody who does not know the password', { secret: 'x' }, false],
  ])('%s', (_, how, is) => {
    const transaction = Buffer.alloc(12, 7);
    expect(isAnswer(answerTo(connectivityCheck('them:us', password, transaction), how), password, transaction)).toBe(
      is,
    );
  });

  it('takes bytes of any length for what they are', () => {
    const answer = answerTo(connectivityCheck('them:us', password, Buffer.alloc(12, 7)));
    for (let length = 0; length < answer.length; length += 1)
      expect(isAnswer(answer.subarray(0, length), password, Buffer.alloc(12, 7))).toBe(false);
  });
});

describe('a probe', () => {
  it('hears who answers by UDP, also when the first datagrams are lost', async () => {
    const port = await udpServer((request, nth) => (nth < 3 ? null : answerTo(request)));
    expect(await probe({ udp: port })).toEqual({ udp: true, tcp: false });
  });

  it('hears who answers by TCP, also in pieces', async () => {
    const server = createServer((socket) =>
      socket.once('data', (request) => {
        const answer = answerTo(request.subarray(2));
        socket.write(Buffer.from([0, answer.length]));
        socket.write(answer.subarray(0, 10), () => socket.write(answer.subarray(10)));
      }),
    );
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    ends.push(() => server.close());
    const address = server.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    expect(await probe({ tcp: port })).toEqual({ udp: false, tcp: true });
  });

  it('does not take silence, noise or a closed port for an answer', async () => {
    const silent = await udpServer(() => null);
    expect(await probe({ udp: silent, tcp: 1 })).toEqual({ udp: false, tcp: false });
    const noisy = await udpServer(() => Buffer.from('hello'));
    expect(await probe({ udp: noisy })).toEqual({ udp: false, tcp: false });
    expect(await probe({})).toEqual({ udp: false, tcp: false });
  });
});
