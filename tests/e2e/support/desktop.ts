import { execFileSync, spawnSync, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A private X display with real key events, for specs about global keys. */
export interface Display {
  readonly name: string;
  /** xdotool, e.g. `keydown Control_R`; what it said. */
  xdo(...args: string[]): string;
  stop(): Promise<void>;
}

export async function startDisplay(): Promise<Display> {
  // -displayfd: the server itself finds a free number and says it.
  const server = spawn('Xvfb', ['-displayfd', '3', '-screen', '0', '1600x1000x24', '-nolisten', 'tcp'], {
    stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
  });
  const said = server.stdio[3];
  if (said === null || said === undefined || !('on' in said)) throw new Error('Xvfb has no pipe');
  const number = await new Promise<string>((resolve, reject) => {
    let text = '';
    said.on('data', (chunk: Buffer) => {
      text += chunk.toString();
      if (text.includes('\n')) resolve(text.trim());
    });
    server.once('exit', () => reject(new Error('Xvfb did not start')));
  });
  const name = `:${number}`;
  return {
    name,
    xdo: (...args) => execFileSync('xdotool', args, { env: { ...process.env, DISPLAY: name }, encoding: 'utf8' }),
    stop: () => end(server),
  };
}

/** A private PulseAudio with two outputs and one microphone, all null sinks: what leaves by which can be measured. */
export interface SoundServer {
  readonly environment: Readonly<Record<string, string>>;
  /** RMS level (dBFS) of what went into a sink over `seconds`. */
  level(sink: string, seconds?: number): number;
  /** Samples (48 kHz, −1..1) that go into a sink again and again; `mic` is what the microphone hears. */
  play(sink: string, samples: Float32Array): { stop(): void };
  /** pactl, and what it said. */
  control(...args: string[]): string;
  stop(): Promise<void>;
}

export async function startSound(sinks: readonly string[]): Promise<SoundServer> {
  const folder = mkdtempSync(join(tmpdir(), 'parley-pulse-'));
  const socket = join(folder, 'native');
  const environment = {
    HOME: folder,
    XDG_RUNTIME_DIR: folder,
    PULSE_SERVER: `unix:${socket}`,
    PULSE_RUNTIME_PATH: folder,
    PULSE_STATE_PATH: folder,
  };
  const daemon = spawn(
    'pulseaudio',
    [
      '-n',
      '--daemonize=no',
      '--exit-idle-time=-1',
      '--use-pid-file=no',
      `--load=module-native-protocol-unix auth-anonymous=1 socket=${socket}`,
      ...['mic', ...sinks].map(
        (sink) => `--load=module-null-sink sink_name=${sink} rate=48000 sink_properties=device.description=${sink}`,
      ),
      '--load=module-remap-source master=mic.monitor source_name=micsrc source_properties=device.description=micsrc',
    ],
    { env: { ...process.env, ...environment }, stdio: 'ignore' },
  );
  const players = new Set<ChildProcess>();
  const run = (command: string, args: readonly string[]): Buffer =>
    execFileSync(command, args, {
      env: { ...process.env, ...environment },
      maxBuffer: 50_000_000,
      stdio: ['ignore', 'pipe', 'ignore'],
    });
  const deadline = Date.now() + 10_000;
  for (;;) {
    try {
      run('pactl', ['info']);
      break;
    } catch (error) {
      if (daemon.exitCode !== null || Date.now() > deadline) throw error;
      await new Promise((next) => setTimeout(next, 50));
    }
  }
  return {
    environment: { PULSE_SERVER: environment.PULSE_SERVER },
    level(sink, seconds = 0.5) {
      const raw = spawnSync(
        'timeout',
        [
          String(seconds + 0.3),
          'parec',
          '-d',
          `${sink}.monitor`,
          '--format=s16le',
          '--rate=48000',
          '--channels=1',
          '--latency-msec=5',
        ],
        { env: { ...process.env, ...environment }, maxBuffer: 50_000_000, stdio: ['ignore', 'pipe', 'ignore'] },
      ).stdout;
      const samples = new Int16Array(raw.buffer, raw.byteOffset, Math.floor(raw.byteLength / 2));
      // On a busy machine it may be ended before it was connected: that is no silence, and whoever polls asks again.
      if (samples.length === 0) return Number.NaN;
      const power = samples.reduce((sum, sample) => sum + (sample / 32_768) ** 2, 0) / Math.max(1, samples.length);
      return 10 * Math.log10(power);
    },
    play(sink, samples) {
      const player = spawn(
        'pacat',
        [`--device=${sink}`, '--raw', '--format=float32le', '--rate=48000', '--channels=1', '--latency-msec=100'],
        { env: { ...process.env, ...environment }, stdio: ['pipe', 'ignore', 'ignore'] },
      );
      players.add(player);
      player.stdin.on('error', () => undefined);
      const bytes = Buffer.from(samples.buffer, samples.byteOffset, samples.byteLength);
      const feed = (): void => {
        while (player.stdin.writable && player.stdin.write(bytes));
        player.stdin.once('drain', feed);
      };
      feed();
      return { stop: () => void player.kill('SIGKILL') };
    },
    control: (...args) => run('pactl', args).toString(),
    async stop() {
      for (const player of players) player.kill('SIGKILL');
      await end(daemon);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill('SIGKILL');
  await once(child, 'exit');
}
