import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { jwtVerify, SignJWT } from 'jose';

/** Who shows an access token. */
export interface Caller {
  readonly accountId: string;
  readonly sessionId: string;
  readonly administrator: boolean;
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

export function createAccessTokens(key: Uint8Array, now: () => number, life = accessLife): AccessTokens {
  return {
    async issue({ accountId, sessionId, administrator }) {
      // A JWT counts whole seconds.
      const issuedAt = now();
      const expiresAt = Math.floor((issuedAt + life) / 1000) * 1000;
      const accessToken = await new SignJWT({ sid: sessionId, adm: administrator })
        .setProtectedHeader({ alg: 'HS256', typ: 'at+jwt' })
        .setSubject(accountId)
        .setIssuer('parley')
        .setExpirationTime(expiresAt / 1000)
        .sign(key);
      return { accessToken, expiresAt, expiresIn: Math.floor((expiresAt - issuedAt) / 1000) };
    },
    async verify(token) {
      try {
        const { payload } = await jwtVerify(token, key, {
          algorithms: ['HS256'],
          issuer: 'parley',
          typ: 'at+jwt',
          currentDate: new Date(now()),
        });
        const { sub, exp, sid, adm } = payload;
        if (typeof sub !== 'string' || exp === undefined || typeof sid !== 'string') return null;
        return { accountId: sub, sessionId: sid, administrator: adm === true, expiresAt: exp * 1000 };
      } catch {
        return null;
      }
    },
  };
}

/** The signing key of this data folder, made at the first start, readable by the server's user alone. */
export function readSigningKey(folder: string): Uint8Array {
  if (folder === ':memory:') return randomBytes(32);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const file = join(folder, 'signing.key');
  try {
    writeFileSync(file, randomBytes(32), { mode: 0o600, flag: 'wx' });
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
  }
  return readFileSync(file);
}
