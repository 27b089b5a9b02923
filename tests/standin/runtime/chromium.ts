import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { theApp } from './app.ts';
import { startChromium } from './cdp.ts';
import { chromiumProgram } from './chromiumProgram.ts';
import { interceptRequests } from './requests.ts';
import { state, switchValue } from './state.ts';
import { allContents } from './webContents.ts';
import { windows } from './windows.ts';

/** Switches that Chromium must not get twice or in Electron's meaning. */
const own = new Set(['user-data-dir', 'remote-debugging-port', 'enable-features', 'disable-features']);

/** Chromium's command line for the switches that were given and added by the application. */
function chromiumArguments(userData: string): string[] {
  const switches = new Map(state.switches.filter(([name]) => !own.has(name)));
  const features = (name: string, more: string[]): string =>
    [...state.switches.filter(([key]) => key === name).map(([, value]) => value), ...more]
      .filter((value) => value !== '')
      .join(',');
  const add = (name: string, value = ''): void => void (switches.has(name) || switches.set(name, value));
  switches.set(
    'disable-features',
    features('disable-features', ['LocalNetworkAccessChecks', 'LocalNetworkAccessChecksWebSockets', 'Translate']),
  );
  if (features('enable-features', []) !== '') switches.set('enable-features', features('enable-features', []));
  for (const name of [
    'no-first-run',
    'no-default-browser-check',
    'no-startup-window',
    'remote-debugging-pipe',
    'disable-background-networking',
    'disable-component-update',
    'disable-sync',
    'disable-popup-blocking',
    'disable-infobars',
    'disable-dev-shm-usage',
    'disable-background-timer-throttling',
    'disable-renderer-backgrounding',
    'disable-backgrounding-occluded-windows',
    'hide-crash-restore-bubble',
  ]) {
    add(name);
  }
  // Fake picker with fake devices; real capture needs the real picker, told what to take (RECIPES).
  if (switches.has('use-fake-device-for-media-stream')) add('use-fake-ui-for-media-stream');
  else add('auto-select-desktop-capture-source', 'Entire screen');
  if (process.getuid?.() === 0) add('no-sandbox');
  const headless = process.env['ELECTRON_STANDIN_HEADLESS'] ?? (process.env['DISPLAY'] ? '0' : '1');
  if (headless !== '0') {
    add('headless', 'new');
    add('disable-gpu');
  }
  add('autoplay-policy', 'no-user-gesture-required');
  add('password-store', 'basic');
  return [
    ...[...switches].map(([name, value]) => (value === '' ? `--${name}` : `--${name}=${value}`)),
    `--remote-debugging-port=${switchValue('remote-debugging-port') ?? '0'}`,
    `--user-data-dir=${userData}`,
  ];
}

/** Starts Chromium, tells Playwright where it listens, and makes the application ready. */
export async function becomeReady(): Promise<void> {
  // `app.quit()` while loading (no instance lock) is obeyed before anything is started.
  for (let turn = 0; turn < 50 && theApp.isQuitting() && !state.exiting; turn += 1) await new Promise(setImmediate);
  if (state.exiting) return;
  const userData = join(theApp.getPath('userData'), 'chromium.standin');
  mkdirSync(userData, { recursive: true });
  const { NODE_OPTIONS: _options, ...env } = process.env;
  const program = chromiumProgram(process.env);
  const chromium = startChromium(program, chromiumArguments(userData), env);
  const { child, connection } = chromium;
  state.chromium = chromium;
  process.on('exit', () => child.kill('SIGKILL'));
  let started = false;
  const gone = (how: string): void => {
    if (state.exiting) return;
    console.error(
      started
        ? `[electron stand-in] Chromium ended (${how})`
        : `Electron stand-in: ${program} did not start (${how}): ELECTRON_STANDIN_DEBUG=1 shows what it says, ELECTRON_STANDIN_CHROMIUM names another Chromium`,
    );
    void theApp.end(1);
  };
  child.once('exit', (code, signal) => gone(String(code ?? signal)));
  child.once('error', ({ message }) => gone(message));
  const address = new Promise<string>((resolve) => {
    let said = '';
    child.stderr?.on('data', (chunk: Buffer) => {
      said = (said + chunk.toString()).slice(-8192);
      const found = /DevTools listening on (ws:\/\/\S+)/.exec(said)?.[1];
      if (found !== undefined) resolve(found);
      if (process.env['ELECTRON_STANDIN_DEBUG'])
        process.stderr.write(String(chunk).replaceAll(/^DevTools/gm, '(chromium) DevTools'));
    });
  });
  const { browser } = connection;
  try {
    await browser.send('Browser.getVersion');
  } catch {
    // Its exit is told in the next turns; a program that lives on without the protocol is no Chromium either.
    await new Promise((next) => setTimeout(next, 500));
    gone('it does not speak the protocol of Chromium');
    return;
  }
  started = true;
  browser.on('Target.detachedFromTarget', ({ targetId }: { targetId?: string }) => {
    const contents = [...allContents.values()].find((one) => one.targetId === targetId);
    if (contents !== undefined) windows.get(contents.id)?.vanish();
  });
  await Promise.all([
    browser.send('Target.setDiscoverTargets', { discover: true }),
    interceptRequests(),
    browser.send('Browser.grantPermissions', {
      permissions: ['audioCapture', 'clipboardReadWrite', 'clipboardSanitizedWrite'],
    }),
  ]);
  // The second line that Playwright's launcher waits for (facts/standin.md).
  if (switchValue('remote-debugging-port') !== undefined)
    process.stderr.write(`\nDevTools listening on ${await address}\n`);
  theApp.becomeReady();
}
