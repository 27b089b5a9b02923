import { theApp } from './app.ts';
import type { CdpSession } from './cdp.ts';
import { authInfoOf, authResponse, type AnswerLogin, type Challenge } from './logins.ts';
import { strict } from './notPlayed.ts';
import { preventable, switchValue } from './state.ts';

interface AuthRequired {
  readonly requestId: string;
  readonly request: { readonly url: string };
  readonly authChallenge: Challenge;
}

/** `login` of the application, about what a page asks for. Cancelled unless it is prevented. Only a proxy makes it play. */
export async function askAboutLogins(cdp: CdpSession, contents: object): Promise<void> {
  const switched = ['proxy-server', 'proxy-pac-url'].some((name) => switchValue(name) !== undefined);
  if (!switched && (process.env['https_proxy'] ?? process.env['http_proxy'] ?? '') === '') return;
  /** Whoever is asked again gave something that was refused. */
  const asked = new Set<string>();
  cdp.on('Fetch.requestPaused', ({ requestId }: { requestId: string }) =>
    cdp.tell('Fetch.continueRequest', { requestId }),
  );
  cdp.on('Fetch.authRequired', ({ requestId, request, authChallenge }: AuthRequired) => {
    const answer: AnswerLogin = (name, password) =>
      cdp.tell('Fetch.continueWithAuth', { requestId, authChallengeResponse: authResponse(name, password) });
    const details = {
      url: request.url,
      pid: 0,
      isRequestForNavigation: false,
      firstAuthAttempt: !asked.has(requestId),
    };
    asked.add(requestId);
    const event = preventable();
    const told = strict('AuthenticationResponseDetails', details);
    theApp.emit('login', event, contents, told, authInfoOf(authChallenge), answer);
    if (!event.defaultPrevented) answer();
  });
  await cdp.send('Fetch.enable', { patterns: [{ urlPattern: '*' }], handleAuthRequests: true });
}
