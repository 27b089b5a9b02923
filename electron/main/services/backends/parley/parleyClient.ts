import {
  errorBodySchema,
  joinTicketSchema,
  parleyApiVersion,
  serverInfoSchema,
  sessionSchema,
  type ErrorBody,
  type ServerInfo,
  type Session,
} from '@parley/shared/backends/parleyApi';
import type { JoinTicket } from '@parley/shared/backends/channel';
import type { ParleyError } from '@parley/shared/errors';
import { err, ok, type Result } from '@parley/shared/result';
import type { z } from 'zod';

/** The part of `net.fetch` that is used: Electron's, so that proxies and system certificates count. */
export type Fetch = (url: string, init: RequestInit) => Promise<Response>;

/** Parley server's HTTP routes as functions (`shared/backends/parleyApi.ts`). Holds no state; never rejects. */
export interface ParleyClient {
  info(): Promise<Result<ServerInfo>>;
  signIn(login: string, password: string): Promise<Result<Session>>;
  refresh(refreshToken: string): Promise<Result<Session>>;
  signOut(accessToken: string): Promise<Result<void>>;
  join(accessToken: string, channelId: string, device: string): Promise<Result<JoinTicket>>;
}

/** A server that has not answered by then counts as unreachable, ms. */
const answerLimit = 10_000;
/** An answer is read no further than this, bytes: a hostile server must not fill the memory. */
const answerSize = 8_000_000;

export function createParleyClient(address: string, fetch: Fetch): ParleyClient {
  const call = async (method: string, path: string, options: { body?: unknown; accessToken?: string }) => {
    const headers: Record<string, string> = { accept: 'application/json' };
    if (options.body !== undefined) headers['content-type'] = 'application/json';
    if (options.accessToken !== undefined) headers['authorization'] = `Bearer ${options.accessToken}`;
    const stop = new AbortController();
    try {
      const response = await fetch(`${address}${path}`, {
        method,
        headers,
        // Never followed: a password goes to the address that was typed and nowhere else.
        redirect: 'manual',
        credentials: 'omit',
        signal: AbortSignal.any([stop.signal, AbortSignal.timeout(answerLimit)]),
        ...(options.body === undefined ? {} : { body: JSON.stringify(options.body) }),
      });
      const redirected = response.status >= 300 && response.status < 400;
      const text = redirected ? null : await readText(response);
      if (text !== null) return ok({ status: response.status, text });
      stop.abort();
      return err(strangeServer);
    } catch (error) {
      return err(failureOf(error));
    }
  };
  const ask = async <T>(
    schema: z.ZodType<T>,
    method: string,
    path: string,
    options: { body?: unknown; accessToken?: string } = {},
  ): Promise<Result<T>> => {
    const answer = await call(method, path, options);
    if (!answer.ok) return answer;
    const { status, text } = answer.value;
    const json = parseJson(text);
    if (status >= 200 && status < 300) {
      const parsed = schema.safeParse(json);
      return parsed.success ? ok(parsed.data) : err(strangeServer);
    }
    const body = errorBodySchema.safeParse(json);
    return err(body.success ? errorOf(body.data.error.code) : status >= 500 ? serverFailed(status) : strangeServer);
  };

  return {
    async info() {
      const info = await ask(serverInfoSchema, 'GET', '/api/server');
      if (!info.ok || info.value.apiVersion === parleyApiVersion) return info;
      return err({
        code: 'unavailable',
        reason: 'versionMismatch',
        message: `The server speaks version ${info.value.apiVersion} of the protocol, this program version ${parleyApiVersion}.`,
      });
    },
    signIn: (login, password) => ask(sessionSchema, 'POST', '/api/session', { body: { login, password } }),
    refresh: (refreshToken) => ask(sessionSchema, 'POST', '/api/session/refresh', { body: { refreshToken } }),
    async signOut(accessToken) {
      const answer = await call('DELETE', '/api/session', { accessToken });
      return answer.ok ? ok(undefined) : answer;
    },
    join: (accessToken, channelId, device) =>
      ask(joinTicketSchema, 'POST', `/api/channels/${encodeURIComponent(channelId)}/join`, {
        body: { device },
        accessToken,
      }),
  };
}

const strangeServer: ParleyError = {
  code: 'unavailable',
  reason: 'notParleyServer',
  message: 'The answer is not that of a Parley server.',
};

const serverFailed = (status: number): ParleyError => ({
  code: 'unavailable',
  reason: 'serverUnreachable',
  message: `The server answered with HTTP status ${status}.`,
});

/**
 * What Chromium says (`net::ERR_…`) when something is there but does not speak as a Parley server does: another protocol
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
function failureOf(error: unknown): ParleyError {
  const text = textOf(error);
  const strange = strangeAnswer.exec(text)?.[0];
  if (strange !== undefined) return { ...strangeServer, message: `${strangeServer.message} (${strange})` };
  if (redirectRefused.test(text)) return strangeServer;
  const name = /ERR_[A-Z_]+|ECONN[A-Z]+|ENOTFOUND|TimeoutError/.exec(text)?.[0] ?? 'no answer';
  return { code: 'unavailable', reason: 'serverUnreachable', message: `The server cannot be reached (${name}).` };
}

function textOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const code = 'code' in error ? String(error.code) : '';
  return `${error.name} ${code} ${error.message} ${error.cause === undefined ? '' : textOf(error.cause)}`;
}

/** The body as text, or null when it is larger than `answerSize`; it is counted as it comes, whatever its headers say. */
async function readText(response: Response): Promise<string | null> {
  if (Number(response.headers.get('content-length') ?? 0) > answerSize) return null;
  const decoder = new TextDecoder();
  let text = '';
  let size = 0;
  for await (const chunk of response.body ?? []) {
    size += chunk.byteLength;
    if (size > answerSize) return null;
    text += decoder.decode(chunk, { stream: true });
  }
  return text + decoder.decode();
}

function errorOf(code: ErrorBody['error']['code']): ParleyError {
  switch (code) {
    case 'wrongCredentials':
      return { code: 'unauthorised', reason: 'wrongCredentials', message: 'Login or password is wrong.' };
    case 'unauthorised':
      return { code: 'unauthorised', reason: 'sessionExpired', message: 'The server no longer accepts the session.' };
    case 'notFound':
      return { code: 'notFound', reason: 'channelNotFound', message: 'The server knows no such channel.' };
    case 'notVoiceChannel':
      return { code: 'invalid', reason: 'notVoiceChannel', message: 'This is a text channel.' };
    case 'rateLimited':
      return { code: 'unavailable', reason: 'rateLimited', message: 'The server asks to wait before the next try.' };
    case 'unavailable':
      return { code: 'unavailable', reason: 'voiceServerDown', message: 'The voice server (LiveKit) does not answer.' };
    case 'forbidden':
      return { code: 'forbidden', message: 'The server does not allow it to this account.' };
    case 'invalid':
    case 'conflict':
      return { code: 'invalid', message: 'The server refused the request as malformed.' };
    case 'internal':
      return { code: 'unavailable', reason: 'serverUnreachable', message: 'Something failed inside the server.' };
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
