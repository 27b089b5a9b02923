import { expect, it } from 'vitest';
import { dialectDefaults, type DialectProfile } from './profile.ts';
import { proofNeeds } from './proof.ts';

const own: DialectProfile = { id: 'a', dialect: 'parley', address: 'https://a', login: '', name: '' };
const kraken = dialectDefaults.kraken;
const foreign = (bearer: object): DialectProfile =>
  ({ ...own, ...kraken, dialect: 'kraken', displayName: '', channels: [], bearer }) as DialectProfile;
const request = (...from: string[]) =>
  foreign({ kind: 'request', fields: from.map((one) => ({ name: one, from: one })) });

it.each([
  ['Parley\u2019s own', own, { login: true, secret: true }],
  ['a pasted bearer', foreign({ kind: 'pasted' }), { login: false, secret: true }],
  ['the browser', foreign({ kind: 'browser' }), { login: false, secret: false }],
  ['a request with both', request('login', 'password'), { login: true, secret: true }],
  ['a request with a password only', request('password', 'text'), { login: false, secret: true }],
  ['a request with a login only', request('login'), { login: true, secret: false }],
  ['a request of fixed texts', request('text'), { login: false, secret: false }],
])('%s asks for what it sends', (_what, profile, needs) => {
  expect(proofNeeds(profile)).toEqual(needs);
});
