import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it, vi } from 'vitest';
import { readPlatform } from '../platform/platform.ts';
import { ipHandlingPolicyOf } from './ipHandling.ts';
import { loadPolicy } from './policyFile.ts';

const folder = mkdtempSync(join(tmpdir(), 'parley-policy-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const write = (name: string, text: string): string => {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
};
const missing = join(folder, 'none.json');

it('takes the first file that is there, also where it allows more', () => {
  const error = vi.fn<() => void>();
  const strict = write('strict.json', '{ "udp": "forbidden" }');
  const lax = write('lax.json', '{}');
  expect(loadPolicy([missing, strict], { error })?.udpForbidden).toBe(true);
  expect(loadPolicy([lax, strict], { error })?.udpForbidden).toBe(false);
  expect(loadPolicy([missing, join(lax, 'below')], { error })).toBeNull();
  expect(error).not.toHaveBeenCalled();
});

it('says what cannot be read or used, and forbids UDP', () => {
  const error = vi.fn<() => void>();
  mkdirSync(join(folder, 'folder.json'));
  expect(loadPolicy([join(folder, 'folder.json')], { error })).toMatchObject({
    udpForbidden: true,
    problem: 'it cannot be read (EISDIR)',
  });
  expect(loadPolicy([write('bad.json', '{')], { error })).toMatchObject({ udpForbidden: true });
  expect(loadPolicy([write('large.json', ' '.repeat(70_000))], { error })).toMatchObject({ udpForbidden: true });
  expect(error).toHaveBeenCalledTimes(3);
});

it.each([
  ['linux', {}, '/etc/parley/policy.json'],
  ['darwin', {}, '/Library/Application Support/Parley/policy.json'],
  ['win32', { ProgramData: 'D:\\ProgramData' }, String.raw`D:\ProgramData\Parley\policy.json`],
  ['win32', {}, String.raw`C:\ProgramData\Parley\policy.json`],
] as const)('on %s, %o', (system, environment, file) => {
  expect(readPlatform(system, environment).policyFile).toBe(file);
});

it.each([
  ['automatic', false, 'default'],
  ['automatic', true, 'disable_non_proxied_udp'],
  ['tcp', false, 'disable_non_proxied_udp'],
  ['relay', false, 'default'],
  ['relay', true, 'disable_non_proxied_udp'],
] as const)('a call that goes %s, UDP forbidden %s: %s', (mode, forbidden, policy) => {
  expect(ipHandlingPolicyOf(mode, forbidden)).toBe(policy);
});
