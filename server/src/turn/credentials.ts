import { createHmac } from 'node:crypto';
import type { TurnConfig } from '../config.ts';

/** What a client shows a TURN server; `urls` are that server's addresses (RFC 7065). */
export interface TurnCredentials {
  readonly urls: readonly string[];
  readonly username: string;
  readonly credential: string;
  /** Life in seconds. */
  readonly ttl: number;
}

/**
 * Credentials that a TURN server with the same secret takes until they expire, and that say for whom they are: "A REST API
 * For Access To TURN Services" (draft-uberti-behave-turn-rest-00 §2.2), `use-auth-secret` of coturn. `now` in milliseconds.
 * The TURN server must have the right time; expiry ends no allocation that is there.
 */
export function turnCredentials({ secret, urls, ttl }: TurnConfig, user: string, now: number): TurnCredentials {
  const username = `${Math.floor(now / 1000) + ttl}:${user}`;
  return { urls, username, credential: createHmac('sha1', secret).update(username).digest('base64'), ttl };
}
