import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { chromium, type Browser, type CDPSession, type Page } from '@playwright/test';
import react from '@vitejs/plugin-react';
import type { JoinTicket } from '@parley/shared/backends/channel';
import type { Envelope } from '@parley/shared/ipc/contract';
import { build, preview } from 'vite';
import { watch } from './page/watch.ts';

/** The pages of this benchmark, built as the program is, and a browser process of its own for each that is opened. */
export interface Pages {
  open(name: 'parley' | 'bare' | 'crowd', options?: OpenOptions): Promise<MeasuredPage>;
  stop(): Promise<void>;
}

export interface OpenOptions {
  /** More than which page: `&simulate=1`. */
  readonly query?: string;
  readonly ticket?: (channelId: string) => Promise<Envelope<JoinTicket>>;
}

export interface MeasuredPage {
  readonly page: Page;
  readonly cdp: CDPSession;
  /** Counters since the page began. */
  read(): Promise<Counters>;
  /** Number of the renderer process. */
  rendererId(): Promise<number>;
  close(): Promise<void>;
}

/** Times in ms, of the processor but for `at`. */
export interface Counters {
  readonly at: number;
  /** JavaScript on the main thread. */
  readonly script: number;
  /** Every task of the main thread, JavaScript included. */
  readonly task: number;
  readonly layout: number;
  readonly style: number;
  /** Processor time of the renderer process: every thread, WebRTC's as well. */
  readonly renderer: number;
  /** Processor time of all of the browser's processes; the GPU's paints in software here. */
  readonly everything: number;
  readonly commits: number;
  readonly longTasks: number;
  readonly nodes: number;
  readonly listeners: number;
  /** Bytes. */
  readonly heap: number;
}

/** @param readable names stay as they are written, for profiles */
export async function startPages(readable: boolean): Promise<Pages> {
  const folder = mkdtempSync(join(tmpdir(), 'parley-bench-ui-'));
  const root = resolve(import.meta.dirname, 'page');
  await build({
    configFile: false,
    root,
    base: './',
    logLevel: 'error',
    plugins: [react()],
    worker: { format: 'es' },
    build: {
      outDir: folder,
      emptyOutDir: true,
      minify: !readable,
      chunkSizeWarningLimit: 10_000,
    },
  });
  const server = await preview({
    configFile: false,
    root: folder,
    logLevel: 'error',
    build: { outDir: folder },
    preview: { host: '127.0.0.1', port: 0 },
  });
  const address = server.resolvedUrls?.local[0];
  if (address === undefined) throw new Error('the pages have no address');
  const opened = new Set<Browser>();

  return {
    async open(name, { query = '', ticket } = {}) {
      const browser = await launch();
      opened.add(browser);
      const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
      await page.addInitScript(watch);
      if (ticket !== undefined) await page.exposeFunction('requestTicket', ticket);
      await page.goto(`${address}?page=${name}${query}`);
      await page.waitForFunction((ready) => ready in window, name === 'crowd' ? 'crowd' : 'benchPage');
      const cdp = await page.context().newCDPSession(page);
      // Processor time, not time by the clock: other programs do not count.
      await cdp.send('Performance.enable', { timeDomain: 'threadTicks' });
      const whole = await browser.newBrowserCDPSession();
      return {
        page,
        cdp,
        read: () => readCounters(page, cdp, whole),
        async rendererId() {
          const { processInfo } = await whole.send('SystemInfo.getProcessInfo');
          const [busiest] = processInfo
            .filter(({ type }) => type === 'renderer')
            .toSorted((a, b) => b.cpuTime - a.cpuTime);
          if (busiest === undefined) throw new Error('Chromium tells of no renderer');
          return busiest.id;
        },
        async close() {
          opened.delete(browser);
          await browser.close();
        },
      };
    },
    async stop() {
      for (const browser of opened) await browser.close();
      await server.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function readCounters(page: Page, cdp: CDPSession, whole: CDPSession): Promise<Counters> {
  const { commits, longTasks } = await page.evaluate(() => ({
    commits: window.benchWatch.commits,
    longTasks: window.benchWatch.longTasks,
  }));
  const { metrics } = await cdp.send('Performance.getMetrics');
  const { processInfo } = await whole.send('SystemInfo.getProcessInfo');
  const metric = (name: string): number => {
    const found = metrics.find((one) => one.name === name);
    if (found === undefined) throw new Error(`Chromium measures no ${name}`);
    return found.value;
  };
  const ms = (name: string): number => metric(name) * 1_000;
  return {
    at: performance.now(),
    script: ms('ScriptDuration'),
    task: ms('TaskDuration'),
    layout: ms('LayoutDuration'),
    style: ms('RecalcStyleDuration'),
    renderer: ms('ProcessTime'),
    everything: processInfo.reduce((sum, { cpuTime }) => sum + cpuTime * 1_000, 0),
    commits,
    longTasks,
    nodes: metric('Nodes'),
    listeners: metric('JSEventListeners'),
    heap: metric('JSHeapUsedSize'),
  };
}

/** What happened between two readings. */
export function between(before: Counters, after: Counters): Counters {
  const names = Object.keys(before) as (keyof Counters)[];
  return Object.fromEntries(names.map((name) => [name, after[name] - before[name]])) as unknown as Counters;
}

const launch = (): Promise<Browser> =>
  chromium.launch({
    executablePath: process.env['CHROMIUM_BIN'] ?? '/usr/bin/chromium',
    args: [
      '--no-sandbox',
      '--use-fake-device-for-media-stream',
      '--use-fake-ui-for-media-stream',
      '--disable-background-networking',
      '--autoplay-policy=no-user-gesture-required',
      '--disable-features=LocalNetworkAccessChecks',
      '--disable-renderer-backgrounding',
      '--disable-background-timer-throttling',
    ],
  });
