import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { runtime } from '../launch.ts';
import { application, expect, test } from './fixtures.ts';

// Stand-in only: that it throws for what it does not play, where real Electron plays it.
test.skip(() => runtime() !== 'standin', 'stand-in only: real Electron plays all of this');

declare const bridge: { sendSync(): unknown };
const said = 'Electron stand-in: ';

test('main meets an error wherever the stand-in would have to pretend', async ({ app, page }) => {
  await expect(page.locator('h1')).toBeVisible();
  const answers = await app.evaluate((electron) => {
    const window = electron.BrowserWindow.getAllWindows()[0]!;
    const nothing = (): void => undefined;
    const tries: Record<string, () => unknown> = {
      module: () => electron.clipboard.readText(),
      'unknown module': () => (electron as unknown as Record<string, unknown>)['teapot'],
      class: () => new electron.Notification({ title: 'x' }),
      'class of statics': () => new electron.Menu(),
      static: () => electron.BrowserWindow.getFocusedWindow(),
      method: () => window.setOpacity(0.5),
      property: () => (window.autoHideMenuBar = true),
      nested: () => electron.app.commandLine.appendArgument('x'),
      'event of the application': () => electron.app.on('open-url', nothing),
      'event of a window': () => window.once('blur', nothing),
      'event of a page': () => window.webContents.addListener('context-menu', nothing),
      'event of the session': () => window.webContents.session.on('will-download', nothing),
      'event of the screens': () => electron.screen.on('display-added', nothing),
      'event that is never emitted': () => window.webContents.emit('will-redirect'),
      'option of a window': () => new electron.BrowserWindow({ transparent: true }),
      'option of a page': () => new electron.BrowserWindow({ webPreferences: { partition: 'x' } }),
      'value of an option': () => new electron.BrowserWindow({ webPreferences: { sandbox: false } }),
      'policy of WebRTC': () => window.webContents.setWebRTCIPHandlingPolicy('default_public_interface_only'),
      'option of an entry': () => electron.Menu.buildFromTemplate([{ role: 'quit' }]),
    };
    return Object.entries(tries).map(([name, attempt]) => {
      try {
        attempt();
        return `${name}: accepted in silence`;
      } catch (error) {
        return error instanceof Error ? error.message : String(error);
      }
    });
  });
  for (const answer of answers) expect(answer).toMatch(/^Electron stand-in: .* is not played/);
  expect(await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1);
});

test('events and windows that are played go on as before', async ({ app, page }) => {
  await expect(page.locator('h1')).toBeVisible();
  const seen = await app.evaluate(({ app: electron, BrowserWindow }) => {
    const window = BrowserWindow.getAllWindows()[0]!;
    const heard: string[] = [];
    electron.on('activate', () => heard.push('activate'));
    window.webContents.on('will-redirect', () => heard.push('will-redirect'));
    window.on('page-title-updated', () => heard.push('page-title-updated'));
    window.on('hide', () => heard.push('hide'));
    window.hide();
    return { heard, same: BrowserWindow.fromWebContents(window.webContents) === window };
  });
  expect(seen).toEqual({ heard: ['hide'], same: true });
});

test('the preload meets the same error', async ({ page }) => {
  await expect(page.evaluate(() => bridge.sendSync())).rejects.toThrow(`${said}ipcRenderer.sendSync is not played`);
});

test('without Chromium it says in one line what to set or install, and fails', async ({ userData }) => {
  for (const [program, words] of [
    ['/nowhere/chromium', 'no Chromium that can be run at /nowhere/chromium'],
    [join(application, 'package.json'), 'no Chromium that can be run at'],
  ] as const) {
    const child = spawn(join(import.meta.dirname, '../electron'), [`--user-data-dir=${userData}`, application], {
      env: { ...process.env, ELECTRON_STANDIN_CHROMIUM: program },
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    let text = '';
    child.stderr.on('data', (chunk: Buffer) => (text += chunk.toString()));
    const [code] = (await once(child, 'close')) as [number];
    expect(code).toBe(1);
    const lines = text.trim().split('\n');
    expect(lines).toHaveLength(1);
    expect(lines[0]).toContain(said + words);
    expect(lines[0]).toContain('ELECTRON_STANDIN_CHROMIUM');
    expect(lines[0]).toContain('apt-get install chromium');
  }
});
