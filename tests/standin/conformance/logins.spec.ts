import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { ElectronApplication } from '@playwright/test';
import { WebSocketServer } from 'ws';
import { startTinyproxy, type Tinyproxy } from '../../fixtures/tinyproxy.ts';
import { launchElectron } from '../launch.ts';
import { application, expect, test as base } from './fixtures.ts';

// Windows and macOS have no tinyproxy.
const absent = spawnSync('tinyproxy', ['-v']).error !== undefined;

// A real proxy that wants a name and a password: who is asked, on the stand-in and on real Electron alike.
const test = base.extend<{ tinyproxy: Tinyproxy; server: Server }>({
  tinyproxy: async ({}, use) => {
    const proxy = await startTinyproxy({ login: { name: 'ada', password: 'hunter22' } });
    await use(proxy);
    await proxy.stop();
  },
  server: async ({}, use) => {
    const server = createServer((_request, response) =>
      response.writeHead(200, { 'access-control-allow-origin': '*' }).end('through'),
    );
    new WebSocketServer({ server }).on('connection', (socket) => socket.send('through'));
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    await use(server);
    server.closeAllConnections();
    server.close();
  },
  app: async ({ userData, tinyproxy }, use) => {
    const switches = [`--proxy-server=http://127.0.0.1:${tinyproxy.port}`, '--proxy-bypass-list=<-loopback>'];
    const app = await launchElectron({ args: [...switches, application], userData });
    await use(app);
    await app.close();
  },
});

test.skip(() => absent, 'tinyproxy is missing: no HTTP proxy');

const addressOf = (server: Server): string => `127.0.0.1:${(server.address() as AddressInfo).port}/`;

/** What `net.request` says of a URL, when its `login` is answered so; null: nobody listens to it. */
const ask = (app: ElectronApplication, url: string, login: readonly string[] | null): Promise<string> =>
  app.evaluate(
    ({ net }, wanted) =>
      new Promise<string>((resolve) => {
        const request = net.request({ url: wanted.url, credentials: 'omit' });
        const asked: unknown[] = [];
        if (wanted.login !== null) {
          const [name, password] = wanted.login;
          request.on('login', ({ isProxy, host, scheme }, answer) => {
            asked.push(isProxy, host, scheme);
            answer(name, password);
          });
        }
        request.on('response', (response) => {
          let text = '';
          response.on('data', (chunk) => (text += chunk.toString()));
          response.on('end', () => resolve(`${response.statusCode} ${text.slice(0, 7)} ${asked.join()}`));
        });
        request.on('error', (error) => resolve(error.message));
        request.end();
      }),
    { url, login },
  );

test('net.request is asked for the login of a proxy, once', async ({ app, page, server }) => {
  await expect(page.locator('h1')).toBeVisible();
  const url = `http://${addressOf(server)}`;
  expect(await ask(app, url, null)).not.toContain('200');
  expect(await ask(app, url, ['ada', 'hunter22'])).toBe('200 through true,127.0.0.1,basic');
  // It is kept: neither this one nor `net.fetch` is asked again.
  expect(await ask(app, url, ['nobody', 'x'])).toBe('200 through ');
  expect(await app.evaluate(async ({ net }, wanted) => (await net.fetch(wanted)).text(), url)).toBe('through');
});

test('a page asks the application; its WebSocket goes by what a request was given', async ({ app, page, server }) => {
  await expect(page.locator('h1')).toBeVisible();
  const address = addressOf(server);
  const fetched = (): Promise<string> =>
    page.evaluate(
      (url) =>
        fetch(url).then(
          (response) => response.text(),
          () => 'refused',
        ),
      `http://${address}`,
    );
  const socket = (): Promise<string> =>
    page.evaluate(
      (url) =>
        new Promise<string>((resolve) => {
          const opened = new WebSocket(url);
          opened.addEventListener('message', ({ data }) => resolve(String(data)));
          opened.addEventListener('error', () => resolve('refused'));
        }),
      `ws://${address}`,
    );
  expect(await fetched()).not.toBe('through');
  expect(await socket()).toBe('refused');
  const logins = await app.evaluate(() => {
    const globals = globalThis as unknown as { login: string[]; seen: { logins: unknown[][] } };
    globals.login = ['ada', 'hunter22'];
    return globals.seen.logins;
  });
  expect(logins[0]?.slice(0, 4)).toEqual(['app://host/index.html', true, true, '127.0.0.1']);
  expect(await fetched()).toBe('through');
  expect(await socket()).toBe('through');
});
