import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createPackageWithOptions } from '@electron/asar';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { checkArchive } from './checkArchive.ts';
import type { DistTarget } from './targets.ts';

const modules = join(import.meta.dirname, '../../node_modules');
const target: DistTarget = { platform: 'linux', arch: 'x64' };
const keytar = 'node_modules/keytar/prebuilds/linux-x64/keytar.node';
const uiohook = 'node_modules/uiohook-napi/prebuilds/linux-x64/uiohook-napi.node';

/** The least that is complete. */
const complete: readonly string[] = [
  'out/main/index.js',
  'out/main/hotkeys.js',
  'out/preload/index.cjs',
  'out/renderer/index.html',
  'out/renderer/assets/index.js',
  'package.json',
  'LICENSE',
  'NOTICE',
  'resources/icons/64.png',
  'resources/tray/open.png',
  'node_modules/keytar/lib/keytar.js',
  'node_modules/uiohook-napi/dist/index.js',
  'node_modules/node-gyp-build/index.js',
];

let folder: string;
beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'parley-archive-'))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function put(path: string, content: string): void {
  mkdirSync(dirname(join(folder, 'app', path)), { recursive: true });
  writeFileSync(join(folder, 'app', path), content);
}

/** Packages the complete program, after `change`, and says what is wrong with the result. */
async function problems(change: () => void = () => undefined, unpack = '**/*.node'): Promise<readonly string[]> {
  for (const path of complete) put(path, 'x');
  for (const [from, to] of [
    ['keytar/prebuilds/linux-x64/keytar.node', keytar],
    ['uiohook-napi/prebuilds/linux-x64/uiohook-napi.node', uiohook],
  ] as const) {
    cpSync(join(modules, from), join(folder, 'app', to), { recursive: true });
  }
  const resources = join(folder, 'linux-unpacked', 'resources');
  mkdirSync(resources, { recursive: true });
  writeFileSync(join(resources, 'licences.txt'), 'x');
  change();
  await createPackageWithOptions(join(folder, 'app'), join(resources, 'app.asar'), { unpack });
  return checkArchive(folder, target).problems;
}

test('a complete program has no problems', async () => expect(await problems()).toEqual([]));

test.each<[string, () => void, RegExp]>([
  ['a file that is missing', () => rmSync(join(folder, 'app/out/preload/index.cjs')), /nothing in the archive matches/],
  ['a file that is not ours', () => put('out/main/index.js.map', 'x'), /index\.js\.map does not belong/],
  ['a test', () => put('out/main/chunks/deep/gate.test.js', 'x'), /gate\.test\.js does not belong/],
  ['a file of 4 MB', () => put('out/renderer/assets/index.js', 'x'.repeat(4_000_000)), /4000000 bytes/],
  ['a private key', () => put('out/main/index.js', '-----BEGIN RSA PRIVATE KEY-----'), /private key/],
  [
    'a module of another system',
    () => cpSync(join(modules, 'keytar/prebuilds/win32-x64/keytar.node'), join(folder, 'app', keytar)),
    /built for win32-x64, not for linux-x64/,
  ],
  ['a module that is missing', () => rmSync(join(folder, 'app', uiohook)), /uiohook-napi has 0 native modules instead of 1/],
  [
    'licences left out',
    () => rmSync(join(folder, 'linux-unpacked/resources/licences.txt')),
    /licences\.txt is not beside the archive/,
  ],
])('%s is refused', async (_name, change, message) => {
  expect((await problems(change)).join('\n')).toMatch(message);
});

test('a native module inside the archive, where no system can load it, is refused', async () => {
  expect((await problems(undefined, '**/nothing')).join('\n')).toMatch(/keytar\.node is not unpacked/);
});
