import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { _electron, type ElectronApplication } from '@playwright/test';
import { chromiumObstacle } from './runtime/chromiumProgram.ts';

export type Runtime = 'electron' | 'standin';

/** Which program takes Electron's place: PARLEY_E2E_RUNTIME, the stand-in unless said otherwise. */
export const runtime = (): Runtime => (process.env['PARLEY_E2E_RUNTIME'] === 'electron' ? 'electron' : 'standin');

export interface LaunchOptions {
  /** Chromium switches and the application, as on Electron's command line. */
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** A folder of its own for every run: the single-instance lock is in it. */
  readonly userData: string;
}

/**
 * Starts an Electron application by Playwright, the same line for the stand-in and for real Electron. Without
 * `executablePath` Playwright holds the application until it is attached.
 */
export async function launchElectron(options: LaunchOptions): Promise<ElectronApplication> {
  // Read by `electron/index.js` in this process when Playwright asks for the executable.
  if (runtime() === 'standin') process.env['ELECTRON_OVERRIDE_DIST_PATH'] ??= import.meta.dirname;
  else delete process.env['ELECTRON_OVERRIDE_DIST_PATH'];
  const env = Object.fromEntries(
    Object.entries({ ...process.env, ...options.env }).filter(
      (entry): entry is [string, string] => entry[1] !== undefined,
    ),
  );
  // The stand-in says it itself and fails, but Playwright keeps its words.
  const obstacle = runtime() === 'standin' ? chromiumObstacle(env) : null;
  if (obstacle !== null) throw new Error(obstacle);
  const app = await _electron.launch({
    args: [`--user-data-dir=${options.userData}`, ...options.args],
    cwd: join(import.meta.dirname, '../..'),
    env,
  });
  const child = app.process();
  // A test that is ended from outside must not leave a program behind.
  const kill = (): void => void child.kill('SIGKILL');
  process.once('exit', kill);
  child.once('exit', () => process.removeListener('exit', kill));
  return app;
}

/** Starts the program as a command line does, without Playwright, and resolves with what it printed and its exit code. */
export function runElectron(
  args: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<{ readonly code: number | null; readonly out: string }> {
  const program =
    runtime() === 'standin'
      ? join(import.meta.dirname, 'electron')
      : (createRequire(import.meta.url)('electron') as string);
  return new Promise((resolve) => {
    const child = spawn(program, [...args], {
      cwd: join(import.meta.dirname, '../..'),
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const kill = (): void => void child.kill('SIGKILL');
    process.once('exit', kill);
    let out = '';
    child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
    child.once('close', (code) => {
      process.removeListener('exit', kill);
      resolve({ code, out });
    });
  });
}
