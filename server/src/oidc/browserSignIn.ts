import { randomBytes } from 'node:crypto';
import type { BrowserFailure } from '@parley/shared/backends/parley/session';
import { eq, lte } from 'drizzle-orm';
import type { FastifyBaseLogger } from 'fastify';
import { digest, newCode } from '../accounts/codes.ts';
import type { OidcConfig } from '../config.ts';
import type { Database } from '../database/openDatabase.ts';
import { signInCodes } from '../database/schema.ts';
import type { SecurityLog } from '../moderation/securityLog.ts';
import { createRateLimit } from '../rateLimit.ts';
import { createPendingSignIns } from './pendingSignIns.ts';
import { decidePerson, type Person } from './person.ts';
import { challengeOf, createProvider } from './provider.ts';

/** What a provider sends a browser back with. */
export interface ProviderAnswer {
  readonly state: string;
  readonly code?: string | undefined;
  /** RFC 6749 §4.1.2.1 */
  readonly error?: string | undefined;
  /** RFC 9207 */
  readonly iss?: string | undefined;
}

/**
 * Signing in through the system browser (RFC 8252), as an OpenID Connect relying party: the program opens a page here, the
 * browser goes to the provider and comes back, and goes on to the program's loopback address with a code. Only who has the
 * program's verifier can make a session of the code; no token of the provider ever reaches the program.
 */
export interface BrowserSignIn {
  readonly config: OidcConfig;
  /** How long this address has to wait before it may ask for a page, ms; 0: it may. */
  wait(address: string): number;
  /** The address to send the browser to: the provider's, or the program's when the provider is away. */
  start(request: { redirect: string; challenge: string; state: string }): Promise<string>;
  /** The program's address to send the browser to; null for an answer to nothing that was started here lately. */
  finish(answer: ProviderAnswer, address: string): Promise<string | null>;
  /** Spends a code. Null unless it is good, and the verifier its own. */
  take(code: string, verifier: string): Promise<Person | null>;
}

/** How long the program may take to fetch its session, ms. */
const codeLife = 60_000;
/** Pages a minute from one address: a sign-in takes two. */
const pageLimit = 60;

const random = (): string => randomBytes(32).toString('base64url');

export function createBrowserSignIn(ports: {
  config: OidcConfig;
  database: Database;
  key: () => Uint8Array;
  now: () => number;
  securityLog: SecurityLog;
  log: FastifyBaseLogger;
}): BrowserSignIn {
  const { config, database, now, securityLog } = ports;
  const provider = createProvider(config, now, ports.log);
  const pendings = createPendingSignIns(ports.key, now);
  const pages = createRateLimit(pageLimit, now);

  /** Whom the provider's answer is about, or why nobody can be signed in by it. */
  const identify = async (
    answer: ProviderAnswer,
    secrets: { nonce: string; verifier: string },
    address: string,
  ): Promise<Person | BrowserFailure> => {
    // Before anything else of the answer is believed: it may be another provider's (RFC 9207 §2.4).
    if (answer.iss !== undefined && answer.iss !== config.issuer) {
      await securityLog.record('idTokenRefused', null, address);
      return 'refused';
    }
    if (answer.code === undefined) return decideFailure(answer.error);
    const redeemed = await provider.redeem({ ...secrets, code: answer.code });
    if (redeemed.kind === 'unavailable' || redeemed.kind === 'refused') return redeemed.kind;
    const person = redeemed.kind === 'forged' ? null : decidePerson(redeemed.claims, config);
    if (person === null) {
      await securityLog.record('idTokenRefused', null, address);
      return 'refused';
    }
    if (person === 'notAllowed') await securityLog.record('signInFailed', null, address);
    return person;
  };
  return {
    config,
    wait: (address) => pages.take(address),
    async start(request) {
      const [verifier, nonce] = [random(), random()];
      const state = await pendings.seal({ ...request, verifier, nonce });
      const url = await provider.authorizeUrl({ state, nonce, verifier });
      return url ?? backTo(request, { error: 'unavailable' });
    },
    async finish(answer, address) {
      const pending = await pendings.open(answer.state);
      if (pending === null) {
        await securityLog.record('codeRefused', null, address);
        return null;
      }
      const person = await identify(answer, pending, address);
      if (typeof person === 'string') return backTo(pending, { error: person });
      const code = newCode();
      const { challenge } = pending;
      await database.delete(signInCodes).where(lte(signInCodes.expiresAt, now()));
      await database
        .insert(signInCodes)

        .values({
          ...person,
          roles: person.roles === null ? null : [...person.roles],
          codeHash: digest(code),
          challenge,
          expiresAt: now() + codeLife,
        });
      return backTo(pending, { code });
    },
    async take(code, verifier) {
      // Spent by the first who shows it, whether they have the verifier or not.
      const [found] = await database
        .delete(signInCodes)
        .where(eq(signInCodes.codeHash, digest(code)))
        .returning();
      if (found === undefined || found.expiresAt <= now() || found.challenge !== challengeOf(verifier)) return null;
      const { issuer, subject, login, name, roles } = found;
      return { issuer, subject, login, name, roles };
    },
  };
}

/** What the provider's `error` means for the person: RFC 6749 §4.1.2.1, OpenID Connect Core §3.1.2.6. */
export function decideFailure(error: string | undefined): BrowserFailure {
  switch (error) {
    case 'access_denied':
    case 'login_required':
    case 'interaction_required':
    case 'consent_required':
    case 'account_selection_required':
      return 'cancelled';
    case 'temporarily_unavailable':
    case 'server_error':
      return 'unavailable';
    default:
      return 'refused';
  }
}

function backTo({ redirect, state }: { redirect: string; state: string }, answer: Record<string, string>): string {
  return `${redirect}?${new URLSearchParams({ ...answer, state }).toString()}`;
}
