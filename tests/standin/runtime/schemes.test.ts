import { expect, it } from 'vitest';
import { Schemes } from './schemes.ts';

const schemes = new Schemes();
schemes.add('app');

it.each([
  ['app://parley/index.html?a#b', 'https://parley.app.localhost/index.html?a#b'],
  ['app://parley', 'https://parley.app.localhost/'],
  ['https://example.org/x', 'https://example.org/x'],
  ['about:blank', 'about:blank'],
])('%s is %s to Chromium', (electron, chromium) => {
  expect(schemes.toChromium(electron)).toBe(chromium);
});

it('maps back only what it mapped', () => {
  expect(schemes.toElectron('https://parley.app.localhost/x#y')).toBe('app://parley/x#y');
  expect(schemes.toElectron('https://parley.other.localhost/x')).toBe('https://parley.other.localhost/x');
});

it('maps the sources of a policy', () => {
  expect(schemes.policyToChromium("script-src 'self' app: app://parley; img-src app:")).toBe(
    "script-src 'self' https://*.app.localhost https://parley.app.localhost; img-src https://*.app.localhost",
  );
});
