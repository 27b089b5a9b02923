import type { CdpSession, Params } from './cdp.ts';
import { askAboutCertificates } from './certificates.ts';
import { authInfoOf, authResponse, type AnswerLogin, type AuthInfo, type Challenge } from './logins.ts';
import { checkOptions } from './options.ts';
import { browser, state } from './state.ts';

// `net.fetch` by Chromium's own network stack, so that its proxy, certificate and host rules count. A hidden page without a
// document does the fetching; what a browser would forbid a page (CORS) is answered here, because Electron's main process
// is no page.

interface Order {
  readonly url: string;
  readonly method: string;
  readonly headers: readonly (readonly [string, string])[];
  readonly body: string | null;
  readonly redirect: string;
}

interface Paused {
  readonly requestId: string;
  readonly networkId?: string;
  readonly responseStatusCode?: number;
  readonly responseErrorReason?: string;
  readonly responseHeaders?: readonly { readonly name: string; readonly value: string }[];
  readonly request: { readonly method: string; readonly headers: Readonly<Record<string, string>> };
}

/** Names a request on its way from the page to here; taken off before it leaves. */
const marker = 'x-standin-request';
const allowed = [
  { name: 'access-control-allow-origin', value: '*' },
  { name: 'access-control-allow-methods', value: '*' },
  { name: 'access-control-allow-headers', value: `*, authorization, ${marker}` },
  { name: 'access-control-expose-headers', value: '*' },
];

let page: Promise<CdpSession> | undefined;
let count = 0;
/** Chromium's name of what went wrong, by our number of the request. */
const failures = new Map<number, string>();
const numbers = new Map<string, number>();
/** Why a certificate was refused, by address; Chromium calls that "aborted" where the application was asked. */
const refused = new Map<string, string>();
/** Who answers the `login` of a request, by our number of it; `net.fetch` has nobody. */
const loginsOf = new Map<number, (info: AuthInfo, answer: AnswerLogin) => void>();
/** Our number of an interception, of which only the first message has the marker. */
const intercepted = new Map<string, number>();

async function openPage(): Promise<CdpSession> {
  const { targetId } = await browser().send('Target.createTarget', {
    url: 'about:blank',
    background: true,
    hidden: true,
  });
  const { sessionId } = await browser().send('Target.attachToTarget', { targetId, flatten: true });
  const session = state.chromium?.connection.session(String(sessionId));
  if (session === undefined) throw new Error('Chromium is gone');
  session.on('Fetch.requestPaused', (paused: Paused) => {
    pass(session, paused).catch(() => session.tell('Fetch.continueRequest', { requestId: paused.requestId }));
  });
  session.on('Network.loadingFailed', ({ requestId, errorText }: { requestId: string; errorText: string }) => {
    const number = numbers.get(requestId);
    if (number !== undefined) failures.set(number, errorText);
  });
  session.on('Fetch.authRequired', ({ requestId, authChallenge }: { requestId: string; authChallenge: Challenge }) => {
    const login = loginsOf.get(intercepted.get(requestId) ?? 0);
    const answer: AnswerLogin = (name, password) =>
      session.tell('Fetch.continueWithAuth', { requestId, authChallengeResponse: authResponse(name, password) });
    if (login === undefined) answer();
    else login(authInfoOf(authChallenge), answer);
  });
  await session.send('Network.enable');
  await askAboutCertificates(session, (url, errorType) => refused.set(url, `net::${errorType}`));
  await session.send('Fetch.enable', {
    handleAuthRequests: true,
    patterns: [{ urlPattern: '*' }, { urlPattern: '*', requestStage: 'Response' }],
  });
  return session;
}

async function pass(session: CdpSession, paused: Paused): Promise<Params> {
  const { requestId, request } = paused;
  if (paused.responseErrorReason !== undefined) return session.send('Fetch.continueRequest', { requestId });
  if (paused.responseStatusCode !== undefined) {
    const own = (paused.responseHeaders ?? []).filter(({ name }) => !name.toLowerCase().startsWith('access-control-'));
    return session.send('Fetch.continueResponse', {
      requestId,
      responseCode: paused.responseStatusCode,
      responseHeaders: [...own, ...allowed],
    });
  }
  // The question of a page before a request; the application never meets it.
  if (request.method === 'OPTIONS' && 'Access-Control-Request-Method' in request.headers) {
    return session.send('Fetch.fulfillRequest', { requestId, responseCode: 204, responseHeaders: allowed });
  }
  const headers = Object.entries(request.headers);
  const number = headers.find(([name]) => name.toLowerCase() === marker)?.[1];
  if (number !== undefined && paused.networkId !== undefined) numbers.set(paused.networkId, Number(number));
  if (number !== undefined) intercepted.set(requestId, Number(number));
  return session.send('Fetch.continueRequest', {
    requestId,
    headers: headers.filter(([name]) => name.toLowerCase() !== marker).map(([name, value]) => ({ name, value })),
  });
}

/** Runs in the page. */
async function fetchInPage(order: Order, mark: string, number: number): Promise<object> {
  const holder = globalThis as unknown as { aborts?: Map<number, AbortController> };
  holder.aborts ??= new Map();
  const abort = new AbortController();
  holder.aborts.set(number, abort);
  try {
    const response = await fetch(order.url, {
      method: order.method,
      headers: [...order.headers.map(([name, value]): [string, string] => [name, value]), [mark, String(number)]],
      body: order.body,
      redirect: order.redirect as RequestRedirect,
      credentials: 'omit',
      cache: 'no-store',
      signal: abort.signal,
    });
    const bytes = new Uint8Array(await response.arrayBuffer());
    let text = '';
    for (let at = 0; at < bytes.length; at += 8192) text += String.fromCharCode(...bytes.subarray(at, at + 8192));
    return { status: response.status, headers: [...response.headers], body: btoa(text) };
  } finally {
    holder.aborts.delete(number);
  }
}

/** As `net.fetch`: rejects with Chromium's name of the failure (`net::ERR_…`). Bodies are texts; answers are read whole. */
export async function chromiumFetch(
  input: string | Request,
  init: RequestInit = {},
  login?: (info: AuthInfo, answer: AnswerLogin) => void,
): Promise<Response> {
  checkOptions('net.fetch', init);
  const request = new Request(input, init);
  const order: Order = {
    url: request.url,
    method: request.method,
    headers: [...request.headers],
    body: request.body === null ? null : await request.text(),
    redirect: request.redirect,
  };
  count += 1;
  const number = count;
  if (login !== undefined) loginsOf.set(number, login);
  page ??= openPage();
  const session = await page;
  request.signal.throwIfAborted();
  const aborted = Promise.withResolvers<never>();
  const abort = (): void => {
    session.tell('Runtime.evaluate', { expression: `globalThis.aborts?.get(${number})?.abort()` });
    aborted.reject(request.signal.reason as Error);
  };
  request.signal.addEventListener('abort', abort);
  try {
    const work = session.send('Runtime.evaluate', {
      expression: `(${String(fetchInPage)})(${JSON.stringify(order)}, ${JSON.stringify(marker)}, ${number})`,
      awaitPromise: true,
      returnByValue: true,
    });
    work.catch(() => undefined);
    const answer = await Promise.race([work, aborted.promise]);
    if (answer['exceptionDetails'] !== undefined)
      throw new Error(refused.get(order.url) ?? failures.get(number) ?? 'net::ERR_FAILED');
    const { value } = answer['result'] as { value: { status: number; headers: [string, string][]; body: string } };
    // What a page is not shown of a redirect; Electron gives it up as well (`redirect: 'manual'`).
    if (value.status === 0) throw new Error('Redirect was cancelled');
    const headers = value.headers.filter(([name]) => !name.startsWith('access-control-'));
    const empty = value.status === 204 || value.status === 304;
    return new Response(empty ? null : Buffer.from(value.body, 'base64'), { status: value.status, headers });
  } finally {
    request.signal.removeEventListener('abort', abort);
    failures.delete(number);
    refused.delete(order.url);
    loginsOf.delete(number);
    for (const [id, of] of intercepted) if (of === number) intercepted.delete(id);
  }
}
