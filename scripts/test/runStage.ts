import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';

export interface StageOptions {
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
  /** After this time everything that the stage started is ended, ms. */
  readonly limit: number;
  /** Ends the stage when it is aborted. */
  readonly signal: AbortSignal;
}

/** Runs a command to its end; its output is seen. Resolves with its exit code, null when it was ended by a signal. */
export async function runStage(
  command: string,
  args: readonly string[],
  { cwd, env, limit, signal }: StageOptions,
): Promise<number | 'tooLong' | null> {
  const child = spawn(command, [...args], {
    cwd,
    env,
    stdio: ['ignore', 'inherit', 'inherit'],
    shell: process.platform === 'win32',
    // A group of its own, to be ended as a whole: a test runner that is killed leaves what it started.
    detached: process.platform !== 'win32',
  });
  let tooLong = false;
  const timer = setTimeout(() => {
    tooLong = true;
    endGroup(child, 'SIGKILL');
  }, limit);
  const abort = (): void => {
    endGroup(child, 'SIGINT');
    setTimeout(() => endGroup(child, 'SIGKILL'), 5000).unref();
  };
  signal.addEventListener('abort', abort);
  try {
    const [status] = (await once(child, 'exit')) as [number | null];
    return tooLong ? 'tooLong' : status;
  } catch (error) {
    console.error(`${command}: ${error instanceof Error ? error.message : String(error)}`);
    return null;
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', abort);
    endGroup(child, 'SIGKILL');
  }
}

function endGroup(child: ChildProcess, signal: 'SIGINT' | 'SIGKILL'): void {
  if (child.pid === undefined) return;
  try {
    if (process.platform === 'win32') child.kill(signal);
    else process.kill(-child.pid, signal);
  } catch {
    // Nobody is left in it.
  }
}
