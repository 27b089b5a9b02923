import type { ErrorReason } from '@parley/shared/errors';
import { error } from '../fixtures.ts';
import type { Scene } from '../scene.ts';

const failed = (reason: ErrorReason, title: string): Scene => ({
  id: `sign-in-${reason}`,
  title: `Sign in: ${title}`,
  setup: () => ({ desktop: { session: { kind: 'signedOut', error: error(reason) } } }),
});

export const signInScenes: readonly Scene[] = [
  {
    id: 'sign-in-empty',
    title: 'Sign in: the very first time',
    setup: () => ({ desktop: { settings: { introduced: false } } }),
  },
  {
    id: 'sign-in-again',
    title: 'Sign in: known here, address and login filled',
    setup: () => ({ desktop: { session: { kind: 'signedOut', error: null } } }),
  },
  {
    id: 'sign-in-filled',
    title: 'Sign in: everything filled',
    setup: () => ({ desktop: { session: { kind: 'signedOut', error: null } } }),
    after: (hand) => hand.type('input[type="password"]', 'correct horse'),
  },
  {
    id: 'sign-in-busy',
    title: 'Sign in: the server is asked',
    setup: () => ({ desktop: { session: { kind: 'signingIn' } } }),
  },
  {
    id: 'sign-in-offered',
    title: 'Sign in: the server also signs in through the browser',
    setup: () => ({ desktop: { session: { kind: 'signedOut', error: null }, browser: 'Example Sign-On' } }),
  },
  {
    id: 'sign-in-in-browser',
    title: 'Sign in: the person is in the browser',
    setup: () => ({
      desktop: {
        session: { kind: 'signedOut', error: null },
        browser: 'Example Sign-On',
        fails: { 'servers.signIn': 'pending' },
      },
    }),
    after: (hand) => hand.press('[data-action="sign-in-browser"]'),
  },
  failed('wrongCredentials', 'login or password wrong'),
  failed('serverUnreachable', 'nobody answers'),
  failed('notParleyServer', 'another server answers'),
  failed('badAddress', 'no address'),
  failed('versionMismatch', 'other generation'),
  failed('rateLimited', 'too many tries'),
  failed('sessionExpired', 'session expired'),
  failed('vaultLocked', 'vault locked'),
  {
    id: 'sign-in-detail',
    title: 'Sign in: technical detail opened',
    setup: () => ({ desktop: { session: { kind: 'signedOut', error: error('serverUnreachable') } } }),
    after: (hand) => hand.press('.technical-toggle'),
  },
  {
    id: 'sign-in-internal',
    title: 'Sign in: something inside failed',
    setup: () => ({
      desktop: { session: { kind: 'signedOut', error: { code: 'internal', message: 'internal' } } },
    }),
  },
];
