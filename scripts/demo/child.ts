import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync, readFileSync } from 'node:fs';

/** A server that the demo started; what it prints is in a file. */
export interface Child {
  stop(): Promise<void>;
}

export interface ChildOptions {
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly env?: NodeJS.ProcessEnv;
  readonly cwd: string;
  readonly log: string;
  /** Answers any HTTP request when it is ready. */
  readonly url: string;
}

/** How long a server may take to answer, and to end when asked, ms. */
const startLimit = 30_000;
const endLimit = 3000;

/** Starts a server and resolves when it answers. Rejects with the end of its log when it does not. */
export async function startChild({ name, command, args, env, cwd, log, url }: ChildOptions): Promise<Child> {
  const file = openSync(log, 'w', 0o600);
  // In a process group of its own: Ctrl-C reaches only the demo, which ends everything in order.
  const child = spawn(command, args, { cwd, env: env ?? process.env, detached: true, stdio: ['ignore', file, file] });
  closeSync(file);
  let failure: string | null = null;
  child.once('error', ({ message }) => (failure = message));
  const limit = Date.now() + startLimit;
  while (!(await answers(url))) {
    if (child.exitCode !== null || child.signalCode !== null) {
      failure ??= `it ended with ${child.exitCode ?? child.signalCode}. ${lastLines(log)}`;
    }
    if (failure === null && Date.now() > limit) failure = `no answer after ${startLimit / 1000} s. ${lastLines(log)}`;
    if (failure !== null) {
      await stop(child);
      throw new Error(`${name} did not start: ${failure}`);
    }
    await new Promise((next) => setTimeout(next, 50));
  }
  return { stop: () => stop(child) };
}

const answers = (url: string): Promise<boolean> =>
  fetch(url, { signal: AbortSignal.timeout(2000) }).then(
    () => true,
    () => false,
  );

const lastLines = (log: string): string => readFileSync(log, 'utf8').trim().split('\n').slice(-3).join(' · ');

async function stop(child: ChildProcess): Promise<void> {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  const exit = once(child, 'exit');
  child.kill('SIGTERM');
  const impatience = setTimeout(() => child.kill('SIGKILL'), endLimit);
  await exit;
  clearTimeout(impatience);
}
