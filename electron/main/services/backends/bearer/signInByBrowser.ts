import { oauthAnswer, requestUrl, type BearerSource } from '@parley/shared/backends/dialects/bearerSource';
import type { ParleyError } from '@parley/shared/errors';
import { err, type Result } from '@parley/shared/result';
import { throughBrowser } from '../throughBrowser.ts';
import { askForBearer, type HeldBearer, type SourcePorts } from './heldBearer.ts';

/** An authorisation code with PKCE (RFC 7636) by the system browser. Never rejects. */
export async function signInByBrowser(
  ports: SourcePorts & { readonly openBrowser: (url: string) => Promise<unknown> },
  source: Extract<BearerSource, { kind: 'browser' }>,
  cancel: AbortSignal,
): Promise<Result<HeldBearer>> {
  const back = await throughBrowser(
    ports.openBrowser,
    ({ redirect, challenge, state }) => {
      const url = new URL(requestUrl(ports.address, source.authorizeUrl));
      const query = {
        response_type: 'code',
        client_id: source.clientId,
        redirect_uri: redirect,
        state,
        code_challenge: challenge,
        code_challenge_method: 'S256',
        ...(source.scope === '' ? {} : { scope: source.scope }),
      };
      for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
      return url.href;
    },
    cancel,
  );
  if (!back.ok) return back;
  const { query, redirect, verifier } = back.value;
  const code = query.get('code');
  if (code === null) return err(refused);
  const form = {
    grant_type: 'authorization_code',
    code,
    redirect_uri: redirect,
    client_id: source.clientId,
    code_verifier: verifier,
  };
  const request = { method: 'POST', url: requestUrl(ports.address, source.tokenUrl), form } as const;
  return askForBearer(ports, request, oauthAnswer, refused);
}

const refused: ParleyError = {
  code: 'unauthorised',
  reason: 'wrongCredentials',
  message: 'The sign-in in the browser was refused.',
};
