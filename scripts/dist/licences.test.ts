import { join } from 'node:path';
import { expect, test } from 'vitest';
import { bundledPackages } from './licences.ts';

const packages = bundledPackages(join(import.meta.dirname, '../..'));
const named = (name: string) => packages.find((one) => one.name === name);

test('what the sources import is found, with what that depends on and what is native', () => {
  for (const name of ['react', 'livekit-client', '@livekit/protocol', '@github/keytar', 'uiohook-napi', 'zod']) {
    expect(named(name), name).toBeDefined();
  }
  expect(named('react')?.texts.join()).toContain('Permission is hereby granted');
});

test('what only tests and tools use is not in it', () => {
  for (const name of ['electron', 'vitest', 'fast-check', 'typescript', '@parley/shared', 'fastify']) {
    expect(named(name), name).toBeUndefined();
  }
});

test('every licence allows us to ship', () => {
  const allowed = /^[(]?(MIT|ISC|0BSD|Apache-2\.0|BSD-[23]-Clause|BlueOak-1\.0\.0|Unlicense)( (AND|OR) |[)]|\b)/;
  expect(packages.filter(({ licence }) => !allowed.test(licence)).map(({ name, licence }) => `${name}: ${licence}`)).toEqual([]);
});
