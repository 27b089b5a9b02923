import { isAbsolute, relative, resolve, sep } from 'node:path';

/**
 * The file inside `folder` that a page of ours asks for, or null. The path is decoded once and checked after decoding,
 * because a URL keeps encoded slashes and backslashes.
 */
export function resolveAsset(folder: string, url: string, host: string): string | null {
  let parsed: URL;
  let path: string;
  try {
    parsed = new URL(url);
    path = decodeURIComponent(parsed.pathname);
  } catch {
    return null;
  }
  if (parsed.host !== host || path.includes('\0') || path.includes('\\')) return null;
  const file = resolve(folder, path === '/' ? 'index.html' : path.replace(/^\/+/, ''));
  const inside = relative(folder, file);
  if (inside === '' || inside === '..' || inside.startsWith(`..${sep}`) || isAbsolute(inside)) return null;
  return file;
}

const types: Readonly<Record<string, string>> = {
  html: 'text/html; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  css: 'text/css; charset=utf-8',
  json: 'application/json; charset=utf-8',
  svg: 'image/svg+xml',
  png: 'image/png',
  woff2: 'font/woff2',
  wasm: 'application/wasm',
  wav: 'audio/wav',
};

export const contentType = (file: string): string =>
  types[file.slice(file.lastIndexOf('.') + 1).toLowerCase()] ?? 'application/octet-stream';
