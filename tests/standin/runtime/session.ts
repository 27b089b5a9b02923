import { StrictEmitter } from './emitter.ts';
import { setVerifyProc, type VerifyProc } from './certificates.ts';
import { chromiumFetch } from './chromiumFetch.ts';
import { notPlayed, strict } from './notPlayed.ts';
import { checkOptions } from './options.ts';
import { proxyFor } from './proxies.ts';
import { state, switchValue } from './state.ts';

export type SchemeHandler = (request: Request) => Response | Promise<Response>;
interface SchemePrivileges {
  readonly standard?: boolean;
  readonly secure?: boolean;
  readonly supportFetchAPI?: boolean;
}
type PermissionDetails = {
  readonly requestingUrl: string;
  readonly isMainFrame: boolean;
  readonly mediaTypes?: readonly string[];
};
type RequestHandler = (
  contents: object,
  permission: string,
  answer: (allowed: boolean) => void,
  details: PermissionDetails,
) => void;
type CheckHandler = (contents: object, permission: string, origin: string, details: PermissionDetails) => boolean;
type DisplayHandler = (request: object, answer: (streams: { video?: { id: string; name: string } }) => void) => void;

export const schemeHandlers = new Map<string, SchemeHandler>();
/** Called when the set of schemes changes while Chromium runs. */
export const onSchemes = { changed: (): void => undefined };

export const protocol = strict('protocol', {
  registerSchemesAsPrivileged(list: readonly { readonly scheme: string; readonly privileges?: SchemePrivileges }[]) {
    if (state.ready) throw new Error('protocol.registerSchemesAsPrivileged should be called before app is ready');
    for (const { scheme, privileges = {} } of list) {
      checkOptions('scheme privileges', privileges);
      // To Chromium every scheme is https (`schemes.ts`).
      if (!privileges.standard || !privileges.secure || !privileges.supportFetchAPI)
        throw notPlayed(`${scheme}: a scheme that is not standard, secure and fetched`);
      state.schemes.add(scheme);
    }
  },
  handle(scheme: string, handler: SchemeHandler) {
    if (schemeHandlers.has(scheme)) throw new Error(`Failed to register protocol: ${scheme}`);
    state.schemes.add(scheme);
    schemeHandlers.set(scheme, handler);
    onSchemes.changed();
  },
  unhandle(scheme: string) {
    schemeHandlers.delete(scheme);
  },
  isProtocolHandled: (scheme: string) => schemeHandlers.has(scheme),
});

/** The one session: its handlers are asked by the pages of `page/mainWorld.ts`. */
class Session extends StrictEmitter {
  readonly protocol = protocol;
  permissionRequest: RequestHandler | null = null;
  permissionCheck: CheckHandler | null = null;
  display: DisplayHandler | null = null;
  /** What only real Electron can show (README): kept for tests. */
  readonly recorded = { devicePermission: false, ntlmDomains: null as string | null };

  constructor() {
    super('Session');
  }

  setPermissionRequestHandler(handler: RequestHandler | null): void {
    this.permissionRequest = handler;
  }

  setPermissionCheckHandler(handler: CheckHandler | null): void {
    this.permissionCheck = handler;
  }

  setDevicePermissionHandler(): void {
    this.recorded.devicePermission = true;
  }

  setDisplayMediaRequestHandler(handler: DisplayHandler | null): void {
    this.display = handler;
  }

  setCertificateVerifyProc(proc: VerifyProc | null): void {
    setVerifyProc(proc);
  }

  allowNTLMCredentialsForDomains(domains: string): void {
    this.recorded.ntlmDomains = domains;
  }

  /** Accepted: Chromium's protocol has nothing that forgets a login (README). */
  async clearAuthCache(): Promise<void> {
    return undefined;
  }

  /** By Chromium's switches and environment; a desktop's own settings are not played. */
  async resolveProxy(url: string): Promise<string> {
    const pac = switchValue('proxy-pac-url');
    return proxyFor(url, {
      server: switchValue('proxy-server'),
      bypass: switchValue('proxy-bypass-list'),
      script: pac === undefined ? undefined : await (await fetch(pac)).text(),
      environment: process.env,
    });
  }

  fetch(input: string | Request, init?: RequestInit): Promise<Response> {
    return chromiumFetch(input, init);
  }
}

export const theSession = new Session();
export const session = strict('session', { defaultSession: theSession });
