import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { HookReport, HotkeyEdge } from '@parley/shared/hotkeys/messages';
import { createTypist } from '../../electron/hotkeys/xtest.fixture.ts';
import { startDisplay } from '../../tests/e2e/support/desktop.ts';
import { ticketsFor } from '../../tests/fixtures/callLab.ts';
import { noise } from '../../tests/fixtures/soundAnalysis.ts';
import { median, round, sleep } from '../ui/figures.ts';
import { tapEncoder } from './browser.ts';
import type { Rig } from './rig.ts';

interface Spread {
  readonly median: number;
  readonly p95: number;
  readonly n: number;
}

/** ms. Electron's own way of an edge, a MessagePort from process to process, is in neither. */
export interface KeyFigures {
  /** From the key going down (XTEST, asked for beside other programs) to the edge that leaves the hook process. */
  readonly hook: Spread;
  /** From the edge in the page to the first packet with sound in it, by settings. */
  readonly packet: Readonly<Record<string, Spread>>;
}

const spreadOf = (values: readonly number[]): Spread => {
  const sorted = values.toSorted((a, b) => a - b);
  const p95 = sorted[Math.max(0, Math.ceil(sorted.length * 0.95) - 1)] ?? Number.NaN;
  return { median: round(median(values)), p95: round(p95), n: values.length };
};

export async function measureKeys(rig: Rig): Promise<KeyFigures> {
  const hook = spreadOf(await measureHook(100));
  console.log('hook', JSON.stringify(hook));
  const packet: Record<string, Spread> = {};
  const on = { noiseSuppression: 'browser', echoCancellation: true, autoGain: true };
  for (const [name, settings] of [
    ['as it comes', on],
    // Not RNNoise: it takes the noise that is said here for what it is.
    ['nothing processed', { noiseSuppression: 'off', echoCancellation: false, autoGain: false }],
  ] as const) {
    packet[name] = spreadOf(await measurePackets(rig, name, settings, 25));
    console.log(name, JSON.stringify(packet[name]));
  }
  return { hook, packet };
}

/** Node's own channel to a forked process stands in for Electron's `parentPort`. */
const parentPort = `
  const ports = { postMessage: (edge) => process.send({ kind: 'edge', edge }), close: () => undefined };
  process.parentPort = {
    on: (name, listener) => process.on('message', (data) => listener({ data, ports: data.kind === 'port' ? [ports] : [] })),
    postMessage: (report) => process.send(report),
  };`;

async function measureHook(presses: number): Promise<readonly number[]> {
  const display = await startDisplay();
  const typist = await createTypist(display.name);
  const entry = join(import.meta.dirname, '../../electron/hotkeys/index.ts');
  const child = fork(entry, ['--platform=linux', '--source=uiohook'], {
    env: { ...process.env, DISPLAY: display.name },
    execArgv: ['--import', `data:text/javascript,${encodeURIComponent(parentPort)}`],
    stdio: 'ignore',
  });
  try {
    let tell: (message: HookReport | { kind: 'edge'; edge: HotkeyEdge }) => void = () => undefined;
    child.on('message', (message: Parameters<typeof tell>[0]) => tell(message));
    const next = (wanted: (message: Parameters<typeof tell>[0]) => boolean): Promise<number> =>
      new Promise((resolve) => (tell = (message) => wanted(message) && resolve(performance.now())));
    await next(({ kind }) => kind === 'ready');
    child.send({ kind: 'port' });
    child.send({ kind: 'bind', longestHold: 120_000, bindings: { talk: [{ kind: 'key', code: 'ControlRight' }] } });
    await next(({ kind }) => kind === 'heartbeat');
    const found: number[] = [];
    for (let press = 0; press < presses; press += 1) {
      const at = performance.now();
      const down = next((message) => message.kind === 'edge' && message.edge.kind === 'down');
      typist.press(105);
      found.push((await down) - at);
      const up = next((message) => message.kind === 'edge' && message.edge.kind === 'up');
      typist.release(105);
      await up;
      await sleep(20 + (press % 7));
    }
    return found;
  } finally {
    child.kill('SIGKILL');
    await once(child, 'exit');
    typist.close();
    await display.stop();
  }
}

async function measurePackets(rig: Rig, room: string, settings: object, presses: number): Promise<readonly number[]> {
  const voice = rig.sound.say('micA', noise(10, 0.2));
  const { speaker } = await rig.browsers(128, false);
  const ada = await speaker.openPage({
    ticket: ticketsFor(rig.livekit, 'ada'),
    settings: { cues: false, microphoneMode: 'pushToTalk', releaseDelay: 0, ...settings },
    before: tapEncoder,
  });
  try {
    await ada.evaluate((name) => window.lab.join(name), room);
    await ada.waitForFunction(() => window.lab.controller.getSnapshot().microphone.state === 'shut');
    await sleep(2_000);
    return await ada.evaluate(async (count) => {
      const { encoder } = window as unknown as { readonly encoder: Worker };
      const wait = (duration: number): Promise<void> => new Promise((next) => setTimeout(next, duration));
      const firstSound = (): Promise<number> =>
        new Promise((resolve, reject) => {
          setTimeout(() => reject(new Error('nothing was sent')), 2_000);
          encoder.onmessage = ({ data }: MessageEvent<{ readonly at: number; readonly size: number }>) => {
            // Shut, a packet of comfort noise has a byte or two; repeated packets add a few.
            if (data.size > 40) resolve(data.at);
          };
        });
      const found: number[] = [];
      for (let press = 0; press < count; press += 1) {
        const at = performance.timeOrigin + performance.now();
        const sent = firstSound();
        window.lab.controller.holdTalk();
        found.push((await sent) - at);
        await wait(150);
        window.lab.controller.releaseTalk();
        await wait(350 + (press % 9) * 3);
      }
      return found;
    }, presses);
  } finally {
    voice.stop();
    await ada.context().close();
  }
}
