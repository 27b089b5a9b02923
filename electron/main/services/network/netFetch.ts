import { Readable } from 'node:stream';
import type { AuthInfo, ClientRequest, ClientRequestConstructorOptions, IncomingMessage } from 'electron';
import type { Fetch } from '../backends/httpClient.ts';
import type { ProxyLogins } from './proxyLogins.ts';

/** How long a request that waited for a person may still take, ms. */
const afterAnswer = 10_000;
/** Statuses whose response has no body (Fetch standard, "null body status"). */
const bodiless: readonly number[] = [204, 205, 304];

/**
 * `fetch` by Chromium's network, with an answer to a proxy that wants a login. Electron's `net.fetch` has none: it cancels
 * the question without telling anybody (https://github.com/electron/electron/issues/44249), so this is `net.request`. A time limit of the
 * caller does not run out while a person is being asked. Redirects are not followed.
 */
export function createNetFetch(ports: {
  readonly request: (options: ClientRequestConstructorOptions) => ClientRequest;
  readonly logins: Pick<ProxyLogins, 'loginFor'>;
}): Fetch {
  return (url, { method = 'GET', headers = {}, body, signal }) =>
    new Promise((resolve, reject) => {
      const asked = ports.request({ url, method, redirect: 'manual', credentials: 'omit' });
      for (const [name, value] of new Headers(headers)) asked.setHeader(name, value);
      let given = false;
      let waiting = false;
      const end = (reason: unknown): void => {
        asked.abort();
        reject(reason);
      };
      const aborted = (): void => {
        if (!waiting || !isTimeout(signal?.reason)) end(signal?.reason);
      };
      const login = async (info: AuthInfo, answer: (name?: string, password?: string) => void): Promise<void> => {
        // A server that asks like that is no backend of ours.
        if (!info.isProxy) return answer();
        waiting = true;
        const found = await ports.logins.loginFor({ ...nameOf(info), url, again: given });
        waiting = false;
        given = true;
        if (found === null) answer();
        else answer(found.name, found.password);
        if (signal?.aborted === true)
          AbortSignal.timeout(afterAnswer).addEventListener('abort', () => end(signal.reason));
      };
      asked.on('login', (info, answer) => void login(info, answer));
      asked.on('error', reject);
      asked.on('response', (message) => {
        try {
          resolve(responseOf(message));
        } catch (error) {
          // What no `Response` can be of: a status of 101 or 999. Thrown here, it would end in Electron's own dialog.
          end(error);
        }
      });
      if (signal?.aborted === true) return aborted();
      signal?.addEventListener('abort', aborted, { once: true });
      if (typeof body === 'string') asked.write(body);
      asked.end();
    });
}

/** Throws a RangeError for a status that HTTP has not. */
function responseOf(message: IncomingMessage): Response {
  const { statusCode: status } = message;
  const headers = new Headers();
  for (const [name, value] of Object.entries(message.headers)) {
    try {
      headers.set(name, Array.isArray(value) ? value.join(', ') : value);
    } catch {
      // A name or a value that no header may have: nothing here asks for it.
    }
  }
  const body = Readable.toWeb(message as unknown as Readable) as ReadableStream<Uint8Array>;
  return new Response(bodiless.includes(status) ? null : body, { status, headers });
}

const nameOf = ({
  host,
  port,
  realm,
  scheme,
}: AuthInfo): { host: string; port: number; realm: string; scheme: string } => ({
  host,
  port,
  realm: realm.slice(0, 256),
  scheme: scheme.toLowerCase(),
});

const isTimeout = (reason: unknown): boolean => reason instanceof DOMException && reason.name === 'TimeoutError';
