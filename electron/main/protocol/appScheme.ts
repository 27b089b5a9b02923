import { readFile } from 'node:fs/promises';
import { protocol } from 'electron';
import { pageHeaders } from '../security/csp.ts';
import { appHost, appScheme } from '../security/origin.ts';
import { contentType, resolveAsset } from './resolveAsset.ts';

/** Once, before `ready`. `secure` matters: without a secure context there is no `getUserMedia`. */
export function registerAppScheme(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: appScheme, privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true } },
  ]);
}

/** Serves the renderer's bundle, and nothing else, as `app://parley/…`. After `ready`. */
export function serveAppScheme(folder: string): void {
  protocol.handle(appScheme, async (request) => {
    const file = request.method === 'GET' ? resolveAsset(folder, request.url, appHost) : null;
    if (file === null) return new Response(null, { status: 404, headers: pageHeaders });
    try {
      // Read through the file system, which knows the archive; bundles are small and cached by Chromium.
      const body = await readFile(file);
      return new Response(new Uint8Array(body), { headers: { ...pageHeaders, 'content-type': contentType(file) } });
    } catch {
      return new Response(null, { status: 404, headers: pageHeaders });
    }
  });
}
