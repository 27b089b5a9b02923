/**
 * The Content-Security-Policy of every page, sent by the scheme's handler so that it cannot be forgotten. LiveKit's
 * address is known only with a ticket, so secure connections to any host are allowed, and plain ones to this machine:
 * anything else would be mixed content. `style-src` has no 'unsafe-inline': the program's own CSS only.
 * 'wasm-unsafe-eval' lets WebAssembly be compiled (RNNoise), and no script.
 */
export const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "style-src 'self'",
  "img-src 'self' data: blob:",
  "font-src 'self'",
  "media-src 'self' blob: mediastream:",
  "worker-src 'self' blob:",
  "connect-src 'self' https: wss: http://localhost:* ws://localhost:* http://127.0.0.1:* ws://127.0.0.1:*",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-src 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** The headers of every answer of the scheme's handler. */
export const pageHeaders: Readonly<Record<string, string>> = {
  'content-security-policy': contentSecurityPolicy,
  'permissions-policy':
    'microphone=(self), display-capture=(self), speaker-selection=(self), camera=(), geolocation=(), usb=(), serial=(), hid=(), midi=()',
  'x-content-type-options': 'nosniff',
  'cross-origin-opener-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
};
