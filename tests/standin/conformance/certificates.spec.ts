import { once } from 'node:events';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { ElectronApplication, Page } from '@playwright/test';
import { WebSocketServer } from 'ws';
import { createAuthority, type Authority, type Issued } from '../../fixtures/certificates.ts';
import { expect, test as base } from './fixtures.ts';

// A server whose certificate nobody knows: what `setCertificateVerifyProc` decides, on the stand-in and on real Electron alike.
const test = base.extend<{ leaf: Issued; server: Server }, { authority: Authority }>({
  authority: [
    async ({}, use) => {
      const authority = createAuthority();
      await use(authority);
      authority.remove();
    },
    { scope: 'worker' },
  ],
  leaf: async ({ authority }, use) => use(authority.issue(['IP:127.0.0.1'])),
  server: async ({ leaf }, use) => {
    const server = createServer({ key: leaf.key, cert: leaf.cert }, (_request, response) =>
      response.writeHead(200, { 'access-control-allow-origin': '*', connection: 'close' }).end('through'),
    );
    new WebSocketServer({ server }).on('connection', (socket) => socket.send('through'));
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    await use(server);
    server.closeAllConnections();
    server.close();
  },
});

interface Question {
  readonly hostname: string;
  readonly verificationResult: string;
  readonly data: string;
}

/** From now on this is answered; null takes the function away. */
const decide = (app: ElectronApplication, result: number | null): Promise<void> =>
  app.evaluate(({ session }, answered) => {
    const holder = globalThis as unknown as { questions: Question[] };
    holder.questions = [];
    session.defaultSession.setCertificateVerifyProc(
      answered === null
        ? null
        : ({ hostname, verificationResult, certificate }, answer) => {
            holder.questions.push({ hostname, verificationResult, data: certificate.data });
            answer(answered);
          },
    );
  }, result);

const questionsOf = (app: ElectronApplication): Promise<readonly Question[]> =>
  app.evaluate(() => (globalThis as unknown as { questions: Question[] }).questions);

const addressOf = (server: Server): string => `127.0.0.1:${(server.address() as AddressInfo).port}/`;

/** What comes of a request of main, one of the page, and its WebSocket. */
async function ask(app: ElectronApplication, page: Page, server: Server): Promise<readonly string[]> {
  const address = addressOf(server);
  const ofMain = await app.evaluate(
    ({ net }, url) =>
      net.fetch(url, { credentials: 'omit', cache: 'no-store' }).then(
        (response) => response.text(),
        (error: Error) => error.message,
      ),
    `https://${address}`,
  );
  const ofPage = await page.evaluate(
    (url) =>
      fetch(url, { cache: 'no-store' }).then(
        (response) => response.text(),
        () => 'refused',
      ),
    `https://${address}`,
  );
  const bySocket = await page.evaluate(
    (url) =>
      new Promise<string>((resolve) => {
        const socket = new WebSocket(url);
        socket.onmessage = ({ data }) => resolve(String(data));
        socket.onerror = () => resolve('refused');
      }),
    `wss://${address}`,
  );
  return [ofMain, ofPage, bySocket];
}

const refused = [expect.stringContaining('net::ERR_CERT_AUTHORITY_INVALID'), 'refused', 'refused'];
const through = ['through', 'through', 'through'];

test('without a function a certificate of an unknown authority is refused', async ({ app, page, server }) => {
  expect(await ask(app, page, server)).toEqual(refused);
});

test('a function is asked, with host, finding and certificate; what it accepts is used', async ({
  app,
  page,
  leaf,
  server,
}) => {
  await decide(app, 0);
  expect(await ask(app, page, server)).toEqual(through);
  const [question] = await questionsOf(app);
  expect(question?.hostname).toBe('127.0.0.1');
  expect(question?.verificationResult).toBe('net::ERR_CERT_AUTHORITY_INVALID');
  expect(question?.data.trim()).toBe(leaf.cert.trim());
});

test('what it leaves as found is refused, and by the same name', async ({ app, page, server }) => {
  await decide(app, -3);
  expect(await ask(app, page, server)).toEqual(refused);
  expect(await questionsOf(app)).not.toEqual([]);
});

test('it counts no more once it is taken away, and another one counts in its place', async ({ app, page, server }) => {
  await decide(app, 0);
  expect(await ask(app, page, server)).toEqual(through);
  await decide(app, null);
  server.closeAllConnections();
  expect(await ask(app, page, server)).toEqual(refused);
  await decide(app, 0);
  expect(await ask(app, page, server)).toEqual(through);
});

test('contents take the policies of WebRTC that the product uses', async ({ app, page }) => {
  await expect(page.locator('h1')).toBeVisible();
  const policies = await app.evaluate(({ BrowserWindow }) => {
    const contents = BrowserWindow.getAllWindows()[0]?.webContents;
    return (['default', 'disable_non_proxied_udp', 'default'] as const).map((policy) => {
      contents?.setWebRTCIPHandlingPolicy(policy);
      return contents?.getWebRTCIPHandlingPolicy();
    });
  });
  expect(policies).toEqual(['default', 'disable_non_proxied_udp', 'default']);
});
