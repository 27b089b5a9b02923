import { describe, expect, it, vi } from 'vitest';
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
    [
      'a keyring that began anew',
      () => Promise.reject(new Error('The name :1.11 was not provided by any .service files')),
      'locked',
    ],
    [
      'no keyring',
      () => Promise.reject(new Error('The name org.freedesktop.secrets was not provided by any .service files')),
      'absent',
    ],
    ['something new', () => Promise.reject(new Error('boom')), 'failed'],
  ] as const)('keeps the secret for this run: %s', async (_, fail, cause) => {
    const store = createSecretStore({ loadKeytar: () => Promise.resolve(failing(fail)), log, limits });
    expect(await store.write('a', 's')).toEqual({ kind: 'memory', cause });
    expect(await store.read('a')).toEqual({ kind: 'found', secret: 's' });
    expect(await store.remove('a')).toBe(false);
    expect((await store.read('a')).kind).not.toBe('found');
  });

  it.each([
    ['locked', never],
    ['locked', () => Promise.reject(new Error('boom'))],
    ['absent', () => Promise.reject(new Error('Cannot autolaunch D-Bus without X11 $DISPLAY'))],
    ['none', () => Promise.resolve(null)],
  ] as const)('tells an empty vault from one that is %s', async (kind, getPassword) => {
    const keytar = { ...failing(never), getPassword };
    const store = createSecretStore({ loadKeytar: () => Promise.resolve(keytar), log, limits });
    expect(await store.read('a')).toEqual({ kind });
  });

  it('survives a module that does not load', async () => {
    const store = createSecretStore({
      loadKeytar: () => Promise.reject(new Error("Cannot find module 'keytar'")),
      log,
    });
    expect(await store.write('a', 's')).toEqual({ kind: 'memory', cause: 'absent' });
  });
});

describe('removing a secret', () => {
  /** Secret Service as libsecret shows it: locked items are neither found nor removed, and nothing new is taken. */
  const service = (locked: boolean, kept: Map<string, string>): Keytar => ({
    getPassword: async (_, account) => (locked ? null : (kept.get(account) ?? null)),
    async setPassword(_, account, secret) {
      if (locked) throw new Error('Cannot create an item in a locked collection');
      kept.set(account, secret);
    },
    deletePassword: async (_, account) => !locked && kept.delete(account),
  });
  const storeOver = (keytar: Keytar) => createSecretStore({ loadKeytar: () => Promise.resolve(keytar), log, limits });

  it.each([
    ['there', false, [['a', 's']], true],
    ['not there', false, [], true],
    ['there, but locked', true, [['a', 's']], false],
    ['not there, and locked: nobody can know', true, [], false],
  ] as const)('knows whether it is gone: %s', async (_, locked, items, gone) => {
    const kept = new Map<string, string>(items);
    expect(await storeOver(service(locked, kept)).remove('a')).toBe(gone);
    if (gone) expect(kept.size).toBe(0);
  });

  it('does not believe a vault that says so and still has it', async () => {
    const lying = { ...service(false, new Map([['a', 's']])), deletePassword: () => Promise.resolve(true) };
    expect(await storeOver(lying).remove('a')).toBe(false);
  });
});

it('asks one thing at a time, in order, so that a late answer undoes nothing', async () => {
  const asked: string[] = [];
  const opened = Promise.withResolvers<void>();
  const keytar: Keytar = {
    getPassword: () => Promise.resolve(null),
    setPassword: (_, account, secret) => Promise.resolve(void asked.push(`${account}=${secret}`)),
    async deletePassword(_, account) {
      asked.push(`remove ${account}`);
      await opened.promise;
      return true;
    },
  };
  const store = createSecretStore({ loadKeytar: () => Promise.resolve(keytar), log, limits });
  const removal = store.remove('a');
  expect(await store.write('a', 'new')).toEqual({ kind: 'memory', cause: 'locked' });
  expect(await removal).toBe(false);
  expect(asked).toEqual(['remove a']);
  opened.resolve();
  await vi.waitFor(() => expect(asked).toEqual(['remove a', 'a=new']));
});

it('reads no secret into the cause', () => {
  expect(vaultCause('anything')).toBe('failed');
});
