import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SessionView, VaultLevel } from '@parley/shared/ipc/contract';
import { err, ok, type Result } from '@parley/shared/result';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { noParts, type Backend, type BackendConnection, type SignedIn } from '../backends/backend.ts';
import { createDialectBackends } from '../backends/dialects/dialectBackends.ts';
import type { Log } from '../log/log.ts';
import { createSettable } from '../observable.ts';
import { createSecretStore, type Keytar, type SecretStore } from '../secrets/secretStore.ts';
import { createSettings, type SettingsService } from '../settings/settings.ts';
import { createSettingsFile } from '../settings/settingsFile.ts';
import { anyServer } from '@parley/shared/policy/serverPolicy';
import { createServers } from './servers.ts';

// The session beside a troubled vault. Backend and keytar are doubles here, because a vault that hangs cannot be had at
// will; against a real server: `session.integration.test.ts`, against a real keyring: `tests/e2e/vault.spec.ts`.
let folder: string;
let warnings: string[];
let log: Log;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'parley-session-'));
  // Its own for each test: what a vault of an earlier test still warns of is not this one's.
  const mine: string[] = [];
  warnings = mine;
  log = {
    info() {},
    warn: (message, fields) => void mine.push(`${message} ${JSON.stringify(fields ?? {})}`),
    error() {},
    background: (_what, work) => void work.catch((error: unknown) => mine.push(String(error))),
  };
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** keytar's double: `open`, `locked` as Secret Service tells it (nothing found, nothing taken), or `hanging`. */
function createVault() {
  const kept = new Map<string, string>();
  let state: 'open' | 'locked' | 'hanging' = 'open';
  let wake: (() => void)[] = [];
  const whenAnswering = async (): Promise<boolean> => {
    if (state === 'hanging') await new Promise<void>((resolve) => wake.push(resolve));
    return state === 'open';
  };
  const keytar: Keytar = {
    getPassword: async (_service, account) => ((await whenAnswering()) ? (kept.get(account) ?? null) : null),
    async setPassword(_service, account, secret) {
      if (!(await whenAnswering())) throw new Error('Cannot create an item in a locked collection');
      kept.set(account, secret);
    },
    deletePassword: async (_service, account) => (await whenAnswering()) && kept.delete(account),
  };
  return {
    keytar,
    kept,
    /** What a program that is gone had asked is never answered. */
    dropQuestions() {
      wake = [];
    },
    become(next: typeof state) {
      state = next;
      if (next === 'hanging') return;
      for (const go of wake) go();
      wake = [];
    },
  };
}

const account = { id: 'a', login: 'ada', name: 'Ada', administrator: false };
const address = 'http://parley.test';

function createBackend() {
  const done: string[] = [];
  const enter = (credential: string): Result<SignedIn & { connection: BackendConnection }> => {
    const connection: BackendConnection = {
      ...noParts,
      channels: createSettable({ link: 'live', channels: [], error: null }),
      join: async () => err({ code: 'internal', message: '' }),
      async signOut() {
        done.push('signOut');
        return true;
      },
      retry() {},
      dispose: () => void done.push('dispose'),
    };
    return ok({ account, serverName: 'Studio', credential, connection });
  };
  const backend: Backend = {
    signIn: async () => enter('first-credential'),
    signUp: async () => enter('first-credential'),
    becomeGuest: async () => enter('first-credential'),
    offer: async () => ok({ browser: null }),
    signInByBrowser: async () => enter('first-credential'),
    resetPassword: async () => ok(undefined),
    resume: async (_address, credential) =>
      credential === 'dead' ? err({ code: 'unauthorised', message: '' }) : enter('next-credential'),
  };
  return { backend, done };
}

/** The servers of one run of the program, of which there is one here: the same folder and vault again is the next run. */
function run(keytar: Keytar, over: { backend?: Backend; loadKeytar?: () => Promise<Keytar> } = {}) {
  const settings = createSettings(createSettingsFile(folder, () => new Date(0)));
  const secrets = createSecretStore({
    loadKeytar: over.loadKeytar ?? (async () => keytar),
    log,
    limits: { read: 30, write: 60 },
  });
  return { ...only(over.backend ?? createBackend().backend, settings, secrets), settings };
}
function only(backend: Backend, settings: SettingsService, secrets: SecretStore) {
  let ids = 0;
  const noFetch = () => Promise.reject(new Error('There is no network here.'));
  const servers = createServers({
    explain: async (_profile, error) => error,
    backends: createDialectBackends({ fetch: noFetch, openBrowser: noFetch, now: Date.now }, backend),
    doctor: { lookup: noFetch, handshake: noFetch, http: noFetch, voiceFault: noFetch, now: Date.now },
    secrets,
    settings,
    newId: () => `profile-${(ids += 1)}`,
    onTransport: () => undefined,
    udpForbidden: false,
    policy: anyServer,
    startWith: () => undefined,
    random: () => 0,
    log,
  });
  const session = {
    view: () => servers.sessions()['profile-1'] ?? { kind: 'signedOut' as const, error: null },
    start: servers.start,
    dispose: () => servers.dispose(),
    async signIn() {
      const profile = { id: 'new', dialect: 'parley' as const, address, login: 'ada', name: '' };
      const answer = await servers.signIn(profile, { kind: 'password', login: 'ada', password: 'pw' });
      if (!answer.ok) throw new Error(answer.error.message);
      return answer.value;
    },
    async signOut() {
      servers.signOut('profile-1');
      return session.view();
    },
    async retry() {
      const answer = await servers.retry('profile-1');
      return answer.ok ? answer.value : answer.error;
    },
  };
  return { session, servers };
}
const vaultOf = ({ view }: { view: () => SessionView }): VaultLevel | null => {
  const shown = view();
  return shown.kind === 'signedIn' ? shown.vault : null;
};
const signedInBefore = async (keytar: Keytar): Promise<void> => {
  const { session } = run(keytar);
  await session.signIn();
  await session.dispose();
};

describe('a start whose vault does not give the credential', () => {
  it.each(['locked', 'hanging'] as const)('says so with the form filled in: %s', async (state) => {
    const vault = createVault();
    await signedInBefore(vault.keytar);
    vault.become(state);
    const { session } = run(vault.keytar);
    await session.start();
    expect(session.view()).toMatchObject({
      kind: 'signedOut',
      error: { code: 'unavailable', reason: 'vaultLocked' },
    });
  });

  it('continues the session once the vault is open and it is asked again', async () => {
    const vault = createVault();
    await signedInBefore(vault.keytar);
    vault.become('locked');
    const { session } = run(vault.keytar);
    await session.start();
    vault.become('open');
    expect(await session.retry()).toMatchObject({ kind: 'signedIn' });
    await vi.waitFor(() => expect(vault.kept.get('profile-1')).toBe('next-credential'));
  });

  it('has nothing to say without any vault: that the session would end was told', async () => {
    const vault = createVault();
    const none = { loadKeytar: () => Promise.reject(new Error('libsecret-1.so.0: cannot open shared object file')) };
    const first = run(vault.keytar, none);
    await first.session.signIn();
    await vi.waitFor(() => expect(vaultOf(first.session)).toEqual({ kind: 'memory', cause: 'absent' }));
    const { session } = run(vault.keytar, none);
    await session.start();
    expect(session.view()).toMatchObject({ kind: 'signedOut', error: null });
  });

  it.each(['open', 'locked', 'hanging'] as const)('has nothing to say after a sign-out: %s', async (state) => {
    const vault = createVault();
    const { session } = run(vault.keytar);
    await session.signIn();
    vault.become(state);
    await session.signOut();
    await session.dispose();
    const next = run(vault.keytar).session;
    await next.start();
    expect(next.view()).toMatchObject({ kind: 'signedOut', error: null });
  });

  it('has nothing to say after the server ended the session', async () => {
    const vault = createVault();
    await signedInBefore(vault.keytar);
    vault.kept.set('profile-1', 'dead');
    const told = run(vault.keytar).session;
    await told.start();
    expect(told.view()).toMatchObject({ error: { reason: 'sessionExpired' } });
    await vi.waitFor(() => expect(vault.kept.size).toBe(0));
    const { session } = run(vault.keytar);
    await session.start();
    expect(session.view()).toMatchObject({ kind: 'signedOut', error: null });
  });
});

describe('signing in with a vault that hangs', () => {
  it('does not wait, and tells the level when it is known', async () => {
    const vault = createVault();
    vault.become('hanging');
    const { session } = run(vault.keytar);
    const began = performance.now();
    expect(await session.signIn()).toMatchObject({ kind: 'signedIn' });
    expect(performance.now() - began).toBeLessThan(50);
    await vi.waitFor(() => expect(vaultOf(session)).toEqual({ kind: 'memory', cause: 'locked' }));
  });

  it('calls a vault locked that takes longer than a person would wait', async () => {
    vi.useFakeTimers();
    try {
      const slow: Keytar = { ...createVault().keytar, setPassword: () => new Promise(() => {}) };
      const settings = createSettings(createSettingsFile(folder, () => new Date(0)));
      const { backend } = createBackend();
      const secrets = createSecretStore({ loadKeytar: async () => slow, log });
      const { session } = only(backend, settings, secrets);
      await session.signIn();
      await vi.advanceTimersByTimeAsync(1_500);
      expect(vaultOf(session)).toEqual({ kind: 'vault' });
      await vi.advanceTimersByTimeAsync(1_000);
      expect(vaultOf(session)).toEqual({ kind: 'memory', cause: 'locked' });
    } finally {
      vi.useRealTimers();
    }
  });

  it('says nothing of the vault to whoever signed out meanwhile', async () => {
    const vault = createVault();
    vault.become('hanging');
    const { session } = run(vault.keytar);
    await session.signIn();
    await session.signOut();
    vault.become('open');
    await session.dispose();
    expect(session.view().kind).toBe('signedOut');
    expect(vault.kept.size).toBe(0);
  });
});

describe('signing out', () => {
  it('shows it at once and tells vault and server behind it', async () => {
    const vault = createVault();
    const { backend, done } = createBackend();
    const { session, settings } = run(vault.keytar, { backend });
    await session.signIn();
    vault.become('hanging');
    const began = performance.now();
    expect(await session.signOut()).toMatchObject({ kind: 'signedOut', error: null });
    expect(performance.now() - began).toBeLessThan(50);
    expect(settings.get()).toMatchObject({
      servers: [{ id: 'profile-1', address, login: 'ada' }],
      signedInServers: [],
      credentialsToRemove: ['profile-1'],
    });
    await vi.waitFor(() => expect(done).toEqual(['signOut', 'dispose']));
  });

  it('is noted before the program ends, while a server that is away is still asked', async () => {
    const vault = createVault();
    const { backend } = createBackend();
    const silent: Backend = {
      ...backend,
      async signIn(...args) {
        const answer = await backend.signIn(...args);
        if (!answer.ok) return answer;
        return ok({
          ...answer.value,
          connection: { ...answer.value.connection, signOut: () => new Promise(() => {}) },
        });
      },
      resume: () => new Promise(() => {}),
    };
    const { session, settings } = run(vault.keytar, { backend: silent });
    await session.signIn();
    await session.signOut();
    await session.dispose();
    const [noted] = settings.get().sessionsToRevoke;
    expect(noted).toMatchObject({ address });
    expect([...vault.kept]).toEqual([[noted?.id, 'first-credential']]);
    expect(noted?.id).not.toBe('profile-1');
  });

  it('leaves nothing in an open vault and nothing to do', async () => {
    const vault = createVault();
    const { session, settings } = run(vault.keytar);
    await session.signIn();
    await session.signOut();
    await vi.waitFor(() => expect(settings.get().credentialsToRemove).toEqual([]));
    expect(vault.kept.size).toBe(0);
    expect(warnings).toEqual([]);
  });

  it.each(['locked', 'hanging'] as const)('removes at a later start what stayed behind: %s', async (state) => {
    const vault = createVault();
    const first = run(vault.keytar);
    await first.session.signIn();
    await vi.waitFor(() => expect(vault.kept.size).toBe(1));
    vault.become(state);
    await first.session.signOut();
    await vi.waitFor(() => expect(warnings, warnings.join('\n')).toHaveLength(1));
    expect(warnings.join()).not.toContain('credential"');
    expect(warnings.join()).not.toContain('first-credential');

    vault.dropQuestions();
    // Still shut at the next start: it stays noted. The note survives on disk and holds no secret.
    const second = run(vault.keytar);
    await second.session.start();
    await vi.waitFor(() => expect(warnings).toHaveLength(2));
    expect(readFileSync(join(folder, 'settings.json'), 'utf8')).toContain('"credentialsToRemove": [\n    "profile-1"');
    expect(readFileSync(join(folder, 'settings.json'), 'utf8')).not.toContain('first-credential');

    vault.dropQuestions();
    vault.become('open');
    const third = run(vault.keytar);
    await third.session.start();
    await vi.waitFor(() => expect(third.settings.get().credentialsToRemove).toEqual([]));
    expect(vault.kept.size).toBe(0);
  });

  it('does not take the credential of who signs in again before the removal is done', async () => {
    const vault = createVault();
    const { session, settings } = run(vault.keytar);
    await session.signIn();
    vault.become('hanging');
    await session.signOut();
    await session.signIn();
    vault.become('open');
    await vi.waitFor(() => expect(vaultOf(session)).toEqual({ kind: 'vault' }));
    await session.dispose();
    expect(vault.kept.get('profile-1')).toBe('first-credential');
    expect(settings.get()).toMatchObject({ signedInServers: ['profile-1'], credentialsToRemove: [] });
  });

  it('while the old session is being continued keeps nothing of it', async () => {
    const vault = createVault();
    await signedInBefore(vault.keytar);
    const { backend, done } = createBackend();
    const asked = Promise.withResolvers<void>();
    const continued = Promise.withResolvers<void>();
    const { session } = run(vault.keytar, {
      backend: {
        ...backend,
        resume(...args) {
          asked.resolve();
          return continued.promise.then(() => backend.resume(...args));
        },
      },
    });
    const started = session.start();
    await asked.promise;
    await session.signOut();
    continued.resolve();
    await started;
    await session.dispose();
    expect(done).toEqual(['signOut', 'dispose']);
    expect(vault.kept.size).toBe(0);
  });
});
