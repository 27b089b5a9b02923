import { app, session, systemPreferences } from 'electron';
import type { Platform } from '../platform/platform.ts';
import type { Log } from '../services/log/log.ts';
import type { ScreenService } from '../services/screens/screens.ts';
import { openExternalLink } from './externalLinks.ts';
import { isOwnPage } from './origin.ts';
import { decideCheck, decidePermission } from './permissions.ts';

/** Every page that is ever created: no new windows, no way off our own page, no embedded guests. Before `ready`. */
export function hardenContents(log: Log, developmentServer: string | null): void {
  app.on('web-contents-created', (_event, contents) => {
    contents.setWindowOpenHandler(({ url }) => {
      log.background('opening a link', openExternalLink(url, log));
      return { action: 'deny' };
    });
    const stay = (event: { readonly url: string; preventDefault(): void }): void => {
      if (isOwnPage(event.url, developmentServer)) return;
      event.preventDefault();
      log.warn('a navigation was refused');
    };
    contents.on('will-navigate', stay);
    contents.on('will-frame-navigate', stay);
    contents.on('will-redirect', stay);
    contents.on('will-attach-webview', (event) => event.preventDefault());
  });
}

/** The permission handlers of the one session there is. After `ready`. */
export function hardenSession(ports: {
  screens: ScreenService;
  platform: Platform;
  developmentServer: string | null;
  log: Log;
}): void {
  const { screens, platform, developmentServer, log } = ports;
  const { defaultSession } = session;

  defaultSession.setPermissionRequestHandler((_contents, permission, answer, details) => {
    const mediaTypes = 'mediaTypes' in details ? (details.mediaTypes ?? []) : [];
    const allowed = decidePermission({
      permission,
      ownPage: isOwnPage(details.requestingUrl, developmentServer),
      mainFrame: details.isMainFrame,
      mediaTypes,
      screenExpected: screens.isExpected(),
    });
    if (!allowed) log.warn('a permission was refused', { permission });
    const microphone = allowed && permission === 'media' && mediaTypes.includes('audio');
    if (!microphone || platform.name !== 'macos') return answer(allowed);
    systemPreferences.askForMediaAccess('microphone').then(answer, () => answer(false));
  });
  defaultSession.setPermissionCheckHandler((_contents, permission, origin, details) => {
    const mediaType = details.mediaType === undefined || details.mediaType === 'unknown' ? [] : [details.mediaType];
    return decideCheck({
      permission,
      ownPage: isOwnPage(details.requestingUrl ?? origin, developmentServer),
      mainFrame: details.isMainFrame,
      mediaTypes: mediaType,
      screenExpected: screens.isExpected(),
    });
  });
  defaultSession.setDevicePermissionHandler(() => false);
  defaultSession.setDisplayMediaRequestHandler((request, answer) => {
    const ours =
      request.frame !== null && request.frame.parent === null && isOwnPage(request.frame.url, developmentServer);
    if (!ours || !request.videoRequested) return answer({});
    screens.take().then(
      // A missing source makes Electron throw (electron/electron#45517): an empty answer is the refusal.
      (source) => answer(source === null ? {} : { video: { id: source.id, name: source.name } }),
      (error: unknown) => {
        log.warn('the screens could not be listed', { error });
        answer({});
      },
    );
  });
  // Single sign-on of Windows networks must not hand hashes to any host that asks.
  defaultSession.allowNTLMCredentialsForDomains('');
}
