import type { ErrorBody } from '@parley/shared/backends/parley/api';

type Code = ErrorBody['error']['code'];

const statuses: Readonly<Record<Code, number>> = {
  invalid: 400,
  notVoiceChannel: 400,
  versionMismatch: 400,
  unauthorised: 401,
  wrongCredentials: 401,
  forbidden: 403,
  notFound: 404,
  conflict: 409,
  rateLimited: 429,
  internal: 500,
  unavailable: 503,
};

/** An answer that a route gives by throwing: a code of the closed set, and a text without internals. */
export class RouteFailure extends Error {
  readonly code: Code;

  constructor(code: Code, message: string) {
    super(message);
    this.code = code;
  }

  get status(): number {
    return statuses[this.code];
  }

  get body(): ErrorBody {
    return { error: { code: this.code, message: this.message } };
  }
}

export const failure = (code: Code, message: string): RouteFailure => new RouteFailure(code, message);
