import { shell } from 'electron';
import type { Log } from '../services/log/log.ts';

/** Longest link that is handed to the system, characters. */
const longest = 2048;

/** The link as it may be handed to the system's browser, or null: https only, without credentials, re-serialised. */
export function safeExternalLink(url: string): string | null {
  if (url.length > longest) return null;
  try {
    const parsed = new URL(url);
    if (parsed.protocol !== 'https:' || parsed.username !== '' || parsed.password !== '') return null;
    return parsed.href;
  } catch {
    return null;
  }
}

/** The only way out to the system's browser. False when the link is refused. */
export async function openExternalLink(url: string, log: Log): Promise<boolean> {
  const safe = safeExternalLink(url);
  if (safe === null) {
    log.warn('a link was refused');
    return false;
  }
  await shell.openExternal(safe);
  return true;
}
