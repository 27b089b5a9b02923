import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { joinTicketSchema } from '../channel.ts';
import { describePerson } from './person.ts';
import { readLiveKitUrl, readTicket } from './ticket.ts';
import { readClaims, readLiveKitClaims } from './tokenClaims.ts';

const jwt = (claims: unknown): string =>
  ['{"alg":"HS256"}', JSON.stringify(claims), 'signature']
    .map((part) => Buffer.from(part).toString('base64url'))
    .join('.');
const issued = 1_700_000_000;
const claims = {
  iss: 'key',
  sub: 'user-456',
  nbf: issued,
  exp: issued + 600,
  video: { room: 'lobby', roomJoin: true, canPublish: true },
};
const url = 'wss://livekit.example.com';

describe('readTicket', () => {
  it.each([
    // seeds/ice-over-tcp.txt Step 2: `ttl: '10m'`; no `iat`, `nbf` is the time of issue (livekit-server-sdk).
    ["ten minutes, by the server's clock", claims, issued * 1000 + 400, 600],
    ['ten minutes, by the token alone', claims, null, 600],
    // seeds/inspire-lab.txt "Token Generation": `ttl: 3600`.
    ['one hour', { ...claims, exp: issued + 3600 }, null, 3600],
    // seeds/webchat.txt §2 "LiveKit Token Generation": `nbf: now - 60`, so that the server's clock tells more.
    [
      'one hour whose start lies a minute back',
      { ...claims, nbf: issued - 60, exp: issued + 3600 },
      issued * 1000,
      3600,
    ],
    ['what is over already', claims, (issued + 601) * 1000, 0],
    ['a life without a beginning', { ...claims, nbf: undefined }, null, undefined],
  ])('counts %s', (_what, payload, serverNow, expiresIn) => {
    const token = jwt(payload);
    const ticket = readTicket({ url, token, serverNow });
    expect(ticket).toEqual({
      url,
      token,
      room: 'lobby',
      identity: 'user-456',
      expiresAt: payload.exp * 1000,
      ...(expiresIn === undefined ? {} : { expiresIn }),
    });
    expect(joinTicketSchema.safeParse(ticket).success).toBe(true);
  });

  it.each([
    ['no token', 'eyJ'],
    ['a token that is no JSON', 'a.b.c'],
    ['a token of a list', jwt([])],
    ['a token for no room', jwt({ ...claims, video: { roomJoin: true } })],
    ['a token that does not let one in', jwt({ ...claims, video: { room: 'lobby', roomJoin: false } })],
    ['a token of nobody', jwt({ ...claims, sub: '' })],
    ['a token without an end', jwt({ ...claims, exp: undefined })],
    ['a token that ends after time does', jwt({ ...claims, exp: 1e300 })],
    ['a token of wrong types', jwt({ ...claims, sub: 1, video: 'all' })],
  ])('refuses %s', (_what, token) => {
    expect(readTicket({ url, token, serverNow: null })).toBeNull();
  });

  it.each([
    ['ws://localhost:7880', 'ws://localhost:7880'],
    ['wss://meet.artist-space.com', 'wss://meet.artist-space.com'],
    ['https://livekit.example.com/', 'wss://livekit.example.com'],
    ['http://localhost:7880', 'ws://localhost:7880'],
    ['WSS://Host/path/', 'wss://Host/path'],
    ['wss://ada:pw@host', null],
    ['wss://host/?access_token=eyJ', null],
    ['wss://host#x', null],
    ['ftp://host', null],
    ['host', null],
    ['wss://', null],
    ['javascript:alert(1)', null],
    [`wss://${'x'.repeat(2048)}`, null],
  ])('takes the address %s as %s', (text, read) => {
    expect(readLiveKitUrl(text)).toBe(read);
  });

  it('never throws', () => {
    fc.assert(
      fc.property(fc.string(), fc.jsonValue(), (text, payload) => {
        readClaims(text);
        readLiveKitClaims(jwt(payload));
        readTicket({ url: text, token: jwt(payload), serverNow: null });
      }),
    );
  });
});

describe('describePerson', () => {
  const nobody = { login: '', displayName: '' };
  it.each([
    [
      'what the profile says',
      { login: 'ada', displayName: 'Ada L.' },
      'opaque',
      { id: 'ada', login: 'ada', name: 'Ada L.' },
    ],
    [
      'what the bearer says',
      nobody,
      jwt({ sub: 'u1', username: 'ada', name: 'Ада' }),
      { id: 'u1', login: 'ada', name: 'Ада' },
    ],
    ['something, whatever happens', nobody, 'opaque', { id: 'me', login: '', name: 'me' }],
    ['a readable name', nobody, jwt({ sub: 'u1', name: '\u202E\n' }), { id: 'u1', login: '', name: 'u1' }],
    ['a short name', nobody, jwt({ sub: 1, name: 'x'.repeat(9999) }), { id: 'me', login: '', name: 'x'.repeat(256) }],
  ])('shows %s', (_what, profile, bearer, person) => {
    expect(describePerson(profile, bearer)).toEqual({ ...person, administrator: false });
  });
});
