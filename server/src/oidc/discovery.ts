import { z } from 'zod';

/** What of a provider's metadata is used: https://openid.net/specs/openid-connect-discovery-1_0.html#ProviderMetadata */
export interface Discovery {
  readonly authorizationEndpoint: string;
  readonly tokenEndpoint: string;
  readonly jwksUri: string;
  /** How a client with a secret shows it (RFC 6749 §2.3.1). */
  readonly secretBy: 'header' | 'form';
}

const endpoint = z.url({ protocol: /^https?$/ }).max(2048);
const metadataSchema = z.object({
  issuer: z.string(),
  authorization_endpoint: endpoint,
  token_endpoint: endpoint,
  jwks_uri: endpoint,
  token_endpoint_auth_methods_supported: z.array(z.string()).default(['client_secret_basic']),
});

/** Where the provider's metadata is: §4 of the same. The issuer may end in a slash. */
export const discoveryUrl = (issuer: string): string => `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`;

/**
 * Reads the metadata of `issuer`. Null when it is none, or another issuer's (§4.3: a provider must not speak for another),
 * or when a secret would leave TLS: a provider by https has all of its endpoints there.
 */
export function readDiscovery(issuer: string, document: unknown): Discovery | null {
  const parsed = metadataSchema.safeParse(document);
  if (!parsed.success || parsed.data.issuer !== issuer) return null;
  const {
    authorization_endpoint,
    token_endpoint,
    jwks_uri,
    token_endpoint_auth_methods_supported: methods,
  } = parsed.data;
  const scheme = issuer.startsWith('https:') ? 'https:' : 'http';
  if (![authorization_endpoint, token_endpoint, jwks_uri].every((url) => url.startsWith(scheme))) return null;
  return {
    authorizationEndpoint: authorization_endpoint,
    tokenEndpoint: token_endpoint,
    jwksUri: jwks_uri,
    secretBy: !methods.includes('client_secret_basic') && methods.includes('client_secret_post') ? 'form' : 'header',
  };
}
