import { createServer as createHttpServer, type RequestListener } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import { createServer as createTcpServer, type Server } from 'node:net';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createAuthority, type Authority } from '../../../../tests/fixtures/certificates.ts';
import { freePort } from '../../../../tests/fixtures/freePort.ts';
import { startLiveKit, type LiveKitServer } from '../../../../tests/fixtures/livekit.ts';
import { startStrippingProxy } from '../../../../tests/fixtures/strippingProxy.ts';
import { findWayFault, type WayFault } from './wayFault.ts';

// What stands in the way to a voice server, each against a real one that misbehaves that way. The program's own requests are
// Node's here and Chromium's in the program.
let authority: Authority;
let livekit: LiveKitServer;
const ends: (() => unknown)[] = [];
beforeAll(async () => {
  authority = createAuthority();
  livekit = await startLiveKit();
});
afterAll(async () => {
  for (const end of ends) end();
  await livekit?.stop();
  authority?.remove();
});

const listen = async (server: Server): Promise<number> => {
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  ends.push(() => server.close());
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
};
const find = (url: string, trusted = true): Promise<WayFault | null> =>
  findWayFault(
    {
      fetch: (to, init) => fetch(to, init),
      now: Date.now,
      resolveProxy: async () => 'DIRECT',
      authorities: () => (trusted ? [authority.cert] : []),
      proxyAuthorization: async () => null,
    },
    { url: new URL(url), kind: 'livekit' },
  );
const answersWith =
  (status: number, type: string, text: string): RequestListener =>
  (_, response) =>
    response.writeHead(status, { 'content-type': type }).end(text);
const page = answersWith(200, 'text/html', '<h1>Welcome to the hotel</h1>');
const stripping = async (): Promise<string> => {
  const proxy = await startStrippingProxy(() => Number(new URL(livekit.httpUrl).port));
  ends.push(proxy.stop);
  return `ws://127.0.0.1:${proxy.port}`;
};

it('finds nothing on a way that is well', async () => {
  expect(await find(livekit.url)).toBeNull();
});

const hanging = async (): Promise<string> => {
  const to = answersWith(401, 'text/plain', 'no permissions to access the room');
  const server = createHttpServer(to).on('upgrade', (_, socket) => ends.push(() => socket.destroy()));
  return `ws://127.0.0.1:${await listen(server)}`;
};
const silent = async (): Promise<string> => {
  const server = createTcpServer((socket) => ends.push(() => socket.destroy()));
  return `ws://127.0.0.1:${await listen(server)}`;
};
const secure = async (days?: number): Promise<string> =>
  `wss://127.0.0.1:${await listen(createHttpsServer(authority.issue(['IP:127.0.0.1'], days), page))}`;

it.each<[string, () => Promise<string>, string, boolean?]>([
  ['upgrades are stripped', stripping, 'upgradeStripped'],
  ['the upgrade hangs', hanging, 'upgradeStripped'],
  ['the name does not exist', async () => 'wss://nothing.invalid', 'nameUnknown'],
  ['the certificate has expired', () => secure(-2), 'certificateExpired'],
  ['nobody knows the authority', () => secure(), 'certificateUnknownAuthority', false],
  ['the page of a network answers', async () => `ws://127.0.0.1:${await listen(createHttpServer(page))}`, 'loginPage'],
  ['nothing is ever said', silent, 'noAnswer'],
  ['the port is closed', async () => `ws://127.0.0.1:${await freePort()}`, 'portClosed'],
  [
    'a proxy says that the server is away',
    async () => `ws://127.0.0.1:${await listen(createHttpServer(answersWith(502, 'text/plain', 'Bad Gateway')))}`,
    'serverFails',
  ],
])('where %s, that is named, within five seconds', async (_, start, cause, trusted) => {
  const url = await start();
  const began = performance.now();
  expect(await find(url, trusted)).toMatchObject({ facts: { cause } });
  expect(performance.now() - began).toBeLessThan(5_000);
});
