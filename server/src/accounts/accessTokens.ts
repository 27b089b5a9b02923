import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
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

/** The key that signs access tokens. */
export interface SigningKey {
  current(): Uint8Array;
  /** A new one: whatever the old one signed is void from then on. */
  rotate(): void;
}

/** The signing key of this data folder, made at the first start, readable by the server's user alone. */
export function readSigningKey(folder: string): SigningKey {
  if (folder === ':memory:') {
    let key = randomBytes(32);
    return { current: () => key, rotate: () => void (key = randomBytes(32)) };
  }
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const file = join(folder, 'signing.key');
  // Renamed into place, so that a crash leaves the old key or the new one, and never half of it.
  const make = (): void => {
    writeFileSync(`${file}.new`, randomBytes(32), { mode: 0o600, flush: true });
    renameSync(`${file}.new`, file);
  };
  if (!existsSync(file)) make();
  let key: Uint8Array = readFileSync(file);
  return {
    current: () => key,
    rotate() {
      make();
      key = readFileSync(file);
    },
  };
}
