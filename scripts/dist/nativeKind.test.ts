import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { nativeKind } from './nativeKind.ts';

const prebuild = (name: string): Buffer => readFileSync(join(import.meta.dirname, '../../node_modules', name));

test.each(['linux-x64', 'linux-arm64', 'win32-x64', 'win32-arm64', 'darwin-x64', 'darwin-arm64'])(
  'keytar for %s is what its folder says',
  (target) => expect(nativeKind(prebuild(`keytar/prebuilds/${target}/keytar.node`))).toBe(target),
);

test('uiohook for arm64 Linux is really the x64 library, which is why it is left out', () => {
  expect(nativeKind(prebuild('uiohook-napi/prebuilds/linux-arm64/uiohook-napi.node'))).toBe('linux-x64');
});

test('what is no library has no kind', () => {
  expect(nativeKind(Buffer.alloc(0))).toBeNull();
  expect(nativeKind(Buffer.from('MZ'.padEnd(100, 'x')))).toBeNull();
  expect(nativeKind(Buffer.alloc(4096))).toBeNull();
});
