import { createServer } from 'node:https';
import { createServer as createPlainServer } from 'node:http';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { WebSocketServer } from 'ws';
import { createAuthority, type Authority } from '../../../../tests/fixtures/certificates.ts';
import { startTinyproxy, type Tinyproxy } from '../../../../tests/fixtures/tinyproxy.ts';
import type { DialPorts } from './dial.ts';
import { openSocket } from './openSocket.ts';

// The event stream's connection through a real proxy, to a server whose certificate a private authority signed.
const login = { name: 'ada', password: 'hunter22' };
const basic = `Basic ${Buffer.from('ada:hunter22').toString('base64')}`;
let authority: Authority;
let proxy: Tinyproxy;
let secure: number;
let plain: number;
const ends: (() => unknown)[] = [];
beforeAll(async () => {
  authority = createAuthority();
  proxy = await startTinyproxy({ login });
  const listen = async (server: ReturnType<typeof createServer> | ReturnType<typeof createPlainServer>) => {
    const upgrades = new WebSocketServer({ server });
    upgrades.on('connection', (socket) =>
      socket.on('message', (text: Buffer) => socket.send(`heard ${text.toString()}`)),
    );
    await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
    ends.push(
      () => server.close(),
      () => upgrades.close(),
    );
    const address = server.address();
    return typeof address === 'object' && address !== null ? address.port : 0;
  };
  secure = await listen(createServer(authority.issue(['DNS:localhost'])));
  plain = await listen(createPlainServer());
});
afterAll(async () => {
  for (const end of ends) await end();
  await proxy?.stop();
  authority?.remove();
});

const said = (address: string, over: Partial<DialPorts> = {}): Promise<string> =>
  new Promise((resolve) => {
    const socket = openSocket(
      {
        resolveProxy: async () => 'DIRECT',
        authorities: () => [authority.cert],
        proxyAuthorization: async () => null,
        ...over,
      },
      address,
    );
    socket.onopen = () => socket.send('hello');
    socket.onmessage = ({ data }) => {
      resolve(String(data));
      socket.close();
    };
    socket.onerror = () => undefined;
    socket.onclose = ({ code }) => resolve(`closed ${code}`);
  });

it('goes straight, with and without TLS', async () => {
  expect(await said(`ws://127.0.0.1:${plain}`)).toBe('heard hello');
  expect(await said(`wss://localhost:${secure}`)).toBe('heard hello');
});

it('goes through a proxy that wants a login, and not without it', async () => {
  const through = { resolveProxy: async () => `PROXY 127.0.0.1:${proxy.port}` };
  expect(await said(`wss://localhost:${secure}`, { ...through, proxyAuthorization: async () => basic })).toBe(
    'heard hello',
  );
  expect(await said(`ws://localhost:${plain}`, { ...through, proxyAuthorization: async () => basic })).toBe(
    'heard hello',
  );
  expect(await said(`wss://localhost:${secure}`, through)).toBe('closed 1006');
});

it('does not go to a server whose authority is not known, or whose certificate has another name', async () => {
  expect(await said(`wss://localhost:${secure}`, { authorities: () => [] })).toBe('closed 1006');
  expect(await said(`wss://127.0.0.1:${secure}`)).toBe('closed 1006');
});
