import { createHash, randomBytes } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import { loopbackPath } from '@parley/shared/backends/parley/session';
import type { ParleyError } from '@parley/shared/errors';
import { err, ok, type Result } from '@parley/shared/result';

/** What the page that is opened has to be told: RFC 8252 §7.3, RFC 7636 §4.3, RFC 6749 §10.12. */
export interface BrowserRequest {
  /** The loopback address to come back to. */
  readonly redirect: string;
  /** S256 */
  readonly challenge: string;
  readonly state: string;
}

/** What the browser came back with, to whom it belongs. */
export interface BrowserAnswer {
  readonly query: URLSearchParams;
  readonly redirect: string;
  /** Of the challenge. */
  readonly verifier: string;
}

/** How long the person may take in the browser, ms. */
const patience = 300_000;

/**
 * The system browser (RFC 8252): opens a page there and waits, at a loopback address that is open for this one time, until
 * the browser comes back. Whatever the person types there never comes near Parley. Never rejects; `cancelled` when the
 * person takes too long, or `cancel` says so.
 *
 * @param page the address of the page; may throw
 */
export async function throughBrowser(
  openBrowser: (url: string) => Promise<unknown>,
  page: (request: BrowserRequest) => string,
  cancel: AbortSignal,
): Promise<Result<BrowserAnswer>> {
  const state = randomBytes(24).toString('base64url');
  const verifier = randomBytes(48).toString('base64url');
  const challenge = createHash('sha256').update(verifier).digest('base64url');
  const stop = AbortSignal.any([cancel, AbortSignal.timeout(patience)]);
  let server: Server | null = null;
  try {
    const listening = await listen();
    server = listening.server;
    const redirect = `http://127.0.0.1:${listening.port}${loopbackPath}`;
    const back = untilBack(server, state, stop);
    await Promise.race([openBrowser(page({ redirect, challenge, state })), back]);
    const query = await back;
    return query === null ? err(cancelled) : ok({ query, redirect, verifier });
  } catch {
    return err(noBrowser);
  } finally {
    server?.close();
    server?.closeAllConnections();
  }
}

/** RFC 8252 §7.3: the loopback address itself, because `localhost` may be something else. */
function listen(): Promise<{ server: Server; port: number }> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      resolve({ server, port: typeof address === 'object' && address !== null ? address.port : 0 });
    });
  });
}

/** A text in which nothing can run, and which repeats nothing of what was asked. */
const pageHeaders = {
  'content-type': 'text/plain; charset=utf-8',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cache-control': 'no-store',
  connection: 'close',
};

/** What the browser comes back with; null when it was stopped before. */
function untilBack(server: Server, state: string, stop: AbortSignal): Promise<URLSearchParams | null> {
  return new Promise((resolve) => {
    if (stop.aborted) return resolve(null);
    stop.addEventListener('abort', () => resolve(null), { once: true });
    server.on('request', (request, response) => {
      const url = URL.parse(request.url ?? '/', 'http://127.0.0.1');
      // Whoever does not know the state did not come from this sign-in; the real answer is still waited for.
      if (request.method !== 'GET' || url?.pathname !== loopbackPath || url.searchParams.get('state') !== state) {
        response.writeHead(404, pageHeaders).end();
        return;
      }
      // The answer is on its way before the server is closed.
      response.writeHead(200, pageHeaders).end('Parley: you can close this page.', () => resolve(url.searchParams));
    });
  });
}

const cancelled: ParleyError = { code: 'cancelled', message: 'The sign-in in the browser was not finished.' };
const noBrowser: ParleyError = {
  code: 'unavailable',
  reason: 'noBrowser',
  message: 'The sign-in page was not opened in the system browser.',
};
