import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { ElectronApplication } from '@playwright/test';
import { application, expect, test } from './fixtures.ts';

// What the product takes for granted of Electron, shown on the stand-in and on real Electron alike, so that the two cannot
// drift apart unseen. No condition in a test asks which of them it is; what the stand-in alone does is in standin.spec.ts.
interface Conformance {
  readonly value: number;
  readonly nested: { readonly list: readonly [number, { readonly two: number }] };
  echo(value: unknown): Promise<{ value: unknown; url: string; top: boolean }>;
  fail(): Promise<never>;
  fork(): Promise<{ started: boolean }>;
  kill(): Promise<boolean>;
  say(data: unknown): void;
  heard(): unknown[];
  throws(): never;
  callBack(callback: (text: string) => void): void;
  note(value: unknown): Promise<unknown>;
}
declare const bridge: Conformance;
interface Seen {
  readonly second: string[];
  readonly refused: string[];
  readonly permissions: string[][];
  readonly exits: number[];
}

const seenOf = (app: ElectronApplication): Promise<Seen> =>
  app.evaluate(() => (globalThis as unknown as { seen: Seen }).seen);

test.describe('the bridge', () => {
  test('gives the page a frozen copy of what the preload exposes, and nothing of Node', async ({ page }) => {
    const found = await page.evaluate(() => ({
      value: bridge.value,
      two: bridge.nested.list[1].two,
      frozen: Object.isFrozen(bridge) && Object.isFrozen(bridge.nested),
      node: ['require', 'process', 'module', 'global'].filter((name) => name in window),
    }));
    expect(found).toEqual({ value: 7, two: 2, frozen: true, node: [] });
  });

  test('carries callbacks, promises and errors', async ({ page }) => {
    expect(await page.evaluate(() => new Promise((resolve) => bridge.callBack(resolve)))).toBe('called');
    expect(
      await page.evaluate(() => {
        try {
          bridge.throws();
        } catch (error) {
          return error instanceof Error ? error.message : 'no error';
        }
        return 'nothing thrown';
      }),
    ).toBe('in the preload');
  });
});

test.describe('messages', () => {
  test('answer with the sender they came from, and keep structured values', async ({ page }) => {
    const answer = await page.evaluate(async () => {
      const { value, url, top } = await bridge.echo({
        map: new Map([[1, new Date(5)]]),
        bytes: new Uint8Array([1, 255]),
        none: undefined,
      });
      const { map, bytes } = value as { map: Map<number, Date>; bytes: Uint8Array };
      return { time: map.get(1)?.getTime(), bytes: [...bytes], url, top };
    });
    expect(answer).toEqual({ time: 5, bytes: [1, 255], url: 'app://host/index.html', top: true });
  });

  test('reject with the handler\u2019s error, and without a clone for a function', async ({ page }) => {
    await expect(page.evaluate(() => bridge.fail())).rejects.toThrow(
      /Error invoking remote method 'fail': Error: as told/,
    );
    expect(await page.evaluate(() => bridge.note({ a: [1] }))).toEqual({ a: [1] });
  });
});

test.describe('the scheme', () => {
  test('serves documents and fetches with the policy of its handler', async ({ page }) => {
    expect(await page.evaluate(async () => (await fetch('/data.json')).json() as unknown)).toEqual({ served: true });
    const inline = await page.evaluate(() => {
      const script = document.createElement('script');
      script.textContent = 'window.ranInline = true;';
      document.head.append(script);
      return 'ranInline' in window;
    });
    expect(inline).toBe(false);
    expect(await page.evaluate(() => isSecureContext)).toBe(true);
  });

  test('is not left: links, scripts and new windows are refused', async ({ app, page }) => {
    await page.locator('#away').click();
    await expect.poll(async () => (await seenOf(app)).refused).toContain('navigate https://example.invalid/');
    await page.evaluate(() => void window.open('https://example.invalid/popup'));
    await expect.poll(async () => (await seenOf(app)).refused).toContain('open https://example.invalid/popup');
    await expect(page.locator('h1')).toHaveText('ready');
  });
});

test.describe('net.fetch', () => {
  test('carries method, headers, body and status, past what a page may do, and names failures', async ({
    app,
    page,
  }) => {
    await expect(page.locator('h1')).toBeVisible();
    const server = createServer((request, response) => {
      let body = '';
      request.on('data', (chunk: Buffer) => (body += chunk.toString()));
      request.on('end', () => {
        response.writeHead(418, { 'x-answer': 'yes' });
        response.end(JSON.stringify({ method: request.method, authorization: request.headers.authorization, body }));
      });
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const address = `http://127.0.0.1:${port}/`;
    const ask = (url: string): Promise<unknown> =>
      app.evaluate(async ({ net }, wanted) => {
        try {
          const init = {
            method: 'PUT',
            headers: { authorization: 'Bearer x', 'content-type': 'text/plain' },
            body: 'hello',
          };
          const response = await net.fetch(wanted, init);
          return { status: response.status, answer: response.headers.get('x-answer'), body: await response.text() };
        } catch (error) {
          return error instanceof Error ? error.message : 'no error';
        }
      }, url);
    expect(await ask(address)).toEqual({
      status: 418,
      answer: 'yes',
      body: JSON.stringify({ method: 'PUT', authorization: 'Bearer x', body: 'hello' }),
    });
    server.close();
    server.closeAllConnections();
    await once(server, 'close');
    expect(await ask(address)).toContain('ERR_CONNECTION_REFUSED');
  });
});

test.describe('permissions', () => {
  test('are asked of main: the microphone is granted, the camera and the screen are not', async ({ app, page }) => {
    const ask = (constraints: MediaStreamConstraints): Promise<string> =>
      page.evaluate(async (wanted) => {
        try {
          const stream = await navigator.mediaDevices.getUserMedia(wanted);
          const [track] = stream.getTracks();
          track?.stop();
          return track?.kind ?? 'nothing';
        } catch (error) {
          return error instanceof Error ? error.name : '';
        }
      }, constraints);
    expect(await ask({ audio: true })).toBe('audio');
    expect(await ask({ video: true })).toBe('NotAllowedError');
    const screen = await page.evaluate(() =>
      navigator.mediaDevices.getDisplayMedia().then(
        () => 'given',
        (error: Error) => error.name,
      ),
    );
    expect(screen).toBe('NotAllowedError');
    expect((await seenOf(app)).permissions).toContainEqual(['media', 'audio']);
  });
});

test.describe('utility processes', () => {
  test('start with their arguments, and talk to the page over a transferred port', async ({ app, page }) => {
    expect(await page.evaluate(() => bridge.fork())).toEqual({ started: true });
    await expect.poll(() => page.evaluate(() => bridge.heard())).toEqual(['first']);
    await page.evaluate(() => bridge.say({ hello: 1 }));
    await expect.poll(() => page.evaluate(() => bridge.heard())).toEqual(['first', { back: { hello: 1 } }]);
    expect(
      await app.evaluate(({ app: electron }) =>
        electron.getAppMetrics().some(({ name }) => name === 'conformance utility'),
      ),
    ).toBe(true);
    await page.evaluate(() => bridge.kill());
    await expect.poll(async () => (await seenOf(app)).exits.length).toBe(1);
  });
});

test.describe('the life cycle', () => {
  test('a second instance tells the first and ends', async ({ app, page, userData }) => {
    await expect(page.locator('h1')).toBeVisible();
    // Started as a person would, without Playwright: it ends before anybody could attach.
    const second = spawn(
      app.process().spawnfile,
      ['--no-sandbox', `--user-data-dir=${userData}`, application, 'parley-argument'],
      {
        stdio: 'ignore',
      },
    );
    const [code] = (await once(second, 'exit')) as [number];
    expect(code).toBe(0);
    await expect.poll(async () => (await seenOf(app)).second).toEqual(['parley-argument']);
  });

  test('closing the last window ends the program', async ({ app, page }) => {
    const ended = new Promise((resolve) => app.process().once('exit', resolve));
    await app.evaluate(({ BrowserWindow, app: electron }) => {
      electron.on('window-all-closed', () => electron.quit());
      BrowserWindow.getAllWindows()[0]?.close();
    });
    await ended;
    expect(page.isClosed()).toBe(true);
  });

  test('a crashed page is told', async ({ app, page }) => {
    await expect(page.locator('h1')).toBeVisible();
    const reason = app.evaluate(
      ({ BrowserWindow }) =>
        new Promise((resolve) => {
          const contents = BrowserWindow.getAllWindows()[0]?.webContents;
          contents?.once('render-process-gone', (_event, details) => resolve(details.reason));
          contents?.forcefullyCrashRenderer();
        }),
    );
    expect(['crashed', 'killed']).toContain(await reason);
  });
});
