import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { createServer, type ParleyServer } from '../../../../../server/src/createServer.ts';
import { freePort } from '../../../../../tests/fixtures/freePort.ts';
import { startStrippingProxy } from '../../../../../tests/fixtures/strippingProxy.ts';
import type { Log } from '../../log/log.ts';
import { openSocket } from '../../network/openSocket.ts';
import type { BackendConnection, BackendEvents } from '../backend.ts';
import { createParleyBackend } from './parleyBackend.ts';

// A network in which requests get through and the event stream does not, against a real Parley server.
let folder: string;
let server: ParleyServer;
let port: number;
const ends: (() => unknown)[] = [];
const log: Log = { info() {}, warn() {}, error() {}, background: (_what, work) => void work.catch(() => undefined) };
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'parley-backend-'));
  const seedFile = join(folder, 'seed.json');
  const accounts = ['ada', 'bo'].map((login) => ({
    login,
    name: login === 'ada' ? 'Ada' : 'Bo',
    password: `correct horse ${login}`,
    administrator: login === 'ada',
  }));
  writeFileSync(seedFile, JSON.stringify({ accounts, channels: [{ name: 'Lobby', kind: 'voice', position: 0 }] }));
  port = await freePort();
  server = await createServer({
    data: join(folder, 'data'),
    host: '127.0.0.1',
    port,
    name: 'Studio Nord',
    seedFile,
    reconcileInterval: 60_000,
    signInLimit: 100,
    // Nothing of this asks LiveKit.
    livekit: { url: 'ws://127.0.0.1:9', apiUrl: 'http://127.0.0.1:9', apiKey: 'key', apiSecret: 's'.repeat(32) },
  });
});
afterAll(async () => {
  for (const end of ends) end();
  await server?.close();
  rmSync(folder, { recursive: true, force: true });
});

async function signIn(
  at: number,
  resolveProxy: () => string = () => 'DIRECT',
  { login = 'ada', moderated = () => undefined }: Partial<{ login: string } & Pick<BackendEvents, 'moderated'>> = {},
): Promise<BackendConnection & { readonly accountId: string }> {
  const backend = createParleyBackend({
    fetch: (url, init) => fetch(url, init),
    openSocket: (url) =>
      openSocket(
        { resolveProxy: async () => resolveProxy(), authorities: () => [], proxyAuthorization: async () => null },
        url,
      ),
    openBrowser: async () => undefined,
    explain: async (_address, error) => error,
    now: Date.now,
    random: () => 0,
    program: 'Parley (test)',
    log,
  });
  const events = { credentialChanged() {}, expired() {}, moderated };
  const signedIn = await backend.signIn(`http://127.0.0.1:${at}`, login, `correct horse ${login}`, events);
  if (!signedIn.ok) throw new Error(signedIn.error.message);
  const { connection } = signedIn.value;
  ends.push(() => connection.dispose());
  return { ...connection, accountId: signedIn.value.account.id };
}

it('shows the channels without an event stream, with the cause, and goes over to it when it gets through', async () => {
  const proxy = await startStrippingProxy(() => port);
  ends.push(proxy.stop);
  const { channels, retry } = await signIn(proxy.port);
  await vi.waitFor(() =>
    expect(channels.get()).toMatchObject({
      link: 'polling',
      channels: [{ name: 'Lobby' }],
      error: { reason: 'upgradeStripped', message: 'HTTP status 404 in place of a WebSocket.' },
    }),
  );
  proxy.mend();
  retry();
  await vi.waitFor(() => expect(channels.get()).toMatchObject({ link: 'live', error: null }));
});

it('names a proxy that only Chromium speaks, and takes the next way of a script where there is one', async () => {
  const { channels } = await signIn(port, () => 'SOCKS5 127.0.0.1:9');
  await vi.waitFor(() =>
    expect(channels.get()).toMatchObject({ link: 'polling', error: { reason: 'proxyUnsupported' } }),
  );
  for (const script of ['SOCKS5 127.0.0.1:9; DIRECT', 'PROXY 127.0.0.1:9; DIRECT']) {
    const other = await signIn(port, () => script);
    await vi.waitFor(() => expect(other.channels.get().link).toBe('live'));
  }
});

it('says why there are no channels where the server is gone, and shows those that there were', async () => {
  const proxy = await startStrippingProxy(() => port);
  proxy.mend();
  const { channels, retry } = await signIn(proxy.port);
  await vi.waitFor(() => expect(channels.get().link).toBe('live'));
  proxy.stop();
  await vi.waitFor(() => {
    retry();
    expect(channels.get()).toMatchObject({
      link: 'offline',
      channels: [{ name: 'Lobby' }],
      error: { reason: 'portClosed' },
    });
  });
});

it('without an event stream: what a moderator does to the person is told once, with who and why, and permissions are kept', async () => {
  const proxy = await startStrippingProxy(() => port);
  ends.push(proxy.stop);
  const ada = await signIn(port);
  await vi.waitFor(() => expect(ada.channels.get().link).toBe('live'));
  const before = vi.fn();
  const bo = await signIn(proxy.port, undefined, { login: 'bo', moderated: before });
  await vi.waitFor(() => expect(bo.channels.get().link).toBe('polling'));
  expect(bo.channels.get().permissions).toEqual(expect.arrayContaining(['JOIN', 'SPEAK']));
  const channelId = ada.channels.get().channels[0]?.id ?? '';
  const { accountId } = bo;
  const mute = { kind: 'mute', accountId, channelId, reason: 'The drill', seconds: null } as const;
  expect(await ada.moderation?.act(mute)).toMatchObject({ ok: true });
  bo.retry();
  await vi.waitFor(() => expect(before).toHaveBeenCalledOnce());
  expect(before).toHaveBeenCalledWith({
    action: 'mute',
    reason: 'The drill',
    by: 'Ada',
    channelId,
    toChannelId: null,
    expiresAt: null,
  });
  expect(bo.channels.get().channels[0]?.permissions).not.toContain('SPEAK');
  // Asked again, and by the event stream as soon as that gets through: it is no news any more.
  bo.retry();
  proxy.mend();
  bo.retry();
  await vi.waitFor(() => expect(bo.channels.get().link).toBe('live'));
  expect(before).toHaveBeenCalledOnce();
  // A program that is started now hears nothing of what was before.
  const after = vi.fn();
  const other = await startStrippingProxy(() => port);
  ends.push(other.stop);
  const again = await signIn(other.port, undefined, { login: 'bo', moderated: after });
  await vi.waitFor(() => expect(again.channels.get().link).toBe('polling'));
  expect(after).not.toHaveBeenCalled();
});
