import type { ParleyError } from '@parley/shared/errors';
import { err, ok, type Result } from '@parley/shared/result';
import type { TokenAnswerConfig } from './bearerSource.ts';

export interface TokenAnswer {
  readonly bearer: string;
  readonly refreshToken: string | null;
  /** When the bearer stops being accepted; null where the answer does not say, or says it in a way not understood. */
  readonly expiry:
    | { readonly kind: 'in'; readonly seconds: number }
    /** Milliseconds since the epoch, by the server's clock. */
    | { readonly kind: 'at'; readonly time: number }
    | null;
}

/** What a bearer may consist of (RFC 6750 §2.1 `b64token`, and more that real servers use), never a header's end. */
const bearerText = /^[\x21-\x7E]{1,16384}$/;

/** A bearer as a person pastes it, without the word before it and the space around it; null when it can be none. */
export function readPastedBearer(pasted: string): string | null {
  const text = pasted.trim().replace(/^(?:authorization:\s*)?bearer\s+/i, '');
  return bearerText.test(text) ? text : null;
}

/** Reads the answer of a configured sign-in or refresh. Own properties only; whatever `json` is, never throws. */
export function readTokenAnswer(config: TokenAnswerConfig, json: unknown): Result<TokenAnswer> {
  const bearer = at(json, config.token);
  if (typeof bearer !== 'string' || !bearerText.test(bearer)) return err(noToken);
  const refreshToken = config.refreshToken === null ? null : at(json, config.refreshToken);
  return ok({
    bearer,
    refreshToken: typeof refreshToken === 'string' && bearerText.test(refreshToken) ? refreshToken : null,
    expiry: config.expiry === null ? null : readExpiry(at(json, config.expiry.path), config.expiry.unit),
  });
}

const noToken: ParleyError = {
  code: 'unavailable',
  reason: 'tokenNotInAnswer',
  message: 'The answer to the sign-in holds no token where the profile says it is.',
};

function at(json: unknown, path: string): unknown {
  let value = json;
  for (const name of path.split('.')) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined;
    value = (value as Record<string, unknown>)[name];
  }
  return value;
}

/** Past what any clock means, ms. */
const endOfTime = 8.64e15;

function readExpiry(value: unknown, unit: NonNullable<TokenAnswerConfig['expiry']>['unit']): TokenAnswer['expiry'] {
  if (unit === 'iso8601') {
    const time = typeof value === 'string' ? Date.parse(value) : Number.NaN;
    return Number.isNaN(time) ? null : { kind: 'at', time };
  }
  // Some servers write numbers as texts.
  const number = typeof value === 'string' && /^\d{1,16}$/.test(value) ? Number(value) : value;
  if (typeof number !== 'number' || !(number >= 0 && number <= endOfTime)) return null;
  if (unit === 'seconds') return { kind: 'in', seconds: number };
  const time = unit === 'epochSeconds' ? number * 1000 : number;
  return time <= endOfTime ? { kind: 'at', time } : null;
}
