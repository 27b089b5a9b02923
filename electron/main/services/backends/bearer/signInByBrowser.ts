import { createHash, randomBytes } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import { oauthAnswer, requestUrl, type BearerSource } from '@parley/shared/backends/dialects/bearerSource';
import type { ParleyError } from '@parley/shared/errors';
import { err, type Result } from '@parley/shared/result';
import { askForBearer, type HeldBearer, type SourcePorts } from './heldBearer.ts';

/** How long the person may take in the browser, ms. */
const patience = 300_000;
const callbackPath = '/signed-in';

/**
 * The system browser (RFC 8252): authorisation code with PKCE (RFC 7636) and a loopback address that is open for this one
 * sign-in. The password never comes near Parley. Never rejects.
 */
export async function signInByBrowser(
  ports: SourcePorts & { readonly openBrowser: (url: string) => Promise<unknown> },
  source: Extract<BearerSource, { kind: 'browser' }>,
  cancel: AbortSignal,
): Promise<Result<HeldBearer>> {
  const state = randomBytes(24).toString('base64url');
  const verifier = randomBytes(48).toString('base64url');
  const stop = AbortSignal.any([cancel, AbortSignal.timeout(patience)]);
  let server: Server | null = null;
  try {
    const listening = await listen();
    server = listening.server;
    const redirect = `http://127.0.0.1:${listening.port}${callbackPath}`;
    const url = new URL(requestUrl(ports.address, source.authorizeUrl));
    const query = {
      response_type: 'code',
      client_id: source.clientId,
      redirect_uri: redirect,
      state,
      code_challenge: createHash('sha256').update(verifier).digest('base64url'),
      code_challenge_method: 'S256',
      ...(source.scope === '' ? {} : { scope: source.scope }),
    };
    for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
    const answer = untilBack(server, state, stop);
    await Promise.race([ports.openBrowser(url.href), answer]);
    const code = await answer;
    if (code === null) return err(stop.aborted ? cancelled : refused);
    const form = {
      grant_type: 'authorization_code',
      code,
      redirect_uri: redirect,
      client_id: source.clientId,
      code_verifier: verifier,
    };
    const request = { method: 'POST', url: requestUrl(ports.address, source.tokenUrl), form } as const;
    return await askForBearer(ports, request, oauthAnswer, refused);
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

/** The code that the browser comes back with; null when the person refused there, or it took too long. */
function untilBack(server: Server, state: string, stop: AbortSignal): Promise<string | null> {
  return new Promise((resolve) => {
    const give = (code: string | null): void => resolve(code);
    if (stop.aborted) return give(null);
    stop.addEventListener('abort', () => give(null), { once: true });
    server.on('request', (request, response) => {
      const url = new URL(request.url ?? '/', 'http://127.0.0.1');
      // Whoever does not know the state did not come from this sign-in; the real answer is still waited for.
      if (request.method !== 'GET' || url.pathname !== callbackPath || url.searchParams.get('state') !== state) {
        response.writeHead(404, { 'content-type': 'text/plain' }).end();
        return;
      }
      const headers = { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store', connection: 'close' };
      // The answer is on its way before the server is closed.
      response
        .writeHead(200, headers)
        .end('Parley: you can close this page.', () => give(url.searchParams.get('code')));
    });
  });
}

const cancelled: ParleyError = { code: 'cancelled', message: 'The sign-in in the browser was not finished.' };
const refused: ParleyError = {
  code: 'unauthorised',
  reason: 'wrongCredentials',
  message: 'The sign-in in the browser was refused.',
};
const noBrowser: ParleyError = { code: 'unavailable', message: 'The system browser cannot be used for the sign-in.' };
