import { createReadStream, existsSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { extname, join, normalize } from 'node:path';
import { chromium } from '@playwright/test';
import { build } from 'vite';
import { chromiumProgram } from '../standin/runtime/chromiumProgram.ts';

const root = join(import.meta.dirname, '../..');

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.woff2': 'font/woff2',
};

/**
 * Builds the gallery and the checks, gives them out with axe on a port of this machine, and starts the browser: one for
 * all workers, since a worker ends with every test that fails and a browser takes seconds to start.
 */
export default async function setUp(): Promise<() => Promise<void>> {
  // Of this run alone, so that nothing changes below it.
  const built = mkdtempSync(join(tmpdir(), 'parley-gallery-'));
  await build({
    configFile: join(root, 'vite.gallery.config.ts'),
    logLevel: 'warn',
    build: { outDir: built },
  });
  await build({
    configFile: false,
    logLevel: 'warn',
    build: {
      outDir: join(built, 'checks'),
      emptyOutDir: true,
      lib: {
        entry: join(import.meta.dirname, 'inPage/index.ts'),
        formats: ['iife'],
        name: 'checks',
        fileName: () => 'checks.js',
      },
    },
  });
  const axe = join(root, 'node_modules/axe-core/axe.min.js');
  const server = createServer((request, response) => {
    const path = normalize(new URL(request.url ?? '/', 'http://localhost').pathname);
    const file = path === '/axe.js' ? axe : join(built, path === '/' ? 'index.html' : path);
    if (!existsSync(file) || !statSync(file).isFile()) {
      response.writeHead(404).end();
      return;
    }
    // Hundreds of pages load the same script.
    response.writeHead(200, {
      'content-type': types[extname(file)] ?? 'application/octet-stream',
      'cache-control': 'max-age=86400, immutable',
    });
    createReadStream(file).pipe(response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  process.env['PARLEY_GALLERY_URL'] = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  process.env['PARLEY_GALLERY_CHECKS'] = join(built, 'checks', 'checks.js');
  const browser = await chromium.launchServer({
    executablePath: chromiumProgram(process.env),
    args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
    // It ends with this process anyway. Handling a signal would end it alone, and leave the tests running against nothing.
    handleSIGINT: false,
    handleSIGTERM: false,
    handleSIGHUP: false,
  });
  process.env['PARLEY_GALLERY_BROWSER'] = browser.wsEndpoint();
  return async () => {
    await browser.close();
    rmSync(built, { recursive: true, force: true });
    await new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  };
}
