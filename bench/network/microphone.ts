import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeTone } from '../../tests/e2e/support/tone.ts';

/** A private PulseAudio whose only microphone says a steady tone. */
export interface Microphone {
  readonly environment: Readonly<Record<string, string>>;
  stop(): Promise<void>;
}

export async function startMicrophone(frequency: number): Promise<Microphone> {
  const folder = mkdtempSync(join(tmpdir(), 'parley-bench-pulse-'));
  const socket = join(folder, 'native');
  const environment = {
    XDG_RUNTIME_DIR: folder,
    PULSE_SERVER: `unix:${socket}`,
    PULSE_RUNTIME_PATH: folder,
    PULSE_STATE_PATH: folder,
  };
  const env = { ...process.env, ...environment, HOME: folder };
  const children: ChildProcess[] = [];
  const killNow = (): void => {
    for (const child of children) child.kill('SIGKILL');
  };
  process.on('exit', killNow);
  const start = (command: string, args: readonly string[]): ChildProcess => {
    const child = spawn(command, args, { env, stdio: 'ignore' });
    children.push(child);
    return child;
  };
  start('pulseaudio', [
    '-n',
    '--daemonize=no',
    '--exit-idle-time=-1',
    '--use-pid-file=no',
    `--load=module-native-protocol-unix auth-anonymous=1 socket=${socket}`,
    '--load=module-null-sink sink_name=speaker rate=48000',
    '--load=module-null-sink sink_name=mic rate=48000',
    '--load=module-remap-source master=mic.monitor source_name=micsrc',
  ]);
  for (const limit = Date.now() + 10_000; ;) {
    try {
      execFileSync('pactl', ['info'], { env, stdio: 'ignore' });
      break;
    } catch (error) {
      if (Date.now() > limit) throw error;
      await new Promise((next) => setTimeout(next, 50));
    }
  }
  execFileSync('pactl', ['set-default-source', 'micsrc'], { env, stdio: 'ignore' });
  execFileSync('pactl', ['set-default-sink', 'speaker'], { env, stdio: 'ignore' });
  start('paplay', ['--device=mic', writeTone(join(folder, 'tone.wav'), frequency, -12, 600)]);
  // Without a reader that wants small blocks a null sink hands its sound over in blocks of hundreds of ms.
  start('sh', ['-c', 'exec parec -d mic.monitor --latency-msec=5 > /dev/null']);
  return {
    environment,
    async stop() {
      process.off('exit', killNow);
      for (const child of children.toReversed()) {
        if (child.exitCode !== null || child.signalCode !== null) continue;
        child.kill('SIGKILL');
        await once(child, 'exit');
      }
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
