import { browserReturnSchema, type BrowserFailure, type Session } from '@parley/shared/backends/parley/session';
import type { ParleyError } from '@parley/shared/errors';
import { err, type Result } from '@parley/shared/result';
import { throughBrowser } from '../throughBrowser.ts';
import type { ParleyClient } from './parleyClient.ts';

/**
 * Signs in to a Parley server through the system browser: the server sends it to its identity provider and back here with
 * a code. This program knows nothing of the provider, and no token of it comes here. Never rejects.
 */
export async function browserSignIn(
  ports: {
    readonly address: string;
    readonly client: ParleyClient;
    readonly openBrowser: (url: string) => Promise<unknown>;
    readonly program: string;
  },
  cancel: AbortSignal,
): Promise<Result<Session>> {
  const back = await throughBrowser(
    ports.openBrowser,
    (request) => `${ports.address}/api/oidc/start?${new URLSearchParams({ ...request }).toString()}`,
    cancel,
  );
  if (!back.ok) return back;
  const { query, verifier } = back.value;
  const answer = browserReturnSchema.safeParse(Object.fromEntries(query));
  if (!answer.success) return err(failures.refused);
  if ('error' in answer.data) return err(failures[answer.data.error]);
  return ports.client.signInByCode(answer.data.code, verifier, ports.program);
}

const failures: Readonly<Record<BrowserFailure, ParleyError>> = {
  cancelled: { code: 'cancelled', message: 'The sign-in in the browser was cancelled there.' },
  unavailable: {
    code: 'unavailable',
    reason: 'providerUnavailable',
    message: 'The server cannot reach its identity provider.',
  },
  refused: {
    code: 'unauthorised',
    reason: 'providerRefused',
    message: 'What the identity provider told the server does not hold.',
  },
  notAllowed: {
    code: 'forbidden',
    reason: 'accountRefused',
    message: 'The server takes people with other e-mail addresses only.',
  },
};
