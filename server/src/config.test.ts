import { describe, expect, it } from 'vitest';
import { readConfig } from './config.ts';

const secret = 'a-secret-of-tests-with-more-than-32-characters';
const keys = { LIVEKIT_API_KEY: 'key', LIVEKIT_API_SECRET: secret };
const main = { url: 'wss://a', apiUrl: 'https://a', apiKey: 'key', apiSecret: secret };

describe('the seeds\u2019 environment variables', () => {
  it.each([
    ['kraken, INSPIRE-LAB', { ...keys, LIVEKIT_URL: 'wss://a' }, main],
    ['webchat, ICE over TCP', { ...keys, LIVEKIT_WS_URL: 'wss://a' }, main],
    [
      'two names of one LiveKit: the one is for clients, the other for the server',
      { ...keys, LIVEKIT_WS_URL: 'wss://a', LIVEKIT_URL: 'ws://livekit:7880' },
      { ...main, apiUrl: 'http://livekit:7880' },
    ],
    [
      'an address of its own for the server',
      { ...keys, LIVEKIT_URL: 'wss://a', LIVEKIT_API_URL: 'http://b' },
      { ...main, apiUrl: 'http://b' },
    ],
    [
      'artist-space',
      {
        ...keys,
        LIVEKIT_URL: 'wss://a',
        LIVEKIT_WS_URL: 'wss://a',
        LIVEKIT_MEET_URL: 'wss://meet',
        LIVEKIT_CHAT_URL: 'wss://chat',
        LIVEKIT_CHAT_API_URL: 'http://chat:7880',
      },
      {
        ...main,
        meet: { url: 'wss://meet', apiUrl: 'https://meet' },
        chat: { url: 'wss://chat', apiUrl: 'http://chat:7880' },
      },
    ],
  ])('%s', (_which, environment, livekit) => {
    expect(readConfig(environment).livekit).toEqual(livekit);
  });

  it.each([
    ['nothing', {}],
    ['no key', { LIVEKIT_URL: 'wss://a', LIVEKIT_API_SECRET: secret }],
    ['no secret', { LIVEKIT_URL: 'wss://a', LIVEKIT_API_KEY: 'key' }],
    ['no address', keys],
  ])('with %s leave LiveKit out (kraken "Configuration Validation")', (_which, environment) => {
    expect(readConfig(environment).livekit).toBeNull();
  });

  it('say how the dialects are served', () => {
    expect(readConfig({}).dialects).toEqual({ tokenPath: '/api/token', ticketLife: 3600, encryption: true });
    const said = {
      PARLEY_TOKEN_PATH: '/api/video/get-token',
      LIVEKIT_TOKEN_TTL: '7200',
      EXPO_PUBLIC_LIVEKIT_E2EE_ENABLED: 'false',
    };
    expect(readConfig(said).dialects).toEqual({
      tokenPath: '/api/video/get-token',
      ticketLife: 7200,
      encryption: false,
    });
  });

  it.each([
    ['OIDC_ISSUER', 'http://sso.example.org'],
    ['OIDC_ISSUER', 'http://localhost.example.org'],
    ['OIDC_ISSUER', 'https://sso.example.org/?x=1'],
    ['OIDC_ISSUER', 'https://user@sso.example.org'],
    ['PARLEY_PUBLIC_URL', 'voice.example.org'],
    ['OIDC_SCOPES', 'profile'],
    ['OIDC_SCOPES', 'openidx'],
    ['OIDC_PROMPT', 'none'],
    ['OIDC_EMAIL_DOMAINS', 'ada@example.org'],
    ['OIDC_EMAIL_DOMAINS', 'example.org,'],
    ['OIDC_CREATE_ACCOUNTS', 'yes'],
    ['LIVEKIT_URL', 'https://a'],
    ['LIVEKIT_MEET_URL', 'meet'],
    ['LIVEKIT_API_SECRET', 'short'],
    ['LIVEKIT_TOKEN_TTL', '0'],
    ['LIVEKIT_TOKEN_TTL', '21601'],
    ['PARLEY_TOKEN_PATH', 'api/token'],
    ['PARLEY_TOKEN_PATH', '/api/:id'],
    ['PARLEY_TOKEN_PATH', '/api/*'],
    ['PARLEY_TICKET_LIMIT', '0'],
    ['PARLEY_PROBE_LIMIT', '0'],
    ['EXPO_PUBLIC_LIVEKIT_E2EE_ENABLED', 'yes'],
  ])('%s is refused as %j, by its name and without its value', (name, value) => {
    expect(() => readConfig({ [name]: value })).toThrow(name);
    expect(() => readConfig({ [name]: value })).not.toThrow(`${value}\n`);
  });
});

describe('OpenID Connect', () => {
  const needed = {
    OIDC_ISSUER: 'https://sso.example.org/realms/team',
    OIDC_CLIENT_ID: 'parley',
    PARLEY_PUBLIC_URL: 'https://voice.example.org/',
  };

  it('needs the issuer, a client and the server\u2019s own address; accounts are not made unless it is said', () => {
    expect(readConfig({}).oidc).toBeUndefined();
    expect(readConfig(needed).oidc).toEqual({
      issuer: 'https://sso.example.org/realms/team',
      clientId: 'parley',
      clientSecret: undefined,
      scopes: 'openid profile email',
      label: 'sso.example.org',
      prompt: undefined,
      emailDomains: [],
      createAccounts: false,
      redirectUri: 'https://voice.example.org/api/oidc/callback',
    });
    for (const name of ['OIDC_CLIENT_ID', 'PARLEY_PUBLIC_URL']) {
      expect(() => readConfig({ ...needed, [name]: undefined })).toThrow(name);
    }
  });

  it('takes a provider on this machine without TLS, and domains in any case', () => {
    const said = { ...needed, OIDC_ISSUER: 'http://[::1]:8080', OIDC_EMAIL_DOMAINS: 'Example.org, b.example' };
    expect(readConfig(said).oidc).toMatchObject({
      issuer: 'http://[::1]:8080',
      label: '[::1]:8080',
      emailDomains: ['example.org', 'b.example'],
    });
  });
});

it('does not take a port that is set to nothing for any that is free', () => {
  expect(readConfig({}).port).toBe(7900);
  expect(readConfig({ PARLEY_PORT: '0' }).port).toBe(0);
  for (const wrong of ['', ' ', '70000', '-1', '0x10']) {
    expect(() => readConfig({ PARLEY_PORT: wrong }), wrong).toThrow('PARLEY_PORT');
  }
});

describe('reverse proxies', () => {
  it('are addresses or networks, and none unless said', () => {
    expect(readConfig({}).proxies).toBeUndefined();
    expect(readConfig({ PARLEY_PROXIES: '127.0.0.1, 10.0.0.0/24,::1' }).proxies).toEqual([
      '127.0.0.1',
      '10.0.0.0/24',
      '::1',
    ]);
    for (const wrong of ['', 'proxy.example.org', 'true', '10.0.0.0/40', '127.0.0.1,']) {
      expect(() => readConfig({ PARLEY_PROXIES: wrong }), wrong).toThrow('PARLEY_PROXIES');
    }
  });
});
