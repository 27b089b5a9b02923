import { describe, expect, it } from 'vitest';
import { discoveryUrl, readDiscovery } from './discovery.ts';

const issuer = 'https://sso.example.org/realms/team';
const metadata = {
  issuer,
  authorization_endpoint: `${issuer}/auth`,
  token_endpoint: `${issuer}/token`,
  jwks_uri: 'https://keys.example.org/certs',
};

describe('discoveryUrl', () => {
  it.each([issuer, `${issuer}/`])('of %s', (one) => {
    expect(discoveryUrl(one)).toBe(`${issuer}/.well-known/openid-configuration`);
  });
});

describe('readDiscovery', () => {
  it('reads the endpoints', () => {
    expect(readDiscovery(issuer, { ...metadata, unknown: 1 })).toEqual({
      authorizationEndpoint: `${issuer}/auth`,
      tokenEndpoint: `${issuer}/token`,
      jwksUri: 'https://keys.example.org/certs',
      secretBy: 'header',
    });
  });

  it.each([
    [['client_secret_basic', 'client_secret_post'], 'header'],
    [['client_secret_post'], 'form'],
    [['private_key_jwt'], 'header'],
  ])('with the methods %j sends the secret by the %s', (methods, secretBy) => {
    const document = { ...metadata, token_endpoint_auth_methods_supported: methods };
    expect(readDiscovery(issuer, document)?.secretBy).toBe(secretBy);
  });

  it.each([
    ['nothing', undefined],
    ['a web page', '<html>'],
    ['another issuer', { ...metadata, issuer: 'https://another.example' }],
    ['the issuer with a slash more', { ...metadata, issuer: `${issuer}/` }],
    ['no keys', { ...metadata, jwks_uri: undefined }],
    ['an endpoint without TLS', { ...metadata, token_endpoint: 'http://sso.example.org/token' }],
    ['an endpoint that is no address of the web', { ...metadata, authorization_endpoint: 'javascript:alert(1)' }],
    ['a file as keys', { ...metadata, jwks_uri: 'file:///etc/keys' }],
  ])('refuses %s', (_what, document) => {
    expect(readDiscovery(issuer, document)).toBeNull();
  });

  it('takes endpoints without TLS of a provider on this machine', () => {
    const here = JSON.parse(JSON.stringify(metadata).replaceAll(issuer, 'http://127.0.0.1:8080')) as object;
    expect(readDiscovery('http://127.0.0.1:8080', here)).not.toBeNull();
  });
});
