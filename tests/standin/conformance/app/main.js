// The application that the conformance suite drives: plain files, so that it needs no build. Only Electron's own API.
import { join } from 'node:path';
import { app, BrowserWindow, ipcMain, MessageChannelMain, protocol, session, utilityProcess } from 'electron';

const seen = { second: [], refused: [], permissions: [], exits: [], logins: [], closed: 0 };
globalThis.seen = seen;

protocol.registerSchemesAsPrivileged([
  { scheme: 'app', privileges: { standard: true, secure: true, supportFetchAPI: true } },
]);
app.enableSandbox();
if (!app.requestSingleInstanceLock()) app.quit();
app.on('second-instance', (_event, argv) => seen.second.push(argv.at(-1)));
app.on('web-contents-created', (_event, contents) => {
  contents.setWindowOpenHandler(({ url }) => {
    seen.refused.push(`open ${url}`);
    return { action: 'deny' };
  });
  contents.on('will-navigate', (event) => {
    seen.refused.push(`navigate ${event.url}`);
    event.preventDefault();
  });
});

// A proxy's login for a page, by what the test left as the one to give.
app.on('login', (event, contents, details, info, answer) => {
  seen.logins.push([contents.getURL(), details.firstAuthAttempt, info.isProxy, info.host, info.port, info.realm]);
  if (globalThis.login === undefined) return;
  event.preventDefault();
  answer(...globalThis.login);
});

const page = `<!doctype html><title>conformance</title><h1>ready</h1><a id="away" href="https://example.invalid/">away</a>`;
ipcMain.handle('echo', (event, value) => ({
  value,
  url: event.senderFrame?.url,
  top: event.senderFrame?.parent === null,
}));
ipcMain.handle('fail', () => {
  throw new Error('as told');
});
ipcMain.on('note', (event, value) => event.sender.send('noted', value));

let child;
ipcMain.handle('fork', (event) => {
  child = utilityProcess.fork(join(import.meta.dirname, 'utility.js'), ['--flag'], {
    serviceName: 'conformance utility',
    stdio: 'ignore',
  });
  child.on('exit', (code) => seen.exits.push(code));
  return new Promise((resolve) => {
    child.once('message', (message) => {
      const { port1, port2 } = new MessageChannelMain();
      child.postMessage({ kind: 'port' }, [port1]);
      event.sender.postMessage('port', 'here', [port2]);
      resolve(message);
    });
  });
});
ipcMain.handle('kill', () => child.kill());

void app.whenReady().then(() => {
  protocol.handle('app', (request) => {
    const { pathname } = new URL(request.url);
    const headers = {
      'content-type': 'text/html',
      'content-security-policy':
        "default-src 'none'; connect-src 'self' http://127.0.0.1:* ws://127.0.0.1:* https://127.0.0.1:* wss://127.0.0.1:*",
    };
    if (pathname === '/data.json')
      return new Response('{"served":true}', { headers: { ...headers, 'content-type': 'application/json' } });
    return pathname === '/index.html' ? new Response(page, { headers }) : new Response('', { status: 404, headers });
  });
  const { defaultSession } = session;
  defaultSession.setPermissionRequestHandler((_contents, permission, answer, details) => {
    seen.permissions.push([permission, ...(details.mediaTypes ?? [])]);
    answer(permission === 'media' && (details.mediaTypes ?? []).join() === 'audio');
  });
  defaultSession.setDisplayMediaRequestHandler((_request, answer) => answer({}));
  const window = new BrowserWindow({
    width: 700,
    height: 500,
    webPreferences: { preload: join(import.meta.dirname, 'preload.cjs'), sandbox: true, contextIsolation: true },
  });
  window.on('closed', () => {
    seen.closed += 1;
  });
  return window.loadURL('app://host/index.html');
});
