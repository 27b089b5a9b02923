import { execFile, spawn } from 'node:child_process';
import { promisify } from 'node:util';
import { z } from 'zod';
import { decideSource, type Recording } from './decideSource.ts';
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
    index: z.number(),
    name: z.string(),
    description: z.string(),
    mute: z.boolean(),
    volume: z.record(z.string(), z.object({ value: z.number() })),
  }),
);

const recordingsSchema = z.array(
  z
    .object({ source: z.number(), properties: z.object({ 'application.process.id': z.string().optional() }) })
    .transform(({ source, properties: { 'application.process.id': process } }): Recording => {
      return { source, process: process === undefined ? null : Number(process) };
    }),
);

/** 100 % of PulseAudio (`PA_VOLUME_NORM`). */
const full = 65_536;

/**
 * PulseAudio, and PipeWire with its PulseAudio side, by `pactl` (package pulseaudio-utils, from version 16, which first
 * tells in JSON). Where it is missing or older nothing is told. It tells changes by itself: nothing is polled. Of two
 * microphones with one description, that from which we record is watched, and none while that cannot be told.
 *
 * @param processes the numbers of Parley's own, Chromium's audio service among them
 */
export function createPactlMixer({ processes }: { readonly processes: () => readonly number[] }): InputMixer {
  return {
    watch(label, onLevel) {
      let stopped = false;
      let timer: NodeJS.Timeout | undefined;
      let stop: () => void = () => undefined;
      const look = (): void => {
        clearTimeout(timer);
        timer = setTimeout(() => {
          void readLevel(label, processes).then((level) => level !== null && !stopped && onLevel(level));
        }, together);
      };
      const listen = (): void => {
        const child = spawn('pactl', ['subscribe'], { env: environment(), stdio: ['ignore', 'pipe', 'ignore'] });
        stop = () => void child.kill();
        child.stdout.setEncoding('utf8').on('data', (text: string) => {
          // Of a source, or of the server: another default. Who records from what decides between two of one name.
          if (/'change' on (?:source|server) /.test(text) || (label !== null && /on source-output /.test(text))) look();
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

const list = async (what: string): Promise<unknown> => JSON.parse(await pactl('--format=json', 'list', what));

/** Null: there is no such device, it cannot be told which it is, or pactl does not tell. */
async function readLevel(label: string | null, processes: () => readonly number[]): Promise<InputLevel | null> {
  try {
    const sources = sourcesSchema.parse(await list('sources'));
    const source = label === null ? await findDefault(sources) : await findCalled(label, sources, processes);
    if (source === null) return null;
    const volumes = Object.values(source.volume).map(({ value }) => value);
    const percent = Math.round((Math.max(0, ...volumes) / full) * 100);
    return { device: source.name, volumes, percent, muted: source.mute };
  } catch {
    return null;
  }
}

type PactlSource = z.infer<typeof sourcesSchema>[number];

async function findDefault(sources: readonly PactlSource[]): Promise<PactlSource | null> {
  const name = (await pactl('get-default-source')).trim();
  return sources.find((source) => source.name === name) ?? null;
}

async function findCalled(
  label: string,
  sources: readonly PactlSource[],
  processes: () => readonly number[],
): Promise<PactlSource | null> {
  const alone = sources.filter(({ description }) => description === label).length < 2;
  // Who records is asked for only where it matters.
  const recordings = alone ? [] : recordingsSchema.parse(await list('source-outputs'));
  return decideSource(label, sources, recordings, processes());
}
