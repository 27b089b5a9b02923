import type { ParleyError } from '@parley/shared/errors';
import { err, ok, type Result } from '@parley/shared/result';

/** The part of `net.fetch` that is used: Electron's, so that proxies and system certificates count. */
export type Fetch = (url: string, init: RequestInit) => Promise<Response>;

export interface HttpAnswer {
  readonly status: number;
  /** Lower case, without parameters; empty where the server did not say. */
  readonly contentType: string;
  readonly text: string;
  /** The server's clock as it answered (`Date`, RFC 9110 §6.6.1), ms since the epoch; null where it did not say. */
  readonly serverNow: number | null;
}

export interface HttpRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly url: string;
  /** Sent as JSON. */
  readonly json?: unknown;
  /** Sent as a form (OAuth 2.0 asks for one: RFC 6749 §4.1.3). */
  readonly form?: Readonly<Record<string, string>>;
  /** `Authorization: Bearer …` */
  readonly bearer?: string;
  /** Others, by their names in lower case. */
  readonly headers?: Readonly<Record<string, string>>;
}

/** One request to a backend. Never rejects, never follows a redirect, reads no more than it is allowed to. */
export type HttpClient = (request: HttpRequest) => Promise<Result<HttpAnswer>>;

export interface HttpLimits {
  /** A server that has not answered by then counts as unreachable, ms. */
  readonly time: number;
  /** An answer is read no further than this, bytes: a hostile server must not fill the memory. */
  readonly size: number;
}

/** @param strange what to say when something answers that does not speak as this kind of server does */
export function createHttpClient(ports: {
  readonly fetch: Fetch;
  readonly strange: ParleyError;
  readonly limits: HttpLimits;
}): HttpClient {
  const { strange, limits } = ports;
  return async ({ method, url, json, form, bearer, headers: others }) => {
    const headers: Record<string, string> = { ...others, accept: 'application/json' };
    if (json !== undefined) headers['content-type'] = 'application/json';
    if (form !== undefined) headers['content-type'] = 'application/x-www-form-urlencoded';
    if (bearer !== undefined) headers['authorization'] = `Bearer ${bearer}`;
    const body = form === undefined ? JSON.stringify(json) : new URLSearchParams(form).toString();
    const stop = new AbortController();
    try {
      const response = await ports.fetch(url, {
        method,
        headers,
        // Never followed: a password goes to the address that was typed and nowhere else.
        redirect: 'manual',
        credentials: 'omit',
        signal: AbortSignal.any([stop.signal, AbortSignal.timeout(limits.time)]),
        ...(body === undefined ? {} : { body }),
      });
      const redirected = response.status >= 300 && response.status < 400;
      const text = redirected ? null : await readText(response, limits.size);
      if (text !== null) return ok({ status: response.status, text, ...headersOf(response) });
      stop.abort();
      return err(strange);
    } catch (error) {
      return err(failureOf(error, strange));
    }
  };
}

const headersOf = ({ headers }: Response): Pick<HttpAnswer, 'contentType' | 'serverNow'> => {
  const date = Date.parse(headers.get('date') ?? '');
  return {
    contentType: (headers.get('content-type') ?? '').split(';')[0]?.trim().toLowerCase() ?? '',
    serverNow: Number.isNaN(date) ? null : date,
  };
};

/** A server that is there but fails: for the person the same as one that is away. */
export const serverFailed = (status: number): ParleyError => ({
  code: 'unavailable',
  reason: 'serverUnreachable',
  message: `The server answered with HTTP status ${status}.`,
});

/** The text as JSON; undefined where it is none. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/**
 * What Chromium says (`net::ERR_…`) when something is there but does not speak as such a server does: another protocol
 * (an SSH port, plain HTTP where TLS was asked for), a certificate that is not the address's, or one of the ports that
 * Chromium keeps for other protocols.
 */
const strangeAnswer = /ERR_(?:INVALID_HTTP_RESPONSE|RESPONSE_HEADERS_|SSL_|CERT_|UNSAFE_PORT)[A-Z_]*/;

/**
 * Electron's `net.fetch` gives no response for a redirect that is not followed, but rejects with this
 * (https://github.com/electron/electron/issues/43715). To go when `redirect: 'manual'` resolves there as elsewhere.
 */
const redirectRefused = /Redirect was cancelled/;

/** Chromium's name of a network failure is safe to show and says most; anything else stays general. */
function failureOf(error: unknown, strange: ParleyError): ParleyError {
  const text = textOf(error);
  const name = strangeAnswer.exec(text)?.[0];
  if (name !== undefined) return { ...strange, message: `${strange.message} (${name})` };
  if (redirectRefused.test(text)) return strange;
  const failure = /ERR_[A-Z_]+|ECONN[A-Z]+|ENOTFOUND|TimeoutError/.exec(text)?.[0] ?? 'no answer';
  return { code: 'unavailable', reason: 'serverUnreachable', message: `The server cannot be reached (${failure}).` };
}

function textOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const code = 'code' in error ? String(error.code) : '';
  return `${error.name} ${code} ${error.message} ${error.cause === undefined ? '' : textOf(error.cause)}`;
}

/** The body as text, or null when it is larger than `limit`; it is counted as it comes, whatever its headers say. */
async function readText(response: Response, limit: number): Promise<string | null> {
  if (Number(response.headers.get('content-length') ?? 0) > limit) return null;
  const decoder = new TextDecoder();
  let text = '';
  let size = 0;
  for await (const chunk of response.body ?? []) {
    size += chunk.byteLength;
    if (size > limit) return null;
    text += decoder.decode(chunk, { stream: true });
  }
  return text + decoder.decode();
}
