import { describe, expect, it } from 'vitest';
import { capabilities } from './capabilities.ts';
import { proofKind } from './proof.ts';
import { accessOf, dialectDefaults, dialectProfileSchema } from './profile.ts';

const common = { id: 'profile-1', address: 'https://voice.example.org', login: 'ada', name: '' };
const foreign = { ...common, bearer: { kind: 'pasted' }, displayName: '', channels: [] };
const good = [
  { dialect: 'parley', ...common },
  { dialect: 'webchat', ...foreign, ...dialectDefaults.webchat },
  { dialect: 'kraken', ...foreign, ...dialectDefaults.kraken },
  { dialect: 'token', ...foreign, ...dialectDefaults.token, livekitUrl: 'wss://livekit.yourdomain.com' },
  {
    dialect: 'artist-space',
    ...foreign,
    ...dialectDefaults['artist-space'],
    channels: [{ instance: 'meet', room: 'my-video-call', name: '' }],
  },
  { dialect: 'direct', ...common, address: 'ws://localhost:7880' },
] as const;

describe('a server profile', () => {
  it.each(good)('of the dialect $dialect is read', (profile) => {
    expect(dialectProfileSchema.parse(profile)).toEqual(profile);
  });

  it('says what a credential belongs to: everything but what is only shown or listed', () => {
    for (const profile of good.map((one) => dialectProfileSchema.parse(one))) {
      const shown = { name: 'Other', displayName: 'Other', channels: [], encrypted: true };
      const edited = dialectProfileSchema.parse({
        ...profile,
        ...Object.fromEntries(Object.entries(shown).filter(([field]) => field in profile)),
      });
      expect(accessOf(edited)).toEqual(accessOf(profile));
      expect(accessOf({ ...profile, login: 'other' })).not.toEqual(accessOf(profile));
      expect(accessOf({ ...profile, address: 'wss://other.example' })).not.toEqual(accessOf(profile));
    }
    const webchat = dialectProfileSchema.parse(good[1]);
    expect(accessOf({ ...webchat, ...{ basePath: '/other' } })).not.toEqual(accessOf(webchat));
  });

  const webchat = good[1];
  it.each([
    ['another dialect', { ...webchat, dialect: 'matrix' }],
    ['a field that is not there', { ...webchat, bearer: undefined }],
    ['a secret in it', { ...webchat, token: 'eyJ' }],
    ['a base path without a slash before it', { ...webchat, basePath: 'api' }],
    ['a base path with a query', { ...webchat, basePath: '/api?x=1' }],
    ['a base path that leads up', { ...webchat, basePath: '/api/../admin' }],
    ['a base path that leads up in disguise', { ...webchat, basePath: '/api/%2E./admin' }],
    ['a base path that is another host', { ...webchat, basePath: '//evil.example' }],
    ['a base path that ends in a slash', { ...webchat, basePath: '/api/' }],
    ['too many channels', { ...webchat, channels: Array.from({ length: 257 }, () => ({ room: 'a', name: '' })) }],
    ['a channel of no instance', { ...good[4], channels: [{ room: 'a', name: '' }] }],
    ['a LiveKit address of another scheme', { ...good[3], livekitUrl: 'https://x' }],
    ['a LiveKit address with a token in it', { ...good[3], livekitUrl: 'wss://x/?access_token=eyJ' }],
    ['a LiveKit address with a password in it', { ...good[5], address: 'wss://ada:pw@x' }],
  ])('with %s is refused', (_what, profile) => {
    expect(dialectProfileSchema.safeParse(profile).success).toBe(false);
  });
});

describe('proofKind', () => {
  const pages = { authorizeUrl: '/authorize', tokenUrl: '/token', clientId: 'parley', scope: '' };
  const answer = { token: 'token', refreshToken: null, expiry: null };
  it.each([
    ['a Parley server', good[0], 'password'],
    ['a LiveKit address', good[5], 'bearer'],
    ['a pasted bearer', good[1], 'bearer'],
    ['a sign-in in the browser', { ...good[2], bearer: { kind: 'browser', ...pages } }, 'browser'],
    [
      'a configured request',
      { ...good[3], bearer: { kind: 'request', url: '/login', fields: [], answer, refresh: null } },
      'password',
    ],
  ])('of %s', (_what, profile, kind) => {
    expect(proofKind(dialectProfileSchema.parse(profile))).toBe(kind);
  });
});

it('says of each dialect what it can do', () => {
  const able = good.map(({ dialect }) => [
    dialect,
    capabilities[dialect].listsChannels,
    capabilities[dialect].instances.length,
  ]);
  expect(able).toEqual([
    ['parley', true, 0],
    ['webchat', false, 0],
    ['kraken', false, 0],
    ['token', false, 0],
    ['artist-space', false, 3],
    ['direct', false, 0],
  ]);
});
