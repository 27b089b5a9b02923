import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bearerSourceSchema, oauthAnswer, requestBody, requestUrl, type TokenAnswerConfig } from './bearerSource.ts';
import { readPastedBearer, readTokenAnswer } from './tokenAnswer.ts';

const config = (over: Partial<TokenAnswerConfig> = {}): TokenAnswerConfig => ({
  token: 'token',
  refreshToken: null,
  expiry: null,
  ...over,
});
const plain = { refreshToken: null, expiry: null };

describe('readTokenAnswer', () => {
  it.each([
    ['a field', config(), { token: 'abc' }, { bearer: 'abc', ...plain }],
    ['a field deep inside', config({ token: 'data.jwt' }), { data: { jwt: 'abc' } }, { bearer: 'abc', ...plain }],
    [
      'a place in a list',
      config({ token: 'tokens.1.value' }),
      { tokens: [0, { value: 'b' }] },
      { bearer: 'b', ...plain },
    ],
    [
      'the answer of OAuth 2.0 (RFC 6749 §5.1)',
      oauthAnswer,
      { access_token: 'a', token_type: 'Bearer', expires_in: 3600, refresh_token: 'r' },
      { bearer: 'a', refreshToken: 'r', expiry: { kind: 'in', seconds: 3600 } },
    ],
    [
      'a life written as text',
      config({ expiry: { path: 'ttl', unit: 'seconds' } }),
      { token: 'a', ttl: '600' },
      { bearer: 'a', refreshToken: null, expiry: { kind: 'in', seconds: 600 } },
    ],
    [
      'an end in seconds since the epoch',
      config({ expiry: { path: 'exp', unit: 'epochSeconds' } }),
      { token: 'a', exp: 1_700_000_000 },
      { bearer: 'a', refreshToken: null, expiry: { kind: 'at', time: 1_700_000_000_000 } },
    ],
    [
      'an end in milliseconds since the epoch',
      config({ expiry: { path: 'exp', unit: 'epochMilliseconds' } }),
      { token: 'a', exp: 1_700_000_000_000 },
      { bearer: 'a', refreshToken: null, expiry: { kind: 'at', time: 1_700_000_000_000 } },
    ],
    [
      'an end as a date',
      config({ expiry: { path: 'until', unit: 'iso8601' } }),
      { token: 'a', until: '2023-12-01T15:00:00Z' },
      { bearer: 'a', refreshToken: null, expiry: { kind: 'at', time: Date.UTC(2023, 11, 1, 15) } },
    ],
  ])('reads %s', (_what, how, json, value) => {
    expect(readTokenAnswer(how, json)).toEqual({ ok: true, value });
  });

  it.each([
    ['nothing', undefined],
    ['a text', 'abc'],
    ['another field', { jwt: 'abc' }],
    ['a number', { token: 1 }],
    ['an empty token', { token: '' }],
    ['a token with the end of a header line in it', { token: 'a\r\nX-Admin: 1' }],
    ['a token with a space', { token: 'a b' }],
    ['a token without end', { token: 'a'.repeat(16_385) }],
  ])('refuses %s', (_what, json) => {
    expect(readTokenAnswer(config(), json)).toMatchObject({ ok: false, error: { reason: 'tokenNotInAnswer' } });
  });

  it('looks at own properties only', () => {
    for (const token of ['constructor.name', '__proto__.constructor.name', 'token.constructor.name']) {
      expect(readTokenAnswer(config({ token }), { token: {} }).ok).toBe(false);
    }
  });

  it('takes the token also when the rest cannot be used', () => {
    const how = config({ refreshToken: 'r', expiry: { path: 'e', unit: 'seconds' } });
    for (const e of [-1, 1e300, Number.NaN, 'soon', null, {}, '1e9']) {
      expect(readTokenAnswer(how, { token: 'a', r: 'x\n', e })).toEqual({ ok: true, value: { bearer: 'a', ...plain } });
    }
  });

  it('never throws', () => {
    fc.assert(
      fc.property(fc.anything(), fc.constantFrom('a', 'a.b', '0.length', 'length', '__proto__'), (json, token) => {
        readTokenAnswer(config({ token, refreshToken: 'b', expiry: { path: 'c', unit: 'iso8601' } }), json);
      }),
    );
  });
});

describe('readPastedBearer', () => {
  it.each([
    ['eyJ.x.y', 'eyJ.x.y'],
    ['  Bearer eyJ.x.y\n', 'eyJ.x.y'],
    ['Authorization: Bearer eyJ.x.y', 'eyJ.x.y'],
    ['', null],
    ['two words', null],
    ['a\nb', null],
    ['ключ', null],
  ])('of %j is %j', (pasted, bearer) => {
    expect(readPastedBearer(pasted)).toBe(bearer);
  });
});

describe('a configured request', () => {
  const source = {
    kind: 'request',
    url: '/auth/login',
    fields: [
      { name: 'email', from: 'login' },
      { name: 'pass', from: 'password' },
      { name: '__proto__', from: 'text', text: 'desktop' },
    ],
    answer: config(),
    refresh: null,
  } as const;

  it('is read, and says what to send where', () => {
    expect(bearerSourceSchema.parse(source)).toEqual(source);
    expect(requestUrl('https://x/base', source.url)).toBe('https://x/base/auth/login');
    expect(requestUrl('https://x/base', 'https://id.example/token')).toBe('https://id.example/token');
    expect(JSON.stringify(requestBody(source.fields, { login: 'ada', password: 'pw' }))).toBe(
      '{"email":"ada","pass":"pw","__proto__":"desktop"}',
    );
  });

  it.each(['ftp://x/y', 'https://ada:pw@x/', 'login', 'javascript:alert(1)', 'https://x/ y', 'https://x/#f', ''])(
    'does not go to %j',
    (url) => {
      expect(bearerSourceSchema.safeParse({ ...source, url }).success).toBe(false);
    },
  );
});
