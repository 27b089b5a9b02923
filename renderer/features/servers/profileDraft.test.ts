import type { DialectProfile } from '@parley/shared/backends/dialects/profile';
import { describe, expect, it } from 'vitest';
import {
  checkDraft,
  draftOf,
  emptyDraft,
  moved,
  normaliseLiveKitAddress,
  parleySignIn,
  proofKindOf,
  sameAccess,
  type BearerDraft,
  type Draft,
  type Problem,
} from './profileDraft.ts';

const common = { id: 'one', address: 'https://voice.example.org', login: 'ada', name: 'Example' };
const foreign = {
  ...common,
  displayName: 'Ada',
  channels: [
    { room: 'lobby', name: 'Lobby' },
    { room: 'daily', name: '' },
  ],
};
const profiles: readonly DialectProfile[] = [
  { dialect: 'parley', ...common },
  { dialect: 'webchat', ...foreign, bearer: { kind: 'pasted' }, basePath: '' },
  {
    dialect: 'kraken',
    ...foreign,
    basePath: '/v2/api',
    bearer: {
      kind: 'browser',
      authorizeUrl: 'https://id.example.org/authorize',
      tokenUrl: '/token',
      clientId: 'parley',
      scope: 'openid voice',
    },
  },
  {
    dialect: 'token',
    ...foreign,
    tokenPath: '/api/token',
    livekitUrl: 'wss://rtc.example.org',
    bearer: {
      kind: 'request',
      url: '/login',
      fields: [
        { name: 'user', from: 'login' },
        { name: 'pass', from: 'password' },
        { name: 'device', from: 'text', text: 'desktop' },
      ],
      answer: { token: 'data.token', refreshToken: null, expiry: null },
      refresh: null,
    },
  },
  {
    dialect: 'artist-space',
    ...foreign,
    basePath: '/api',
    encrypted: true,
    channels: [{ room: 'studio', name: '', instance: 'meet' }],
    bearer: {
      kind: 'request',
      url: 'https://id.example.org/login',
      fields: [{ name: 'email', from: 'login' }],
      answer: { token: 't', refreshToken: 'r', expiry: { path: 'expires.at', unit: 'iso8601' } },
      refresh: {
        url: '/refresh',
        fields: [
          { name: 'r', from: 'refreshToken' },
          { name: 'grant', from: 'text', text: 'refresh' },
        ],
      },
    },
  },
  { dialect: 'direct', ...common, address: 'wss://rtc.example.org' },
];

it.each(profiles)('makes of a $dialect profile a draft and of the draft the same profile', (profile) => {
  expect(checkDraft(draftOf(profile), 'one')).toEqual({ ok: true, profile });
});

const address = 'voice.example.org';
const draft = (change: Partial<Draft>): Draft => ({ ...emptyDraft, address, ...change });
const bearer = (change: Partial<BearerDraft>): BearerDraft => ({ ...emptyDraft.bearer, ...change });
const row = { key: 0, room: 'lobby', name: '', instance: 'main' } as const;

describe('what is typed carelessly', () => {
  it.each([
    [draft({ address: ' Voice.example.org/ ' }), { address: 'https://voice.example.org' }],
    [draft({ dialect: 'direct', address: 'https://rtc.example.org/' }), { address: 'wss://rtc.example.org' }],
    [draft({ dialect: 'direct', address: 'http://10.0.0.7:7880' }), { address: 'ws://10.0.0.7:7880' }],
    [draft({ dialect: 'direct', address: 'rtc.example.org' }), { address: 'wss://rtc.example.org' }],
    [draft({ dialect: 'direct', address: 'localhost:7880' }), { address: 'ws://localhost:7880' }],
    [
      draft({ dialect: 'kraken', paths: { ...emptyDraft.paths, kraken: 'v2/api/' }, login: ' ada ' }),
      { basePath: '/v2/api', login: 'ada' },
    ],
    [draft({ dialect: 'token', livekitUrl: 'https://rtc.example.org' }), { livekitUrl: 'wss://rtc.example.org' }],
    [
      draft({ dialect: 'webchat', channels: [{ ...row, room: ' lobby ' }] }),
      { channels: [{ room: 'lobby', name: '' }] },
    ],
  ])('is put right: %#', (typed, expected) => {
    expect(checkDraft(typed, 'new')).toMatchObject({ ok: true, profile: expected });
  });
});

const request = (change: Partial<BearerDraft>): Draft =>
  draft({ dialect: 'webchat', bearer: bearer({ ...parleySignIn, ...change }) });

describe('what is wrong', () => {
  const cases: readonly [string, Draft, Readonly<Record<string, Problem>>][] = [
    ['no address', draft({ address: '  ' }), { address: 'missing' }],
    ['another scheme', draft({ address: 'ftp://example.org' }), { address: 'badAddress' }],
    ['a password in the address', draft({ address: 'https://ada:x@example.org' }), { address: 'badAddress' }],
    ['no LiveKit address', draft({ dialect: 'direct', address: '' }), { address: 'missing' }],
    [
      'a query in the LiveKit address',
      draft({ dialect: 'direct', address: 'wss://a.example/?access_token=x' }),
      { address: 'badLiveKitAddress' },
    ],
    ['token without LiveKit', draft({ dialect: 'token' }), { livekitUrl: 'missing' }],
    [
      'a path upwards',
      draft({ dialect: 'webchat', paths: { ...emptyDraft.paths, webchat: '/a/../b' } }),
      { basePath: 'badPath' },
    ],
    [
      'a path with a query',
      draft({ dialect: 'token', livekitUrl: 'a.example', paths: { ...emptyDraft.paths, token: '/t?x=1' } }),
      { tokenPath: 'badPath' },
    ],
    ['a long name', draft({ name: 'n'.repeat(257) }), { name: 'tooLong' }],
    [
      'a channel without a room, a room twice',
      draft({ dialect: 'kraken', channels: [row, { ...row, key: 1, room: ' ' }, { ...row, key: 2 }] }),
      { 'channels.1.room': 'missing', 'channels.2.room': 'twice' },
    ],
    [
      'too many channels',
      draft({
        dialect: 'kraken',
        channels: Array.from({ length: 257 }, (_, key) => ({ ...row, key, room: `room ${key}` })),
      }),
      { channels: 'tooMany' },
    ],
    [
      'browser, everything empty',
      draft({ dialect: 'webchat', bearer: bearer({ kind: 'browser' }) }),
      { 'bearer.authorizeUrl': 'missing', 'bearer.tokenUrl': 'missing', 'bearer.clientId': 'missing' },
    ],
    [
      'request, everything empty',
      draft({ dialect: 'webchat', bearer: bearer({ kind: 'request', refreshes: true }) }),
      {
        'bearer.url': 'missing',
        'bearer.answer.token': 'missing',
        'bearer.answer.refreshToken': 'missing',
        'bearer.refresh.url': 'missing',
      },
    ],
    [
      'addresses and paths that are none',
      request({ url: 'api/session', token: 'a b', expiryPath: 'a..b', refreshUrl: 'x' }),
      {
        'bearer.url': 'badUrl',
        'bearer.answer.token': 'badAnswerPath',
        'bearer.answer.expiry.path': 'badAnswerPath',
        'bearer.refresh.url': 'badUrl',
      },
    ],
    [
      'a JSON field without a name, one twice',
      request({
        fields: [
          { key: 0, name: '', from: 'login', text: '' },
          { key: 1, name: 'a', from: 'password', text: '' },
          { key: 2, name: 'a', from: 'text', text: 'x' },
        ],
      }),
      { 'bearer.fields.0.name': 'missing', 'bearer.fields.2.name': 'twice' },
    ],
  ];
  it.each(cases)('%s', (_what, typed, expected) => {
    const checked = checkDraft(typed, 'new');
    expect(checked.ok ? {} : Object.fromEntries(checked.problems)).toEqual(expected);
  });

  it('is not asked of fields that the kind does not have', () => {
    expect(checkDraft(draft({ livekitUrl: 'ftp:', channels: [{ ...row, room: '' }] }), 'new').ok).toBe(true);
  });
});

it('takes a room of two instances for two channels', () => {
  const channels = [row, { ...row, key: 1, instance: 'chat' }] as const;
  expect(checkDraft(draft({ dialect: 'artist-space', channels }), 'new').ok).toBe(true);
});

it('fills in the sign-in of a Parley server', () => {
  expect(checkDraft(request({}), 'new')).toMatchObject({
    ok: true,
    profile: { bearer: { kind: 'request', refresh: { url: '/api/session/refresh' } } },
  });
});

it.each([
  [draft({}), 'password'],
  [draft({ dialect: 'direct' }), 'bearer'],
  [draft({ dialect: 'webchat' }), 'bearer'],
  [draft({ dialect: 'webchat', bearer: bearer({ kind: 'browser' }) }), 'browser'],
  [request({}), 'password'],
])('knows what signs in: %#', (typed, kind) => {
  expect(proofKindOf(typed)).toBe(kind);
});

it('knows which changes end a session', () => {
  const [, webchat] = profiles;
  if (webchat?.dialect !== 'webchat') throw new Error('no webchat profile');
  expect(sameAccess(webchat, { ...webchat, name: 'Other', displayName: 'A', channels: [] })).toBe(true);
  expect(sameAccess(webchat, { ...webchat, basePath: '/other' })).toBe(false);
  expect(sameAccess(webchat, { ...webchat, login: 'eve' })).toBe(false);
});

it('moves a row, and none out of the list', () => {
  expect(moved(['a', 'b', 'c'], 0, 1)).toEqual(['b', 'a', 'c']);
  expect(moved(['a', 'b', 'c'], 2, -1)).toEqual(['a', 'c', 'b']);
  expect(moved(['a', 'b'], 0, -1)).toEqual(['a', 'b']);
  expect(moved(['a', 'b'], 1, 1)).toEqual(['a', 'b']);
});

it.each([
  ['ws://a.example', 'ws://a.example'],
  ['WSS://A.example/', 'wss://a.example'],
  ['wss://a.example/rtc', 'wss://a.example/rtc'],
  ['', null],
  ['wss://', null],
  ['wss://u:p@a.example', null],
  ['mailto:a@b', null],
])('reads the LiveKit address %j as %j', (typed, expected) => {
  expect(normaliseLiveKitAddress(typed)).toBe(expected);
});
