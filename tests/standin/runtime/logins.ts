import { strict } from './notPlayed.ts';

/** Of the protocol's `Fetch.authRequired`. */
export interface Challenge {
  readonly source?: 'Server' | 'Proxy';
  /** Of the server or the proxy. */
  readonly origin: string;
  readonly scheme: string;
  readonly realm: string;
}

/** Electron's AuthInfo. */
export interface AuthInfo {
  readonly isProxy: boolean;
  readonly scheme: string;
  readonly host: string;
  readonly port: number;
  readonly realm: string;
}

/** Electron's answer to a `login`: without a name the question is cancelled. */
export type AnswerLogin = (name?: string, password?: string) => void;

/** A port that is its scheme's own is not in an origin. */
const usual: Readonly<Record<string, number>> = { 'http:': 80, 'https:': 443 };

export function authInfoOf({ source, origin, scheme, realm }: Challenge): AuthInfo {
  const { protocol, hostname, port } = new URL(origin);
  const host = hostname.replace(/^\[|\]$/g, '');
  const info = { isProxy: source === 'Proxy', scheme, host, realm };
  return strict('AuthInfo', { ...info, port: port === '' ? (usual[protocol] ?? 80) : Number(port) });
}

/** What the protocol's `Fetch.continueWithAuth` is told. */
export const authResponse = (name: string | undefined, password = ''): object =>
  name === undefined ? { response: 'CancelAuth' } : { response: 'ProvideCredentials', username: name, password };
