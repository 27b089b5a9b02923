import { shell } from 'electron';
import type { Log } from '../services/log/log.ts';

/** Longest link that is handed to the system, characters. */
const longest = 2048;

/** The link as it may be handed to the system's browser, or null: https only, without credentials, re-serialised. */
export const safeExternalLink = (url: string): string | null => safeLink(url, ({ protocol }) => protocol === 'https:');

/**
 * As `safeExternalLink` for the page on which a person signs in, which may also be http on this machine itself: a server
 * that is being developed. Elsewhere without TLS, whoever is on the way could take the sign-in over.
 */
export const safeSignInPage = (url: string): string | null =>
  safeLink(url, ({ protocol, hostname }) => protocol === 'https:' || (protocol === 'http:' && isLoopback(hostname)));

/** A host as `URL` writes it: an IPv4 address in its one form, whichever way it was given. */
const isLoopback = (hostname: string): boolean =>
  hostname === 'localhost' || hostname === '[::1]' || /^127\.\d+\.\d+\.\d+$/.test(hostname);

function safeLink(url: string, isSafe: (parsed: URL) => boolean): string | null {
  if (url.length > longest) return null;
  const parsed = URL.parse(url);
  if (parsed === null || !isSafe(parsed) || parsed.username !== '' || parsed.password !== '') return null;
  return parsed.href;
}

/** A link that somebody wrote or that is in the program. False when it is refused. */
export const openExternalLink = (url: string, log: Log): Promise<boolean> => open(safeExternalLink(url), log);

/** The page of a sign-in that the person began here. False when it is refused. */
export const openSignInPage = (url: string, log: Log): Promise<boolean> => open(safeSignInPage(url), log);

/** The only way out to the system's browser. */
async function open(safe: string | null, log: Log): Promise<boolean> {
  if (safe === null) {
    log.warn('a link was refused');
    return false;
  }
  await shell.openExternal(safe);
  return true;
}
