import type { Params } from './cdp.ts';
import { onSchemes, schemeHandlers } from './session.ts';
import { browser, state } from './state.ts';
import { allContents } from './webContents.ts';

interface Paused {
  readonly requestId: string;
  readonly frameId: string;
  readonly resourceType: string;
  readonly redirectedRequestId?: string;
  readonly request: {
    readonly url: string;
    readonly method: string;
    readonly headers: Readonly<Record<string, string>>;
    readonly postData?: string;
  };
}

/** Serves the application's schemes, and asks `will-navigate` about every document that a page itself goes to. */
export async function interceptRequests(): Promise<void> {
  const enable = (): Promise<Params> =>
    browser().send('Fetch.enable', {
      patterns: [
        ...state.schemes.patterns().map((urlPattern) => ({ urlPattern })),
        { urlPattern: '*', resourceType: 'Document' },
      ],
    });
  browser().on('Fetch.requestPaused', (paused: Paused) => {
    answer(paused).catch((error: unknown) => {
      if (!state.exiting) console.error('[electron stand-in]', paused.request.url, error);
      browser().tell('Fetch.failRequest', { requestId: paused.requestId, errorReason: 'Failed' });
    });
  });
  onSchemes.changed = () => void enable().catch(() => undefined);
  await enable();
}

async function answer({ requestId, frameId, resourceType, redirectedRequestId, request }: Paused): Promise<void> {
  const url = state.schemes.toElectron(request.url);
  const contents = [...allContents.values()].find(({ targetId }) => targetId === frameId);
  if (resourceType === 'Document' && contents !== undefined && redirectedRequestId === undefined) {
    if (contents.expected === request.url) contents.expected = null;
    else if (!contents.mayNavigate(url)) {
      await browser().send('Fetch.failRequest', { requestId, errorReason: 'Aborted' });
      return;
    }
  }
  const handler = schemeHandlers.get(url.split(':')[0] ?? '');
  if (url === request.url || handler === undefined) {
    await browser().send('Fetch.continueRequest', { requestId });
    return;
  }
  const body = ['GET', 'HEAD'].includes(request.method) ? undefined : request.postData;
  const response = await handler(
    new Request(url, { method: request.method, headers: request.headers, ...(body === undefined ? {} : { body }) }),
  );
  const bytes = Buffer.from(await response.arrayBuffer());
  await browser().send('Fetch.fulfillRequest', {
    requestId,
    responseCode: response.status,
    responseHeaders: [...response.headers].map(([name, value]) => ({
      name,
      value: name === 'content-security-policy' ? state.schemes.policyToChromium(value) : value,
    })),
    body: bytes.toString('base64'),
  });
}
