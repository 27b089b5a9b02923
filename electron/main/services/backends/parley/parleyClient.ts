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
import { createHttpClient, parseJson, serverFailed, type Fetch } from '../httpClient.ts';

/** Parley server's HTTP routes as functions (`shared/backends/parleyApi.ts`). Holds no state; never rejects. */
export interface ParleyClient {
  info(): Promise<Result<ServerInfo>>;
  signIn(login: string, password: string): Promise<Result<Session>>;
  refresh(refreshToken: string): Promise<Result<Session>>;
  signOut(accessToken: string): Promise<Result<void>>;
  join(accessToken: string, channelId: string, device: string): Promise<Result<JoinTicket>>;
}

/** A list of ten thousand channels with their occupants fits. */
const limits = { time: 10_000, size: 8_000_000 };

export function createParleyClient(address: string, fetch: Fetch): ParleyClient {
  const request = createHttpClient({ fetch, strange: strangeServer, limits });
  const call = (
    method: 'GET' | 'POST' | 'DELETE',
    path: string,
    { body, accessToken }: { body?: unknown; accessToken?: string },
  ) =>
    request({
      method,
      url: `${address}${path}`,
      ...(body === undefined ? {} : { json: body }),
      ...(accessToken === undefined ? {} : { bearer: accessToken }),
    });
  const ask = async <T>(
    schema: z.ZodType<T>,
    method: 'GET' | 'POST',
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
      if (!answer.ok) return answer;
      const { status } = answer.value;
      // What the server no longer knows has ended.
      return status < 300 || status === 401 ? ok(undefined) : err(serverFailed(status));
    },
    async join(accessToken, channelId, device) {
      const path = `/api/channels/${encodeURIComponent(channelId)}/join`;
      const answer = await ask(joinTicketSchema, 'POST', path, { body: { device }, accessToken });
      if (answer.ok || answer.error.code !== 'forbidden') return answer;
      return err({ ...answer.error, reason: 'joinForbidden' });
    },
  };
}

const strangeServer: ParleyError = {
  code: 'unavailable',
  reason: 'notParleyServer',
  message: 'The answer is not that of a Parley server.',
};

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
