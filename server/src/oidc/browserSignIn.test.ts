import { expect, it } from 'vitest';
import { decideFailure } from './browserSignIn.ts';

it.each([
  ['access_denied', 'cancelled'],
  ['login_required', 'cancelled'],
  ['consent_required', 'cancelled'],
  ['temporarily_unavailable', 'unavailable'],
  ['server_error', 'unavailable'],
  ['invalid_request', 'refused'],
  ['unauthorized_client', 'refused'],
  ['anything else', 'refused'],
  [undefined, 'refused'],
])('a provider that answers %s: %s', (error, failure) => {
  expect(decideFailure(error)).toBe(failure);
});
