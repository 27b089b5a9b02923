import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, type ElectronApplication, type Locator, type Page } from '@playwright/test';
import { launchElectron } from '../../standin/launch.ts';
import { defaultSettings, type Settings } from '@parley/shared/settings/settings';
import { writeSettings } from '@parley/shared/settings/readSettings';
import type { World } from './world.ts';

/** One running Parley: the built program, with a home, a runtime folder and user data of its own. */
export interface Program {
  readonly app: ElectronApplication;
  readonly page: Page;
  readonly userData: string;
  /** By `data-part`, the names of design/LANGUAGE.md, with further `data-…` conditions. */
  part(name: string, data?: Readonly<Record<string, string>>): Locator;
  channel(name: string): Locator;
  signIn(world: Pick<World, 'address' | 'people'>, login: keyof World['people']): Promise<void>;
  join(channel: string): Promise<void>;
  /** Everything that was written to the log folder. */
  logs(): string;
  close(): Promise<void>;
}

export interface ProgramOptions {
  readonly home?: string;
  /** A WAV file that the fake microphone plays; without it the fake microphone beeps. */
  readonly microphone?: string;
  /** Real devices of the system's sound server instead of fake ones. */
  readonly realDevices?: boolean;
  /** Settings of the first start. The processing of voices is off by default here: it takes a steady tone for noise. */
  readonly settings?: Partial<Settings>;
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

export async function startProgram(options: ProgramOptions = {}): Promise<Program> {
  const home = options.home ?? mkdtempSync(join(tmpdir(), 'parley-home-'));
  const userData = join(home, 'userData');
  const runtime = join(home, 'run');
  mkdirSync(runtime, { recursive: true, mode: 0o700 });
  if (!existsSync(join(userData, 'settings.json'))) {
    mkdirSync(userData, { recursive: true });
    const plain = { noiseSuppression: 'off' as const, echoCancellation: false, autoGain: false };
    writeFileSync(
      join(userData, 'settings.json'),
      writeSettings({ ...defaultSettings, ...plain, ...options.settings }),
    );
  }
  const app = await launchElectron({
    userData,
    args: [
      ...(options.realDevices === true ? [] : ['--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream']),
      ...(options.microphone === undefined ? [] : [`--use-file-for-fake-audio-capture=${options.microphone}`]),
      ...(options.args ?? []),
      '.',
    ],
    env: {
      HOME: home,
      XDG_RUNTIME_DIR: runtime,
      LANG: 'en_GB.UTF-8',
      // No keyring but where a spec brings one: what a test stores must not land in somebody's vault.
      DBUS_SESSION_BUS_ADDRESS: `unix:path=${runtime}/none`,
      ...options.env,
    },
  });
  const page = await app.firstWindow();
  // The window begins blank; the bridge is there with the page.
  await page.waitForFunction(() => 'desktop' in window);

  const part: Program['part'] = (name, data = {}) =>
    page.locator(
      `[data-part="${name}"]${Object.entries(data)
        .map(([key, value]) => `[data-${key}="${value}"]`)
        .join('')}`,
    );
  const program: Program = {
    app,
    page,
    userData,
    part,
    channel: (name) => part('channel-row', { 'channel-name': name }),
    async signIn(world, login) {
      const person = world.people[login];
      const form = part('sign-in');
      await form.getByLabel('Server address').fill(world.address);
      await form.getByLabel('Login').fill(person.login);
      await form.getByLabel('Password').fill(person.password);
      await form.getByRole('button', { name: 'Sign in' }).click();
      await expect(program.channel('Lobby')).toBeVisible();
    },
    async join(channel) {
      await program.channel(channel).click();
      await expect(part('call-block')).toHaveAttribute('data-phase', 'connected');
    },
    logs() {
      const folder = join(userData, 'logs');
      return readdirSync(folder)
        .map((file) => readFileSync(join(folder, file), 'utf8'))
        .join('');
    },
    async close() {
      await app.close();
      if (options.home === undefined) rmSync(home, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
    },
  };
  return program;
}
