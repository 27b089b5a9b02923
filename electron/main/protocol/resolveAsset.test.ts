import { describe, expect, it } from 'vitest';
import { resolveAsset } from './resolveAsset.ts';

const folder = '/opt/parley/out/renderer';

describe('resolveAsset', () => {
  it.each([
    ['app://parley/', `${folder}/index.html`],
    ['app://parley/index.html?x=1#y', `${folder}/index.html`],
    ['app://parley/assets/main-abc.js', `${folder}/assets/main-abc.js`],
    ['app://parley/assets/a%20b.png', `${folder}/assets/a b.png`],
  ])('%s is %s', (url, file) => {
    expect(resolveAsset(folder, url, 'parley')).toBe(file);
  });

  it.each([
    'app://other/index.html',
    'app://parley/../main/index.js',
    'app://parley/%2e%2e/main/index.js',
    'app://parley/..%2fmain%2findex.js',
    'app://parley/..%5cmain',
    'app://parley/%00',
    'app://parley/%E0%A4%A',
    'app://parley/a/../../renderer-secret/x',
    'not a url',
  ])('%s stays outside', (url) => {
    const file = resolveAsset(folder, url, 'parley');
    expect(file === null || file.startsWith(`${folder}/`)).toBe(true);
  });

  it('treats a path that looks absolute as one inside the folder', () => {
    expect(resolveAsset(folder, 'app://parley//etc/passwd', 'parley')).toBe(`${folder}/etc/passwd`);
  });
});
