import { describe, expect, it } from 'vitest';
import type { Log } from '../log/log.ts';
import { createSecretStore, vaultCause, type Keytar } from './secretStore.ts';

const log: Log = { info() {}, warn() {}, error() {}, background() {} };
const limits = { read: 20, write: 20 };
const never = () => new Promise<never>(() => {});

/** A double of keytar that fails as told; the real one is exercised by `secretStore.integration.test.ts`. */
const failing = (fail: () => Promise<never>): Keytar => ({
  getPassword: fail,
  setPassword: fail,
  deletePassword: fail,
});

describe('the secret store without a working vault', () => {
  it.each([
    ['no library', () => Promise.reject(new Error('libsecret-1.so.0: cannot open shared object file')), 'absent'],
    ['no bus', () => Promise.reject(new Error('Cannot autolaunch D-Bus without X11 $DISPLAY')), 'absent'],
    ['a dismissed prompt', () => Promise.reject(new Error('Cannot create an item in a locked collection')), 'locked'],
    ['a vault that never answers', never, 'locked'],
    ['something new', () => Promise.reject(new Error('boom')), 'failed'],
  ] as const)('keeps the secret for this run: %s', async (_, fail, cause) => {
    const store = createSecretStore({ loadKeytar: () => Promise.resolve(failing(fail)), log, limits });
    expect(await store.write('a', 's')).toEqual({ kind: 'memory', cause });
    expect(await store.read('a')).toEqual({ kind: 'found', secret: 's' });
    await store.remove('a');
    expect((await store.read('a')).kind).not.toBe('found');
  });

  it('tells a locked vault from an empty one', async () => {
    const store = createSecretStore({ loadKeytar: () => Promise.resolve(failing(never)), log, limits });
    expect(await store.read('a')).toEqual({ kind: 'locked' });
  });

  it('survives a module that does not load', async () => {
    const store = createSecretStore({
      loadKeytar: () => Promise.reject(new Error("Cannot find module 'keytar'")),
      log,
    });
    expect(await store.write('a', 's')).toEqual({ kind: 'memory', cause: 'absent' });
  });
});

it('reads no secret into the cause', () => {
  expect(vaultCause('anything')).toBe('failed');
});
