/**
 * A server address as a person types it, in the form that is stored: scheme, host, port and path, without a trailing
 * slash. Without a scheme it is https, or http for this machine. Null when it is no address, carries a password, a query
 * or a fragment, or has another scheme.
 */
export function normaliseAddress(typed: string): string | null {
  const written = typed.trim();
  // An IPv6 address as it is written everywhere but in URLs.
  const literal = /^[\da-f]*:[\da-f]*:[\da-f:.]*$/i.test(written) ? `[${written}]` : written;
  // Slashes and the colon are lost easily; no host has these names.
  const text = literal.replace(/^(https?)(?::\/(?!\/)|:?\/\/)/i, '$1://');
  if (text === '' || text.length > 2048) return null;
  const hasScheme = /^[a-z][a-z0-9+.-]*:\/\//i.test(text);
  const here = /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])(:|\/|$)/i.test(text);
  const parsed = parseUrl(hasScheme ? text : `${here ? 'http' : 'https'}://${text}`);
  if (parsed === null) return null;
  const { protocol, username, password, search, hash, host, pathname } = parsed;
  if (protocol !== 'https:' && protocol !== 'http:') return null;
  if (username !== '' || password !== '' || search !== '' || hash !== '' || host === '') return null;
  return `${protocol}//${host}${pathname.replace(/\/+$/, '')}`;
}

interface UrlParts {
  protocol: string;
  username: string;
  password: string;
  search: string;
  hash: string;
  host: string;
  pathname: string;
}

// `URL` is in every engine that runs this, but in no library that `shared` may name (neither DOM nor Node).
declare const URL: new (text: string) => UrlParts;

function parseUrl(text: string): UrlParts | null {
  try {
    return new URL(text);
  } catch {
    return null;
  }
}
