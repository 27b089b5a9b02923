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
/** An answer larger than this is refused unread, bytes: a hostile server must not fill the memory. */
const answerSize = 8_000_000;

export function createParleyClient(address: string, fetch: Fetch): ParleyClient {
  const call = async (method: string, path: string, options: { body?: unknown; accessToken?: string }) => {
    const headers: Record<string, string> = { accept: 'application/json' };
    if (options.body !== undefined) headers['content-type'] = 'application/json';
    if (options.accessToken !== undefined) headers['authorization'] = `Bearer ${options.accessToken}`;
    try {
      const response = await fetch(`${address}${path}`, {
        method,
        headers,
        redirect: 'error',
        credentials: 'omit',
        signal: AbortSignal.timeout(answerLimit),
        ...(options.body === undefined ? {} : { body: JSON.stringify(options.body) }),
      });
      if (Number(response.headers.get('content-length') ?? 0) > answerSize) return err(strangeServer);
      return ok({ status: response.status, text: await response.text() });
    } catch (error) {
      return err(unreachable(error));
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

/** Chromium's name of a network failure (`net::ERR_…`) is safe to show and says most; anything else stays general. */
function unreachable(error: unknown): ParleyError {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause.message : '';
  const text = error instanceof Error ? `${error.name} ${error.message} ${cause}` : String(error);
  const name = /ERR_[A-Z_]+|ECONN[A-Z]+|ENOTFOUND|TimeoutError/.exec(text)?.[0] ?? 'no answer';
  return { code: 'unavailable', reason: 'serverUnreachable', message: `The server cannot be reached (${name}).` };
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
