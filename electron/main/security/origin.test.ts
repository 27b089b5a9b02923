import { expect, it, vi } from 'vitest';
import { isOwnPage } from './origin.ts';

// A double: importing the real module needs Electron. `openExternalLink` itself is shown end to end.
vi.mock('electron', () => ({ shell: {} }));
const { safeExternalLink, safeSignInPage } = await import('./externalLinks.ts');

it.each([
  ['app://parley/index.html', true],
  ['app://parley/index.html#call', true],
  ['app://parley.evil/index.html', false],
  ['app://evil/', false],
  ['app://user:pw@parley/', false],
  ['https://parley/', false],
  ['about:blank', false],
  ['', false],
  ['http://localhost:5173/', false],
])('isOwnPage(%j) is %s', (url, own) => {
  expect(isOwnPage(url)).toBe(own);
});

it('takes the development server for our page only when it is told of one', () => {
  expect(isOwnPage('http://localhost:5173/x', 'http://localhost:5173')).toBe(true);
  expect(isOwnPage('http://localhost:5174/x', 'http://localhost:5173')).toBe(false);
});

it.each([
  ['https://example.org/a?b#c', 'https://example.org/a?b#c'],
  ['https://Example.org', 'https://example.org/'],
  ['http://example.org', null],
  ['https://ada:pw@example.org', null],
  ['javascript:alert(1)', null],
  ['file:///etc/passwd', null],
  ['ms-settings:', null],
  ['not a link', null],
  [`https://example.org/${'a'.repeat(3000)}`, null],
])('safeExternalLink(%j) is %j', (url, safe) => {
  expect(safeExternalLink(url)).toBe(safe);
});

it.each([
  ['https://example.org/a?b', 'https://example.org/a?b'],
  ['http://127.0.0.1:7900/api/oidc/start?x', 'http://127.0.0.1:7900/api/oidc/start?x'],
  ['http://localhost:7900/', 'http://localhost:7900/'],
  ['http://[::1]:7900/', 'http://[::1]:7900/'],
  ['http://2130706433/', 'http://127.0.0.1/'],
  ['http://192.168.1.7/', null],
  ['http://example.org/', null],
  ['http://localhost.example.org/', null],
  ['http://127.0.0.1.example.org/', null],
  ['http://127.0.0.1@example.org/', null],
  ['http://ada@127.0.0.1/', null],
  ['ftp://127.0.0.1/', null],
  ['file://localhost/etc/passwd', null],
  [`http://127.0.0.1/${'a'.repeat(3000)}`, null],
])('safeSignInPage(%j) is %j', (url, safe) => {
  expect(safeSignInPage(url)).toBe(safe);
});
