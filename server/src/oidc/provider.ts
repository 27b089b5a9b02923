import { createHash } from 'node:crypto';
import type { FastifyBaseLogger } from 'fastify';
import { createRemoteJWKSet, jwtVerify, type JWTPayload } from 'jose';
import { z } from 'zod';
import type { OidcConfig } from '../config.ts';
import { discoveryUrl, readDiscovery, type Discovery } from './discovery.ts';

/** What came of a code: the claims of a verified ID token, or why there are none. `forged`: a token that does not hold. */
export type Redeemed =
  | { readonly kind: 'verified'; readonly claims: JWTPayload }
  | { readonly kind: 'unavailable' }
  | { readonly kind: 'refused' }
  | { readonly kind: 'forged' };

/** An OpenID Connect provider, towards which this server is the relying party. Never rejects. */
export interface Provider {
  /** Where the browser goes; null while the provider does not answer. */
  authorizeUrl(request: { state: string; nonce: string; verifier: string }): Promise<string | null>;
  redeem(answer: { code: string; nonce: string; verifier: string }): Promise<Redeemed>;
}

/** Metadata is read anew after this, ms. */
const discoveryLife = 3_600_000;
const timeLimit = 5_000;
const sizeLimit = 256_000;
/** Clocks of provider and server may be this far apart, s. */
const clockTolerance = 30;
/** Signatures by a key that only the provider has: neither `none` nor one that the client secret would make. */
const algorithms = [
  'RS256',
  'RS384',
  'RS512',
  'PS256',
  'PS384',
  'PS512',
  'ES256',
  'ES384',
  'ES512',
  'EdDSA',
  'Ed25519',
];

const tokenSchema = z.object({ id_token: z.string().max(65_536) });

/** S256 of RFC 7636 §4.2 */
export const challengeOf = (verifier: string): string => createHash('sha256').update(verifier).digest('base64url');

export function createProvider(config: OidcConfig, now: () => number, log: FastifyBaseLogger): Provider {
  let known: {
    readonly discovery: Discovery;
    readonly keys: ReturnType<typeof createRemoteJWKSet>;
    at: number;
  } | null = null;

  /** Null, and the reason in the log, when it does not answer or makes no sense. */
  const discover = async (): Promise<typeof known> => {
    if (known !== null && now() - known.at < discoveryLife) return known;
    const answer = await ask(discoveryUrl(config.issuer), {});
    const discovery = answer === null ? null : readDiscovery(config.issuer, answer.json);
    if (discovery === null) {
      log.warn({ status: answer?.status ?? null }, 'The identity provider has no metadata for OIDC_ISSUER');
      // What was known is better than nothing.
      return known;
    }
    const kept = known !== null && known.discovery.jwksUri === discovery.jwksUri ? known.keys : null;
    const keys = kept ?? createRemoteJWKSet(new URL(discovery.jwksUri), { timeoutDuration: timeLimit });
    return (known = { discovery, keys, at: now() });
  };
  const exchange = async ({ tokenEndpoint, secretBy }: Discovery, code: string, verifier: string) => {
    const { clientId, clientSecret, redirectUri } = config;
    const form = new URLSearchParams({
      grant_type: 'authorization_code',
      code,
      redirect_uri: redirectUri,
      code_verifier: verifier,
    });
    const headers: Record<string, string> = {};
    if (clientSecret !== undefined && secretBy === 'header') {
      const pair = [clientId, clientSecret].map((text) => encodeURIComponent(text)).join(':');
      headers['authorization'] = `Basic ${Buffer.from(pair).toString('base64')}`;
    } else {
      form.set('client_id', clientId);
      if (clientSecret !== undefined) form.set('client_secret', clientSecret);
    }
    return ask(tokenEndpoint, { method: 'POST', headers, body: form });
  };
  return {
    async authorizeUrl({ state, nonce, verifier }) {
      const found = await discover();
      if (found === null) return null;
      const url = new URL(found.discovery.authorizationEndpoint);
      const query = {
        response_type: 'code',
        client_id: config.clientId,
        redirect_uri: config.redirectUri,
        scope: config.scopes,
        state,
        nonce,
        code_challenge: challengeOf(verifier),
        code_challenge_method: 'S256',
        ...(config.prompt === undefined ? {} : { prompt: config.prompt }),
      };
      for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
      return url.href;
    },
    async redeem({ code, nonce, verifier }) {
      const found = await discover();
      const answer = found === null ? null : await exchange(found.discovery, code, verifier);
      if (found === null || answer === null || answer.status >= 500) return { kind: 'unavailable' };
      const token = tokenSchema.safeParse(answer.json);
      if (answer.status !== 200 || !token.success) {
        log.warn({ status: answer.status }, 'The identity provider gave no ID token');
        return { kind: 'refused' };
      }
      try {
        if (!found.keys.fresh) await found.keys.reload();
      } catch {
        log.warn('The identity provider does not show its keys');
        return { kind: 'unavailable' };
      }
      try {
        const { payload } = await jwtVerify(token.data.id_token, found.keys, {
          algorithms,
          issuer: config.issuer,
          audience: config.clientId,
          requiredClaims: ['sub', 'exp', 'iat', 'nonce'],
          clockTolerance,
          currentDate: new Date(now()),
        });
        if (payload['nonce'] === nonce && isForUs(payload, config.clientId))
          return { kind: 'verified', claims: payload };
        log.warn('An ID token is not for this sign-in');
      } catch (error) {
        const why = error instanceof Error && 'code' in error ? error.code : 'unknown';
        log.warn({ why }, 'An ID token does not hold');
      }
      return { kind: 'forged' };
    },
  };
}

/** A token for several has to say that it was made for this client: OpenID Connect Core §3.1.3.7, 4 and 5. */
const isForUs = ({ aud, azp }: JWTPayload, clientId: string): boolean =>
  azp === undefined ? !Array.isArray(aud) || aud.length === 1 : azp === clientId;

/** Null when nothing, or too much, comes back. Never follows a redirect: secrets go to the address that was discovered. */
async function ask(url: string, init: RequestInit): Promise<{ status: number; json: unknown } | null> {
  try {
    const response = await fetch(url, {
      ...init,
      redirect: 'error',
      signal: AbortSignal.timeout(timeLimit),
    });
    const chunks: Uint8Array[] = [];
    let size = 0;
    for await (const chunk of response.body ?? []) {
      size += chunk.byteLength;
      if (size > sizeLimit) return null;
      chunks.push(chunk);
    }
    return { status: response.status, json: readJson(Buffer.concat(chunks).toString()) };
  } catch {
    return null;
  }
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
