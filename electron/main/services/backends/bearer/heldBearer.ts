import { oauthAnswer, requestBody, requestUrl, type BearerSource } from '@parley/shared/backends/dialects/bearerSource';
import type { TokenAnswerConfig } from '@parley/shared/backends/dialects/bearerSource';
import { notThisServer } from '@parley/shared/backends/dialects/refusal';
import { readPastedBearer, readTokenAnswer } from '@parley/shared/backends/dialects/tokenAnswer';
import type { ParleyError } from '@parley/shared/errors';
import { err, ok, type Result } from '@parley/shared/result';
import { z } from 'zod';
import { parseJson, serverFailed, type HttpAnswer, type HttpClient, type HttpRequest } from '../httpClient.ts';

/** A bearer and what is known of it. Lives in memory; the vault gets `credentialOf` it. */
export interface HeldBearer {
  readonly bearer: string;
  readonly refreshToken: string | null;
  /** When it stops being accepted, local ms; null where nobody said. */
  readonly lapses: number | null;
}

/** Where a source's requests go and what they are sent with. */
export interface SourcePorts {
  readonly http: HttpClient;
  /** The profile's address: requests may be given relative to it. */
  readonly address: string;
  readonly source: BearerSource;
  /** Local milliseconds. */
  readonly now: () => number;
}

/** The sign-in with login and password, as the profile has it configured. The password goes nowhere else. */
export function signInByRequest(
  ports: SourcePorts,
  source: Extract<BearerSource, { kind: 'request' }>,
  given: { readonly login: string; readonly password: string },
): Promise<Result<HeldBearer>> {
  const request: HttpRequest = {
    method: 'POST',
    url: requestUrl(ports.address, source.url),
    json: requestBody(source.fields, given),
  };
  return askForBearer(ports, request, source.answer, wrongCredentials);
}

/** Whether a bearer of this source can be renewed without the person. */
export const renewable = (source: BearerSource): boolean =>
  source.kind === 'browser' || (source.kind === 'request' && source.refresh !== null);

/** A new bearer for a refresh token; `unauthorised` when that one is over, too. */
export async function renewBearer(ports: SourcePorts, refreshToken: string): Promise<Result<HeldBearer>> {
  const { source, address } = ports;
  const renewed = await (source.kind === 'browser'
    ? askForBearer(ports, oauthRefresh(source, address, refreshToken), oauthAnswer, sessionExpired)
    : source.kind === 'request' && source.refresh !== null
      ? askForBearer(
          ports,
          {
            method: 'POST',
            url: requestUrl(address, source.refresh.url),
            json: requestBody(source.refresh.fields, { refreshToken }),
          },
          source.answer,
          sessionExpired,
        )
      : err(sessionExpired));
  // A server that does not rotate refresh tokens leaves the old one out (RFC 6749 §6).
  return renewed.ok ? ok({ ...renewed.value, refreshToken: renewed.value.refreshToken ?? refreshToken }) : renewed;
}

const oauthRefresh = (
  source: Extract<BearerSource, { kind: 'browser' }>,
  address: string,
  refreshToken: string,
): HttpRequest => ({
  method: 'POST',
  url: requestUrl(address, source.tokenUrl),
  form: { grant_type: 'refresh_token', refresh_token: refreshToken, client_id: source.clientId },
});

/** @param refused what a 400, 401 or 403 means here */
export async function askForBearer(
  ports: Pick<SourcePorts, 'http' | 'now'>,
  request: HttpRequest,
  config: TokenAnswerConfig,
  refused: ParleyError,
): Promise<Result<HeldBearer>> {
  const answer = await ports.http(request);
  if (!answer.ok) return answer;
  const { status, text, contentType, serverNow } = answer.value;
  if (status === 400 || status === 401 || status === 403) return err(refused);
  if (status === 429) return err(tooOften);
  if (status >= 500) return err(serverFailed(status));
  if (status < 200 || status >= 300 || !isJson(contentType)) return err(notThisServer);
  const read = readTokenAnswer(config, parseJson(text));
  if (!read.ok) return read;
  const { bearer, refreshToken, expiry } = read.value;
  const now = ports.now();
  const left = expiry === null ? null : expiry.kind === 'in' ? expiry.seconds * 1000 : expiry.time - (serverNow ?? now);
  return ok({ bearer, refreshToken, lapses: left === null ? null : now + left });
}

export const isJson = (contentType: HttpAnswer['contentType']): boolean =>
  /^application\/(?:[\w.+-]+\+)?json$/.test(contentType);

const credentialSchema = z.union([
  z.strictObject({ refreshToken: z.string() }),
  z.strictObject({ bearer: z.string() }),
]);

/**
 * What the vault keeps: the refresh token alone where there is one, because some vaults hold no more than 2,560 bytes
 * (Windows: CRED_MAX_CREDENTIAL_BLOB_SIZE), else the bearer.
 */
export const credentialOf = (source: BearerSource, { bearer, refreshToken }: HeldBearer): string =>
  JSON.stringify(renewable(source) && refreshToken !== null ? { refreshToken } : { bearer });

/** Continues from the vault. Asks the server only where a refresh token has to be turned into a bearer. */
export async function resumeBearer(ports: SourcePorts, credential: string): Promise<Result<HeldBearer>> {
  const kept = credentialSchema.safeParse(parseJson(credential));
  if (!kept.success) return err(sessionExpired);
  if ('refreshToken' in kept.data) return renewBearer(ports, kept.data.refreshToken);
  const bearer = readPastedBearer(kept.data.bearer);
  return bearer === null ? err(sessionExpired) : ok({ bearer, refreshToken: null, lapses: null });
}

export const sessionExpired: ParleyError = {
  code: 'unauthorised',
  reason: 'sessionExpired',
  message: 'The server no longer accepts the session.',
};
const wrongCredentials: ParleyError = {
  code: 'unauthorised',
  reason: 'wrongCredentials',
  message: 'Login or password is wrong.',
};
const tooOften: ParleyError = {
  code: 'unavailable',
  reason: 'rateLimited',
  message: 'The server asks to wait before the next try.',
};
