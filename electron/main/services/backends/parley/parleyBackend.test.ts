import type { Session } from '@parley/shared/backends/parley/session';
import { parleyApiVersion } from '@parley/shared/backends/parley/api';
import type { ParleyError } from '@parley/shared/errors';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { Log } from '../../log/log.ts';
import type { BackendConnection } from '../backend.ts';
import type { Socket } from './eventStream.ts';
import { createParleyBackend } from './parleyBackend.ts';

// A network that changes while one is signed in. Doubles: the network itself, and what main finds on the way (`explain`).
type Network = 'open' | 'portal' | 'silent' | 'stripping';

const log: Log = { info() {}, warn() {}, error() {}, background: (_what, work) => void work.catch(() => undefined) };
const session: Session = {
  account: { id: '0b9f3c1e-6f2a-4c52-9b7e-0a1b2c3d4e5f', login: 'ada', name: 'Ada', administrator: false },
  accessToken: 'access',
  refreshToken: 'refresh',
  expiresAt: Date.UTC(2026, 5, 1),
  expiresIn: 86_400,
};
const info = { product: 'parley', name: 'Studio Nord', version: '1.0.0', apiVersion: parleyApiVersion };

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

interface World extends BackendConnection {
  network: Network;
  readonly explained: ParleyError[];
  cut(): void;
}

async function signIn(): Promise<World> {
  let world: World | null = null;
  const network = (): Network => world?.network ?? 'open';
  const sockets = new Set<Socket>();
  const explained: ParleyError[] = [];
  const openSocket = (): Socket => {
    const socket = {
      readyState: network() === 'silent' ? 0 : 1,
      send() {},
      close() {},
      onopen: null,
      onmessage: null,
      onclose: null,
      onerror: null,
    };
    const { promise, resolve } = Promise.withResolvers<void>();
    const double: Socket = socket;
    sockets.add(double);
    setTimeout(resolve, 10);
    void promise.then(() => {
      if (network() === 'silent') return;
      if (network() === 'open') {
        double.onopen?.(new Event('open'));
        return double.onmessage?.({ data: '{"type":"snapshot","channels":[]}' } as MessageEvent);
      }
      double.onerror?.({ error: new Error('Unexpected server response: 200') } as never);
      return double.onclose?.({ code: 1006 } as CloseEvent);
    });
    return double;
  };
  const backend = createParleyBackend({
    async fetch(url) {
      if (network() === 'portal') return new Response('<html></html>', { headers: { 'content-type': 'text/html' } });
      // `AbortSignal.timeout` knows no other clock than the real one.
      if (network() === 'silent')
        return new Promise((_, reject) => setTimeout(() => reject(new DOMException('', 'TimeoutError')), 10_000));
      const { pathname } = new URL(url);
      return Response.json(
        pathname === '/api/server' ? info : pathname === '/api/channels' ? { channels: [] } : session,
      );
    },
    openSocket,
    async explain(_address, error) {
      explained.push(error);
      return error.reason === 'notParleyServer' ? { ...error, reason: 'loginPage' } : error;
    },
    openBrowser: async () => undefined,
    now: Date.now,
    random: () => 0,
    program: 'Parley (test)',
    log,
  });
  const events = { credentialChanged() {}, expired() {}, moderated() {} };
  const signedIn = await backend.signIn('http://voice.example.org', 'ada', 'pw', events);
  if (!signedIn.ok) throw new Error(signedIn.error.message);
  world = {
    ...signedIn.value.connection,
    network: 'open',
    explained,
    cut: () => sockets.forEach((socket) => socket.onclose?.({ code: 1006 } as CloseEvent)),
  };
  await vi.advanceTimersByTimeAsync(100);
  expect(world.channels.get()).toMatchObject({ link: 'live', error: null });
  return world;
}

it('calls a portal that takes the network over a portal, whatever it makes of the WebSocket', async () => {
  const world = await signIn();
  world.network = 'portal';
  world.cut();
  const told = new Set<string | undefined>();
  world.channels.onChanged(({ error }) => told.add(error?.reason));
  await vi.advanceTimersByTimeAsync(40_000);
  expect(world.channels.get()).toMatchObject({ link: 'offline', error: { reason: 'loginPage' } });
  expect(told).not.toContain('upgradeStripped');
  void world.dispose();
});

it('calls a server that never answers one that does not answer', async () => {
  const world = await signIn();
  world.network = 'silent';
  world.cut();
  await vi.advanceTimersByTimeAsync(40_000);
  expect(world.channels.get()).toMatchObject({ link: 'offline', error: { reason: 'serverUnreachable' } });
  void world.dispose();
});

it('names what keeps WebSockets away as soon as a request is answered', async () => {
  const world = await signIn();
  world.network = 'stripping';
  world.cut();
  await vi.advanceTimersByTimeAsync(5_000);
  expect(world.channels.get()).toMatchObject({ link: 'polling', error: { reason: 'upgradeStripped' } });
  expect(world.explained).toEqual([]);
  void world.dispose();
});

it('tries the event stream at once when a request gets through again', async () => {
  const world = await signIn();
  world.network = 'portal';
  world.cut();
  // Questions after 0.5 and 15.5 s; the event stream is tried by itself after 12 and after 23 s.
  await vi.advanceTimersByTimeAsync(15_000);
  expect(world.channels.get().link).toBe('offline');
  world.network = 'open';
  await vi.advanceTimersByTimeAsync(1_000);
  expect(world.channels.get()).toMatchObject({ link: 'live', error: null });
  void world.dispose();
});
