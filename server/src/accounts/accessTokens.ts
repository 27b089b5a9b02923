import { jwtVerify, SignJWT } from 'jose';

/** Who shows an access token, as the token says it; whether the session still runs is `Sessions`' to say. */
export interface Caller {
  readonly accountId: string;
  readonly sessionId: string;
  /** Milliseconds since the epoch. */
  readonly expiresAt: number;
}

export interface IssuedToken {
  readonly accessToken: string;
  /** Milliseconds since the epoch. */
  readonly expiresAt: number;
  /** Seconds of life, whole ones, rounded down. */
  readonly expiresIn: number;
}

export interface AccessTokens {
  issue(caller: Omit<Caller, 'expiresAt'>): Promise<IssuedToken>;
  /** Null for anything that is not one of ours, or no longer valid. */
  verify(token: string): Promise<Caller | null>;
}

/** Life of an access token, ms. */
export const accessLife = 15 * 60_000;

/** Nothing else that this key may sign one day is taken for an access token. */
const audience = 'parley-api';

export function createAccessTokens(key: () => Uint8Array, now: () => number, life = accessLife): AccessTokens {
  return {
    async issue({ accountId, sessionId }) {
      // A JWT counts whole seconds.
      const issuedAt = now();
      const expiresAt = Math.floor((issuedAt + life) / 1000) * 1000;
      const accessToken = await new SignJWT({ sid: sessionId })
        .setProtectedHeader({ alg: 'HS256', typ: 'at+jwt' })
        .setSubject(accountId)
        .setIssuer('parley')
        .setAudience(audience)
        .setExpirationTime(expiresAt / 1000)
        .sign(key());
      return { accessToken, expiresAt, expiresIn: Math.floor((expiresAt - issuedAt) / 1000) };
    },
    async verify(token) {
      try {
        const { payload } = await jwtVerify(token, key(), {
          algorithms: ['HS256'],
          issuer: 'parley',
          audience,
          typ: 'at+jwt',
          currentDate: new Date(now()),
        });
        const { sub, exp, sid } = payload;
        if (typeof sub !== 'string' || exp === undefined || typeof sid !== 'string') return null;
        return { accountId: sub, sessionId: sid, expiresAt: exp * 1000 };
      } catch {
        return null;
      }
    },
  };
}
