import { mkdirSync } from 'node:fs';
import type { ElectronApplication, Locator, Page } from '@playwright/test';
import { launchElectron } from '../../tests/standin/launch.ts';
import type { DemoAccounts } from './folder.ts';

/** The running program and its window. */
export interface DemoProgram {
  readonly app: ElectronApplication;
  readonly page: Page;
  /** By the names of the interface's parts, with further `data-…` conditions. */
  part(name: string, data?: Readonly<Record<string, string>>): Locator;
  /** Fills the form as a person would. Resolves with `false` when the program was signed in by itself. */
  signIn(address: string, account: DemoAccounts['ada']): Promise<boolean>;
  /** Resolves when the program has ended, whoever ended it. */
  readonly ended: Promise<void>;
  /** Quits; when that takes longer than 8 s the program is killed. */
  quit(): Promise<void>;
}

/** How long the program may take to quit, ms. */
const quitLimit = 8000;

export async function openProgram(
  userData: string,
  args: readonly string[] = [],
  env: Readonly<Record<string, string>> = {},
): Promise<DemoProgram> {
  mkdirSync(userData, { recursive: true, mode: 0o700 });
  const app = await withoutForeignHandlers(() =>
    launchElectron({ userData, args: [...sandbox(), ...args, '.'], env: { ...env } }),
  );
  const child = app.process();
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const hasEnded = (): boolean => child.exitCode !== null || child.signalCode !== null;
  const quit = async (): Promise<void> => {
    if (hasEnded()) return;
    const impatience = setTimeout(() => child.kill('SIGKILL'), quitLimit);
    // It may be about to end by itself.
    await app.close().catch(() => undefined);
    if (!hasEnded()) await ended;
    clearTimeout(impatience);
  };
  try {
    const page = await app.firstWindow();
    const part: DemoProgram['part'] = (name, data = {}) =>
      page.locator(
        `[data-part="${name}"]${Object.entries(data)
          .map(([key, value]) => `[data-${key}="${value}"]`)
          .join('')}`,
      );
    await page.locator('[data-part="sign-in"], [data-part="channel-row"]').first().waitFor();
    return {
      app,
      page,
      part,
      async signIn(address, { login, password }) {
        const form = part('sign-in');
        const rows = part('channel-row').first();
        if (await rows.isVisible()) return false;
        // By what browsers call them: the labels are in the language of the system.
        await form.locator('[autocomplete="url"]').fill(address);
        await form.locator('[autocomplete="username"]').fill(login);
        await form.locator('[autocomplete="current-password"]').fill(password);
        await form.locator('button[type="submit"]').click();
        await rows.waitFor();
        return true;
      },
      ended,
      quit,
    };
  } catch (error) {
    await quit();
    throw error;
  }
}

/** Chromium has no sandbox for root, who has no use for one. */
const sandbox = (): readonly string[] =>
  process.platform === 'linux' && process.getuid?.() === 0 ? ['--no-sandbox'] : [];

/** Playwright ends this process at Ctrl-C after it has killed the program; the demo has more to end, in its own order. */
async function withoutForeignHandlers<T>(action: () => Promise<T>): Promise<T> {
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
  const before = signals.map((signal) => process.listeners(signal));
  const result = await action();
  for (const [index, signal] of signals.entries()) {
    for (const listener of process.listeners(signal)) {
      if (before[index]?.includes(listener) !== true) process.off(signal, listener);
    }
  }
  return result;
}
