import { expect, it, vi } from 'vitest';
import { isOwnPage } from './origin.ts';

// A double: importing the real module needs Electron. `openExternalLink` itself is shown end to end.
vi.mock('electron', () => ({ shell: {} }));
const { safeExternalLink } = await import('./externalLinks.ts');

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
