import { execFile, spawn } from 'node:child_process';
import { promisify } from 'node:util';
import { z } from 'zod';
import type { InputLevel, InputMixer } from './inputGuard.ts';

const run = promisify(execFile);

/** pactl's words depend on the language. */
const environment = (): NodeJS.ProcessEnv => ({ ...process.env, LC_ALL: 'C' });

/** ms */
const limit = 2_000;
/** Several changes come together, ms. */
const together = 100;
/** After the sound server went away, ms. */
const again = 5_000;

const sourcesSchema = z.array(
  z.object({
    name: z.string(),
    description: z.string(),
    mute: z.boolean(),
    volume: z.record(z.string(), z.object({ value: z.number() })),
  }),
);

/** 100 % of PulseAudio (`PA_VOLUME_NORM`). */
const full = 65_536;

/**
 * PulseAudio, and PipeWire with its PulseAudio side, by `pactl` (package pulseaudio-utils, from version 16, which first
 * tells in JSON). Where it is missing or older nothing is told. It tells changes by itself: nothing is polled.
 */
export function createPactlMixer(): InputMixer {
  return {
    watch(label, onLevel) {
      let stopped = false;
      let timer: NodeJS.Timeout | undefined;
      let stop: () => void = () => undefined;
      const look = (): void => {
        clearTimeout(timer);
        timer = setTimeout(() => {
          void readLevel(label).then((level) => level !== null && !stopped && onLevel(level));
        }, together);
      };
      const listen = (): void => {
        const child = spawn('pactl', ['subscribe'], { env: environment(), stdio: ['ignore', 'pipe', 'ignore'] });
        stop = () => void child.kill();
        child.stdout.setEncoding('utf8').on('data', (text: string) => {
          // Of a source, or of the server: another default.
          if (/'change' on (?:source|server) /.test(text)) look();
        });
        // There is no pactl: nothing to wait for.
        child.on('error', () => (stopped = true));
        child.on('exit', () => {
          if (stopped) return;
          timer = setTimeout(listen, again);
        });
        look();
      };
      listen();
      return () => {
        stopped = true;
        clearTimeout(timer);
        stop();
      };
    },
    async set({ device, volumes, muted }) {
      await pactl('set-source-volume', device, ...volumes.map(String));
      await pactl('set-source-mute', device, muted ? '1' : '0');
    },
  };
}

const pactl = async (...args: string[]): Promise<string> =>
  (await run('pactl', args, { env: environment(), timeout: limit, maxBuffer: 4_000_000 })).stdout;

/** Null: there is no such device, or pactl does not tell. */
async function readLevel(label: string | null): Promise<InputLevel | null> {
  try {
    const name = label === null ? (await pactl('get-default-source')).trim() : null;
    const answer = sourcesSchema.safeParse(JSON.parse(await pactl('--format=json', 'list', 'sources')));
    const source = answer.data?.find((one) => (name === null ? one.description === label : one.name === name));
    if (source === undefined) return null;
    const volumes = Object.values(source.volume).map(({ value }) => value);
    const percent = Math.round((Math.max(0, ...volumes) / full) * 100);
    return { device: source.name, volumes, percent, muted: source.mute };
  } catch {
    return null;
  }
}
