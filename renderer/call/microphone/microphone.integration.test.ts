import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type Browser, type Page, type Worker } from '@playwright/test';
import { build } from 'vite';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { contentType } from '../../../electron/main/protocol/resolveAsset.ts';
import { contentSecurityPolicy } from '../../../electron/main/security/csp.ts';
import type { Probe } from './browser.fixture.ts';

declare global {
  interface Window {
    /** Given by the page, `browser.fixture.ts`. */
    readonly probe: Probe;
  }
}

// The real microphone in a real Chromium. Its input is Chromium's fake device, which plays an endless tone.
let browser: Browser;
let server: Server;
let address: string;
let folder: string;
let page: Page;
/** Parts of names of files that are not there, or no longer what they were. */
let missing: readonly string[] = [];
let damaged: readonly string[] = [];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'parley-microphone-'));
  await writeFile(
    join(folder, 'tone.wav'),
    soundFile((seconds) => 0.5 * Math.sin(2 * Math.PI * 441 * seconds)),
  );
  const files = await bundle();
  server = createServer((request, response) => {
    const path = request.url ?? '/';
    const file = files.get(path);
    // The policy of the program: what it refuses is refused here.
    response.setHeader('content-security-policy', contentSecurityPolicy);
    response.setHeader('content-type', contentType(path === '/' ? 'index.html' : path));
    if (missing.some((name) => path.includes(name))) return response.writeHead(404).end();
    if (damaged.some((name) => path.includes(name))) return response.end(file?.slice(0, file.length / 2));
    if (file !== undefined) return response.end(file);
    response.end('<!doctype html><input id="field"><button>Mute</button><script src="/probe.js"></script>');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const bound = server.address();
  if (bound === null || typeof bound === 'string') throw new Error('the server has no port');
  address = `http://127.0.0.1:${bound.port}`;
  browser = await launch(['--use-fake-ui-for-media-stream']);
});

afterAll(async () => {
  await browser?.close();
  server?.close();
  await rm(folder, { recursive: true, force: true });
});

const launch = (more: readonly string[], sound = 'tone.wav'): Promise<Browser> =>
  chromium.launch({
    executablePath: process.env['CHROMIUM_BIN'] ?? '/usr/bin/chromium',
    args: [
      '--no-sandbox',
      '--use-fake-device-for-media-stream',
      `--use-file-for-fake-audio-capture=${join(folder, sound)}`,
      '--disable-background-networking',
      '--autoplay-policy=no-user-gesture-required',
      '--disable-features=LocalNetworkAccessChecks',
      ...more,
    ],
  });

/** What has to become true, with time for a busy machine. */
const poll = <T>(read: () => Promise<T>) => expect.poll(read, { timeout: 15_000 });

beforeEach(async () => {
  page = await browser.newPage();
  await page.goto(address);
});

afterEach(async () => {
  missing = damaged = [];
  await page.close();
});

const enterCall = async (): Promise<void> => {
  expect(await page.evaluate(() => window.probe.join())).toBe('live');
  await page.evaluate(() => window.probe.microphone.setConnected(true));
};

describe('the gate in a real browser', () => {
  it('delivers digital silence while shut, sound while open, and digital silence again', async () => {
    await enterCall();
    // The device does deliver sound by now: the level hears it before the gate.
    await poll(() => page.evaluate(async () => Math.max(...(await window.probe.levels(200))))).toBeGreaterThan(-30);
    expect(await page.evaluate(() => window.probe.loudest(500))).toBe(0);
    expect(await page.evaluate(() => window.probe.microphone.getView())).toEqual({ state: 'shut', reason: 'notHeld' });

    const open = await page.evaluate(async () => {
      window.probe.microphone.holdTalk();
      return window.probe.loudest(500);
    });
    expect(open).toBeGreaterThan(0.1);

    await page.evaluate(() => window.probe.microphone.releaseTalk());
    await poll(() => page.evaluate(() => window.probe.loudest(20))).toBe(0);
    expect(await page.evaluate(() => window.probe.loudest(500))).toBe(0);
  });

  it('is not opened by writing enabled from outside, nor by a clone', async () => {
    await enterCall();
    const result = await page.evaluate(async () => {
      const { probe } = window;
      probe.track().enabled = true;
      const clone = probe.track().clone();
      clone.enabled = true;
      return { enabled: [probe.track().enabled, clone.enabled], loudest: await probe.loudest(500) };
    });
    expect(result).toEqual({ enabled: [false, false], loudest: 0 });
  });

  it('shuts by itself when nobody renews the lease', async () => {
    await enterCall();
    await page.evaluate(() => window.probe.microphone.edge({ kind: 'down', action: 'talk', binding: 0 }));
    await poll(() => page.evaluate(() => window.probe.microphone.getView())).toEqual({
      state: 'shut',
      reason: 'leaseExpired',
    });
    await poll(() => page.evaluate(() => window.probe.loudest(20))).toBe(0);
    expect(await page.evaluate(() => window.probe.loudest(300))).toBe(0);
  });

  it('lets sound through and cuts it within a few audio blocks of the edge', async () => {
    await enterCall();
    await poll(() => page.evaluate(async () => Math.max(...(await window.probe.levels(100))))).toBeGreaterThan(-30);
    for (let i = 0; i < 5; i += 1) {
      const [down, up] = await page.evaluate(async () => [
        await window.probe.delayOf('down'),
        await window.probe.delayOf('up'),
      ]);
      expect(down).toBeLessThan(400);
      expect(up).toBeLessThan(400);
      if (process.env['PARLEY_MEASURE']) console.log(`down ${down?.toFixed(1)} ms, up ${up?.toFixed(1)} ms`);
    }
  });

  it('measures the level before the gate about 30 times a second', async () => {
    await enterCall();
    await poll(() =>
      page.evaluate(async () => (await window.probe.levels(1_000)).filter((level) => level > -30).length),
    ).toBeGreaterThan(20);
  });

  it('opens the capture again for other processing and goes on with a fresh track', async () => {
    // As it comes: a second capture of a device takes over the processing of the first unless it insists.
    await page.evaluate(() => Object.assign(window.probe.settings, { echoCancellation: true }));
    await enterCall();
    const fresh = await page.evaluate(async () => {
      const { microphone, settings, track } = window.probe;
      const opened = new Promise<void>((resolve) => microphone.onDeviceOpened(resolve));
      microphone.configure({ ...settings, noiseSuppression: 'browser' });
      await opened;
      const next = microphone.createSendTrack();
      return { next: next.readyState, old: track().readyState, noiseSuppression: next.getSettings().noiseSuppression };
    });
    expect(fresh).toEqual({ next: 'live', old: 'live', noiseSuppression: true });
    await poll(() => page.evaluate(() => window.probe.track().readyState)).toBe('ended');
  });

  it('tells a missing device apart and takes the default one instead', async () => {
    const label = await page.evaluate(async () => {
      const { microphone, settings } = window.probe;
      microphone.configure({ ...settings, deviceId: 'no-such-device' });
      const started = await microphone.start();
      return started.ok ? microphone.createSendTrack().label : started.error.reason;
    });
    expect(label).toMatch(/fake/i);
  });

  it('tells a refused permission', async () => {
    // Without the fake dialog, and with nobody to answer the real one.
    const refusing = await launch([]);
    const other = await refusing.newPage();
    await other.goto(address);
    expect(await other.evaluate(() => window.probe.join())).toBe('microphoneRefused');
    expect(await other.evaluate(() => window.probe.microphone.getView())).toMatchObject({ state: 'trouble' });
    await refusing.close();
  });
});

describe("what is done to the sound, under the program's own security policy", () => {
  const with_ = (change: Partial<Probe['settings']>): Promise<void> =>
    page.evaluate((settings) => void Object.assign(window.probe.settings, settings), change);

  // The fake device has 44.1 kHz, which the browser's own processing makes 48 kHz: what a worker needs for RNNoise.
  const ways = [
    ['a worker', () => with_({ echoCancellation: true }), 1],
    ['the audio thread, where no worker can be had', async () => void (missing = ['voiceWorker']), 0],
  ] as const;
  /** Which way it went. */
  const expectWorkers = (count: number) => poll(async () => page.workers().length).toBe(count);

  it.each(ways)("RNNoise takes out noise in %s, with the browser's own suppression off", async (_, choose, workers) => {
    // As of a fan: the deeper the stronger.
    let sample = 0;
    await writeFile(
      join(folder, 'noise.wav'),
      soundFile(() => (sample = sample * 0.9 + (Math.random() - 0.5) * 0.04)),
    );
    const noisy = await launch(['--use-fake-ui-for-media-stream'], 'noise.wav');
    await page.close();
    page = await noisy.newPage();
    await page.goto(address);
    await choose();
    await with_({ noiseSuppression: 'rnnoise' });
    await enterCall();
    await expectWorkers(workers);
    expect(await page.evaluate(() => window.probe.compromises)).toEqual([]);
    await poll(() => page.evaluate(async () => Math.max(...(await window.probe.levels(100))))).toBeGreaterThan(-40);
    expect(await page.evaluate(() => window.probe.loudest(200))).toBe(0);
    await page.evaluate(() => window.probe.microphone.holdTalk());
    // Without it, the noise is at 0.026; it needs about a second to tell noise from voice.
    await poll(() =>
      page.evaluate(async () => {
        const loudest = await window.probe.loudest(200);
        return window.probe.microphone.getView().state === 'open' && loudest > 0 && loudest < 0.002;
      }),
    ).toBe(true);
    expect(await page.evaluate(() => window.probe.track().getSettings().noiseSuppression ?? false)).toBe(false);
    await noisy.close();
  });

  it.each([
    ['is not there', () => (missing = ['rnnoise_simd'])],
    ['is damaged', () => (damaged = ['rnnoise_simd'])],
    ['has nothing to run in', () => (missing = ['voiceWorker', 'voiceWorklet'])],
  ])("a suppressor that %s gives way to the browser's own, and says so; one is heard", async (_, harm) => {
    harm();
    await with_({ noiseSuppression: 'rnnoise' });
    await enterCall();
    expect(await page.evaluate(() => window.probe.compromises)).toEqual(['suppressorFailed']);
    expect(await page.evaluate(() => window.probe.track().getSettings().noiseSuppression)).toBe(true);
    await page.evaluate(() => window.probe.microphone.holdTalk());
    await poll(() => page.evaluate(() => window.probe.loudest(100))).toBeGreaterThan(0.01);
  });

  it.each(ways)(
    'a pre-roll in %s sends digital silence while shut, and sound once open',
    async (_, choose, workers) => {
      await choose();
      await with_({ preRoll: true });
      await enterCall();
      await expectWorkers(workers);
      expect(await page.evaluate(() => window.probe.loudest(300))).toBe(0);
      await page.evaluate(() => window.probe.microphone.holdTalk());
      await poll(() => page.evaluate(() => window.probe.loudest(200))).toBeGreaterThan(0.3);
      await page.evaluate(() => window.probe.microphone.releaseTalk());
      await poll(() => page.evaluate(() => window.probe.loudest(50))).toBe(0);
    },
  );

  it('a pre-roll sends what was said just before the press, and never what was said while muted', async () => {
    await with_({ preRoll: true });
    await page.evaluate(() => window.probe.takeDevice());
    await enterCall();
    /**
     * Says something for 60 ms; after the quiet that a device needs to hand it over, `open`: how loud is what is sent? What was
     * said while muted is waited for: a busy device hands it over late, and until then nobody can know when it was said.
     */
    const saidBefore = (open: 'press' | 'unmute'): Promise<number> =>
      page.evaluate(async (how) => {
        const { microphone, speak, loudest } = window.probe;
        const levels: number[] = [];
        const stop = microphone.level.subscribe((dbfs) => levels.push(dbfs), 10);
        /** Until it was loud, and is quiet again. */
        const arrived = async (): Promise<void> => {
          while (!levels.some((dbfs) => dbfs > -30) || (levels.at(-1) ?? 0) > -90) await pass(10);
        };
        const pass = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
        if (how === 'unmute') {
          microphone.holdTalk();
          microphone.setMuted('self');
          await loudest(200);
        }
        speak(true);
        await pass(60);
        speak(false);
        if (how === 'press') await pass(40);
        else {
          await arrived();
          // What processes it may hold 60 ms of it (README.md).
          await pass(100);
        }
        stop();
        if (how === 'press') microphone.holdTalk();
        else microphone.setMuted(false);
        const heard = await loudest(400);
        microphone.releaseTalk();
        await loudest(300);
        return heard;
      }, open);
    for (let i = 0; i < 2; i += 1) {
      await poll(() => saidBefore('press')).toBeGreaterThan(0.1);
      expect(await saidBefore('unmute')).toBe(0);
    }
  });

  it.each(ways)(
    'voice activation by %s opens above the threshold and stays shut below it',
    async (_, choose, workers) => {
      await choose();
      await with_({ mode: 'voiceActivation', levels: true, voice: { threshold: -3, attack: 20, hangover: 100 } });
      await enterCall();
      await expectWorkers(workers);
      await poll(() => page.evaluate(async () => Math.max(...(await window.probe.levels(100))))).toBeGreaterThan(-30);
      expect(await page.evaluate(() => window.probe.loudest(300))).toBe(0);
      await page.evaluate(() => {
        const { microphone, settings } = window.probe;
        microphone.configure({ ...settings, voice: { threshold: -20, attack: 20, hangover: 100 } });
      });
      await poll(() => page.evaluate(() => window.probe.microphone.getView())).toEqual({ state: 'open', by: 'voice' });
      await poll(() => page.evaluate(() => window.probe.loudest(100))).toBeGreaterThan(0.3);
    },
  );
});

describe('a worker that gives up', () => {
  it.each([
    ['ends', (worker: Worker) => void worker.evaluate(() => self.close()).catch(() => undefined)],
    ['hangs', (worker: Worker) => void worker.evaluate('setTimeout(() => { for (;;); })')],
    ['throws', (worker: Worker) => void worker.evaluate("setTimeout(() => { throw new Error('test'); })")],
  ])('%s: nothing is sent until the browser suppresses the noise in its place, which is told', async (how, harm) => {
    await page.evaluate(() => {
      const { probe } = window;
      // No key is held: its lease would run out while the browser ends a worker that hangs.
      const always = { mode: 'alwaysOpen', noiseSuppression: 'rnnoise', echoCancellation: true };
      Object.assign(probe.settings, always);
      probe.follow();
    });
    await enterCall();
    await poll(() => page.evaluate(() => window.probe.loudest(100))).toBeGreaterThan(0.001);
    const [worker] = page.workers();
    if (worker === undefined) throw new Error('no worker');
    // Watched in the page: it lasts for a second, or for a moment where the error is told.
    const silence =
      how === 'throws'
        ? null
        : page.evaluate(async () => {
            while ((await window.probe.loudest(20)) > 0);
          });
    harm(worker);
    await silence;
    await poll(() => page.evaluate(() => window.probe.compromises)).toEqual(['suppressorFailed']);
    expect(await page.evaluate(() => window.probe.track().getSettings().noiseSuppression)).toBe(true);
    await poll(() => page.evaluate(() => window.probe.loudest(100))).toBeGreaterThan(0.01);
    // As a hung worker would hold it.
    await poll(async () => page.workers().length).toBe(0);
  });
});

describe('the rate of the device', () => {
  it.each([8_000, 44_100, 192_000])('of %i Hz serves RNNoise, pre-roll and voice activation', async (rate) => {
    await page.evaluate((sampleRate) => {
      const { probe } = window;
      probe.takeDevice(sampleRate);
      Object.assign(probe.settings, { noiseSuppression: 'rnnoise', preRoll: true, levels: true });
    }, rate);
    await enterCall();
    await page.evaluate(() => {
      window.probe.speak(true);
      window.probe.microphone.holdTalk();
    });
    await poll(() => page.evaluate(() => window.probe.loudest(100))).toBeGreaterThan(0.001);
    expect(await page.evaluate(() => window.probe.compromises)).toEqual([]);
  });
});

describe('the keys of the focused window', () => {
  const bind = (): Promise<void> =>
    page.evaluate(() => {
      const { windowKeys } = window.probe;
      windowKeys.setBindings({
        talk: [
          { kind: 'key', code: 'Space' },
          { kind: 'key', code: 'ControlRight' },
          { kind: 'mouse', button: 'middle' },
        ],
      });
      windowKeys.setActive(true);
    });
  const edges = (): Promise<string[]> =>
    page.evaluate(() =>
      window.probe.edges
        .map((edge) => (edge.kind === 'reset' ? `reset ${edge.reason}` : `${edge.kind} ${edge.binding}`))
        .filter((edge) => !edge.startsWith('renew')),
    );

  it('tells down, renewals and up of keys and mouse buttons, and ignores auto-repeat and other keys', async () => {
    await bind();
    await page.keyboard.press('KeyA');
    await page.keyboard.down('Space');
    await page.keyboard.down('Space');
    await poll(() => page.evaluate(() => window.probe.edges.some(({ kind }) => kind === 'renew'))).toBe(true);
    await page.keyboard.up('Space');
    await page.mouse.down({ button: 'middle' });
    await page.mouse.up({ button: 'middle' });
    expect(await edges()).toEqual(['down 0', 'up 0', 'down 2', 'up 2']);
  });

  it('leaves text fields their keys, but hears a lone modifier there', async () => {
    await bind();
    await page.focus('#field');
    await page.keyboard.press('Space');
    await page.keyboard.press('ControlRight');
    expect(await page.inputValue('#field')).toBe(' ');
    expect(await edges()).toEqual(['down 1', 'up 1']);
  });

  it('does not press the focused button with a bound key', async () => {
    await bind();
    await page.evaluate(() =>
      document.querySelector('button')?.addEventListener('click', () => (document.title = 'clicked')),
    );
    await page.focus('button');
    await page.keyboard.press('Space');
    expect(await page.title()).toBe('');
    expect(await edges()).toEqual(['down 0', 'up 0']);
  });

  it('lets go of keys with Command: macOS does not tell that they came up while it was down', async () => {
    await page.evaluate(() => {
      const { windowKeys } = window.probe;
      windowKeys.setBindings({
        talk: [
          { kind: 'key', code: 'F8', modifiers: ['Meta'] },
          { kind: 'mouse', button: 'middle' },
        ],
      });
      windowKeys.setActive(true);
    });
    await page.mouse.down({ button: 'middle' });
    await page.keyboard.down('MetaLeft');
    await page.keyboard.down('F8');
    await page.keyboard.up('MetaLeft');
    expect(await edges()).toEqual(['down 1', 'down 0', 'up 0']);
    await page.keyboard.up('F8');
    await page.mouse.up({ button: 'middle' });
    expect(await edges()).toEqual(['down 1', 'down 0', 'up 0', 'up 1']);
  });

  it('lets go when the window loses the focus, when bindings change, and when it is switched off', async () => {
    await bind();
    await page.keyboard.down('Space');
    await page.evaluate(() => window.dispatchEvent(new FocusEvent('blur')));
    await page.keyboard.up('Space');
    await page.keyboard.down('ControlRight');
    await page.evaluate(() => window.probe.windowKeys.setBindings({ talk: [{ kind: 'key', code: 'KeyB' }] }));
    await page.keyboard.up('ControlRight');
    await page.keyboard.down('KeyB');
    await page.evaluate(() => window.probe.windowKeys.setActive(false));
    await page.keyboard.up('KeyB');
    await page.keyboard.press('KeyB');
    expect(await edges()).toEqual([
      'down 0',
      'reset sourceLost',
      'down 1',
      'reset rebound',
      'down 0',
      'reset stopping',
    ]);
  });
});

/** Path and content of everything that was built. */
async function bundle(): Promise<ReadonlyMap<string, string | Uint8Array>> {
  const built = await build({
    configFile: false,
    logLevel: 'silent',
    root: import.meta.dirname,
    build: {
      write: false,
      minify: false,
      rolldownOptions: {
        input: join(import.meta.dirname, 'browser.fixture.ts'),
        output: { format: 'iife', entryFileNames: 'probe.js' },
      },
    },
  });
  const [first] = [built].flat();
  if (first === undefined || !('output' in first)) throw new Error('nothing was built');
  return new Map(
    first.output.map((file) => [`/${file.fileName}`, file.type === 'chunk' ? file.code : file.source] as const),
  );
}

/** A second of sound, which is played in an endless loop: 16 bit mono, 44.1 kHz. */
function soundFile(at: (seconds: number) => number): Buffer {
  const rate = 44_100;
  const file = Buffer.alloc(44 + rate * 2);
  file.write('RIFF', 0);
  file.writeUInt32LE(file.length - 8, 4);
  file.write('WAVEfmt ', 8);
  file.writeUInt32LE(16, 16);
  file.writeUInt16LE(1, 20);
  file.writeUInt16LE(1, 22);
  file.writeUInt32LE(rate, 24);
  file.writeUInt32LE(rate * 2, 28);
  file.writeUInt16LE(2, 32);
  file.writeUInt16LE(16, 34);
  file.write('data', 36);
  file.writeUInt32LE(rate * 2, 40);
  for (let i = 0; i < rate; i += 1) {
    file.writeInt16LE(Math.round(32_767 * at(i / rate)), 44 + i * 2);
  }
  return file;
}
