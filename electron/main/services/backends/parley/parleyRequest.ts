import {
  apiVersionHeader,
  errorBodySchema,
  parleyApiVersion,
  type ErrorBody,
} from '@parley/shared/backends/parley/api';
import type { ErrorReason, ParleyError } from '@parley/shared/errors';
import { err, ok, type Result } from '@parley/shared/result';
import type { z } from 'zod';
import { createHttpClient, parseJson, serverFailed, type Fetch, type HttpRequest } from '../httpClient.ts';

/** A server's code, and what it means for one request where that is narrower than usual. */
export type Reasons = Readonly<Partial<Record<ErrorBody['error']['code'], ErrorReason>>>;

/** Asks one route of a Parley server. Holds no state; never rejects. */
export type ParleyRequest = <T>(
  /** Of the answer; that of 204 is `undefined`. */
  schema: z.ZodType<T>,
  method: HttpRequest['method'],
  path: string,
  options?: { readonly body?: unknown; readonly accessToken?: string; readonly reasons?: Reasons },
) => Promise<Result<T>>;

/** A list of ten thousand channels with their occupants fits. */
const limits = { time: 10_000, size: 8_000_000 };

export function createParleyRequest(address: string, fetch: Fetch): ParleyRequest {
  const request = createHttpClient({ fetch, strange: strangeServer, limits });
  return async (schema, method, path, { body, accessToken, reasons = {} } = {}) => {
    const answer = await request({
      method,
      url: `${address}${path}`,
      headers: { [apiVersionHeader]: String(parleyApiVersion) },
      ...(body === undefined ? {} : { json: body }),
      ...(accessToken === undefined ? {} : { bearer: accessToken }),
    });
    if (!answer.ok) return answer;
    const { status, text } = answer.value;
    const json = parseJson(text);
    if (status >= 200 && status < 300) {
      const parsed = schema.safeParse(json);
      return parsed.success ? ok(parsed.data) : err(strangeServer);
    }
    const refused = errorBodySchema.safeParse(json);
    if (!refused.success) return err(status >= 500 ? serverFailed(status) : strangeServer);
    const { code } = refused.data.error;
    const reason = reasons[code];
    return err(reason === undefined ? errorOf(code) : { ...errorOf(code), reason, message: refusedAs(code) });
  };
}

const refusedAs = (code: string): string => `The server refused it (${code}).`;

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
    case 'versionMismatch':
      return {
        code: 'unavailable',
        reason: 'versionMismatch',
        message: `The server speaks another version of the protocol than this program, which speaks ${parleyApiVersion}.`,
      };
    case 'invalid':
    case 'conflict':
      return { code: 'invalid', message: 'The server refused the request as malformed.' };
    case 'internal':
      return { code: 'unavailable', reason: 'serverUnreachable', message: 'Something failed inside the server.' };
  }
}
