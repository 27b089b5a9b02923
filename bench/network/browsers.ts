import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { chromium, type Browser, type Page } from '@playwright/test';
import type { JoinTicket } from '@parley/shared/backends/channel';
import type { Envelope } from '@parley/shared/ipc/contract';
import { build } from 'vite';
import type { ProxyLogin } from '../../tests/lab/support/proxy.ts';

/** Pages of this benchmark, each in a browser process of its own. */
export interface Browsers {
  open(name: 'parley' | 'bare' | 'ear', options?: OpenOptions): Promise<OpenPage>;
  stop(): Promise<void>;
}

export interface OpenOptions {
  readonly ticket?: (channelId: string) => Promise<Envelope<JoinTicket>>;
  /** A command that runs the browser in another network namespace. */
  readonly within?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  /** The proxy through which everything goes but the page itself, and what is asked for through it first (`letProxyKnow`). */
  readonly proxy?: { readonly address: string; readonly login: ProxyLogin; readonly first: string };
}

export interface OpenPage {
  readonly page: Page;
  /** Processor time of the browser's processes so far, ms. */
  processorTime(): Promise<number>;
  close(): Promise<void>;
}

const program = process.env['CHROMIUM_BIN'] ?? '/usr/bin/chromium';
/** A secure context without a server: every request for it is answered here. */
const origin = 'http://localhost:9';

const repository = resolve(import.meta.dirname, '../..');
const entries = {
  parley: 'renderer/call/testing/page.ts',
  bare: 'bench/network/page/bare.ts',
  ear: 'bench/network/page/ear.ts',
} as const;

export async function startBrowsers(): Promise<Browsers> {
  const folder = mkdtempSync(join(tmpdir(), 'parley-bench-network-'));
  const scripts = new Map<string, Map<string, Buffer>>();
  for (const [name, entry] of Object.entries(entries)) {
    const result = await build({
      configFile: false,
      root: repository,
      logLevel: 'error',
      build: {
        write: false,
        lib: { entry, formats: ['es'], fileName: () => 'page.js' },
        target: 'esnext',
      },
    });
    const files = new Map<string, Buffer>();
    for (const output of [result].flat()) {
      if (!('output' in output)) continue;
      for (const file of output.output)
        files.set(`/${file.fileName}`, Buffer.from(file.type === 'chunk' ? file.code : file.source));
    }
    scripts.set(name, files);
  }
  const opened = new Set<Browser>();
  return {
    async open(name, { ticket, within, environment = {}, proxy } = {}) {
      const browser = await chromium.launch({
        executablePath: within === undefined ? program : wrap(folder, within),
        env: { ...process.env, ...environment },
        ignoreDefaultArgs: ['--mute-audio'],
        ...(proxy === undefined
          ? {}
          : {
              proxy: {
                server: `http://${proxy.address}`,
                username: proxy.login.name,
                password: proxy.login.password,
              },
            }),
        args: [
          '--no-sandbox',
          '--use-fake-ui-for-media-stream',
          '--ignore-certificate-errors',
          '--disable-background-networking',
          '--autoplay-policy=no-user-gesture-required',
          '--disable-features=LocalNetworkAccessChecks',
          '--disable-renderer-backgrounding',
          '--disable-background-timer-throttling',
        ],
      });
      opened.add(browser);
      const page = await browser.newPage();
      await page.route(`${origin}/**`, async (route) => {
        const body = scripts.get(name)?.get(new URL(route.request().url()).pathname);
        await (body === undefined
          ? route.fulfill({
              contentType: 'text/html',
              body: '<!doctype html><body><script type="module" src="/page.js"></script>',
            })
          : route.fulfill({ contentType: 'text/javascript', body }));
      });
      if (ticket !== undefined) await page.exposeFunction('requestTicket', ticket);
      // The microphone of Parley's page is open as soon as a call is.
      await page.goto(`${origin}/#${encodeURIComponent(JSON.stringify({ microphoneMode: 'alwaysOpen' }))}`);
      await page.waitForFunction((ready) => ready in window, name === 'parley' ? 'lab' : name);
      if (proxy !== undefined) await letProxyKnow(page, proxy.first);
      const session = await browser.newBrowserCDPSession();
      return {
        page,
        async processorTime() {
          const { processInfo } = await session.send('SystemInfo.getProcessInfo');
          return processInfo.reduce((sum, { cpuTime }) => sum + cpuTime * 1_000, 0);
        },
        async close() {
          opened.delete(browser);
          await browser.close();
        },
      };
    },
    async stop() {
      for (const browser of opened) await browser.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/**
 * Whoever joins a call has asked something of a server before (an account, a list of channels, a web page), and logged in to the proxy with
 * that: so the browser knows the login, for the signalling and the relay as well.
 */
const letProxyKnow = (page: Page, first: string): Promise<void> =>
  page.evaluate(async (url) => void (await fetch(url, { mode: 'no-cors' })), first);

function wrap(folder: string, within: readonly string[]): string {
  const file = join(folder, 'chromium');
  writeFileSync(file, `#!/bin/sh\nexec ${within.join(' ')} ${program} "$@"\n`);
  chmodSync(file, 0o755);
  return file;
}
