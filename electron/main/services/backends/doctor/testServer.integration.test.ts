import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer as createHttpServer } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { dialectDefaults, type DialectProfile, type ProfileOf } from '@parley/shared/backends/dialects/profile';
import { notThisServer } from '@parley/shared/backends/dialects/refusal';
import { AccessToken } from 'livekit-server-sdk';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createAuthority, type Authority } from '../../../../../tests/fixtures/certificates.ts';
import { freePort } from '../../../../../tests/fixtures/freePort.ts';
import { startLiveKit, type LiveKitServer } from '../../../../../tests/fixtures/livekit.ts';
import { startIceOverTcp } from '../../../../../tests/fixtures/seeds/iceOverTcp.ts';
import type { SeedServer } from '../../../../../tests/fixtures/seeds/seedServer.ts';
import { startStrippingProxy } from '../../../../../tests/fixtures/strippingProxy.ts';
import { findWayFault } from '../../network/wayFault.ts';
import type { Backend } from '../backend.ts';
import { createDialectBackends } from '../dialects/dialectBackends.ts';
import { createHttpClient } from '../httpClient.ts';
import { createNetworkPorts } from './network.ts';
import { testServer } from './testServer.ts';

// "Test this server" against a seed's server, a real LiveKit server and a real TLS server.
let livekit: LiveKitServer;
let seed: SeedServer;
let authority: Authority;
const ends: (() => unknown)[] = [];
beforeAll(async () => {
  authority = createAuthority();
  livekit = await startLiveKit();
  seed = await startIceOverTcp(livekit);
  seed.bearers.set('good-bearer', { id: 'u', username: 'ada' });
});
afterAll(async () => {
  for (const end of ends) end();
  authority?.remove();
  await seed?.stop();
  await livekit?.stop();
});

const html = { 'content-type': 'text/html' };
const expired = (): Server => createTlsServer(authority.issue(['IP:127.0.0.1'], -2));
const listen = async (server: Server): Promise<number> => {
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  ends.push(() => server.close());
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
};
const stripping = async (): Promise<number> => {
  const proxy = await startStrippingProxy(() => Number(new URL(livekit.httpUrl).port));
  ends.push(proxy.stop);
  return proxy.port;
};

const limits = { time: 10_000, size: 65_536 };
const ports = {
  ...createNetworkPorts([]),
  http: createHttpClient({ fetch: (url, init) => fetch(url, init), strange: notThisServer, limits }),
  voiceFault: (url: URL) => {
    const own = { resolveProxy: async () => 'DIRECT', authorities: () => [], proxyAuthorization: async () => null };
    return findWayFault({ ...own, fetch: (to, init) => fetch(to, init), now: Date.now }, { url, kind: 'livekit' });
  },
  now: () => performance.now(),
};
const absent: Backend = {
  signIn: () => Promise.reject(new Error()),
  resume: () => Promise.reject(new Error()),
  signUp: () => Promise.reject(new Error()),
  becomeGuest: () => Promise.reject(new Error()),
  offer: () => Promise.reject(new Error()),
  signInByBrowser: () => Promise.reject(new Error()),
  resetPassword: () => Promise.reject(new Error()),
};
const backends = createDialectBackends(
  { fetch: (url, init) => fetch(url, init), openBrowser: async () => undefined, now: Date.now, limits },
  absent,
);
const events = { credentialChanged() {}, expired() {}, moderated() {} };
const never = new AbortController().signal;
const profile = (over: Partial<ProfileOf<'token'>> = {}): ProfileOf<'token'> => ({
  dialect: 'token',
  id: 'p',
  address: seed.url,
  login: '',
  name: '',
  bearer: { kind: 'pasted' },
  displayName: '',
  channels: [{ room: 'lobby', name: '' }],
  ...dialectDefaults.token,
  livekitUrl: livekit.url,
  ...over,
});
const verdicts = async (tested: DialectProfile, bearer = 'good-bearer') => {
  const reports = await testServer(ports, {
    profile: tested,
    secrets: [bearer],
    async connect() {
      const proof = { kind: 'bearer', bearer } as const;
      if (tested.dialect !== 'token' && tested.dialect !== 'direct') throw new Error('not in this test');
      const opened = await (tested.dialect === 'token'
        ? backends.token.signIn(tested, proof, events, never)
        : backends.direct.signIn(tested, proof, events, never));
      return opened.ok ? { ok: true, value: opened.value.connection } : opened;
    },
  });
  expect(JSON.stringify(reports)).not.toMatch(/good-bearer|eyJ/);
  return Object.fromEntries(
    reports.map(({ name, verdict, ...rest }) => [name, [verdict, 'reason' in rest ? rest.reason : undefined]]),
  );
};
const ok = ['ok', undefined];
const skipped = ['skipped', undefined];

describe('testing a server', () => {
  it('finds everything in order where it is', async () => {
    expect(await verdicts(profile())).toEqual({
      address: ok,
      tls: skipped,
      http: ok,
      signIn: ok,
      ticket: ok,
      livekit: ok,
    });
  });

  it('stops in the middle of a step, and skips the rest', async () => {
    const stopping = new AbortController();
    const reports = await testServer(ports, {
      profile: profile(),
      secrets: [],
      signal: stopping.signal,
      async connect() {
        stopping.abort();
        return new Promise(() => undefined);
      },
    });
    expect(Object.fromEntries(reports.map(({ name, verdict, detail }) => [name, [verdict, detail]]))).toMatchObject({
      http: ['ok', expect.anything()],
      signIn: ['skipped', 'Stopped.'],
      ticket: ['skipped', 'Stopped.'],
      livekit: ['skipped', 'Stopped.'],
    });
  });

  it('says at which step it ends', async () => {
    const nobody = `http://127.0.0.1:${await freePort()}`;
    expect(await verdicts(profile({ address: nobody }))).toMatchObject({
      http: ['failed', 'serverUnreachable'],
      signIn: skipped,
      livekit: skipped,
    });
    expect(await verdicts(profile(), 'other')).toMatchObject({ signIn: ['failed', 'tokenExpired'], ticket: skipped });
    expect(await verdicts(profile({ channels: [] }))).toMatchObject({ signIn: ok, ticket: skipped, livekit: skipped });
    const other = await startIceOverTcp({ ...livekit, url: livekit.url, apiSecret: 'x'.repeat(40) });
    other.bearers.set('good-bearer', { id: 'u', username: 'ada' });
    expect(await verdicts(profile({ address: other.url }))).toMatchObject({ livekit: ['failed', 'ticketRefused'] });
    await other.stop();
    expect(await verdicts(profile({ address: 'http://parley.invalid' }))).toMatchObject({
      address: ['failed', 'serverUnreachable'],
      http: ['failed', 'serverUnreachable'],
    });
  });

  it.each<[string, () => Promise<string>, string]>([
    ['nothing listens there', async () => `ws://127.0.0.1:${await freePort()}`, 'portClosed'],
    ['its name is none', async () => 'wss://nothing.invalid', 'nameUnknown'],
    ['its certificate has expired', async () => `wss://127.0.0.1:${await listen(expired())}`, 'certificateExpired'],
    [
      'the sign-in page of a network answers',
      async () =>
        `ws://127.0.0.1:${await listen(createHttpServer((_, answer) => answer.writeHead(200, html).end('<p>')))}`,
      'loginPage',
    ],
    ['upgrades are stripped before it', async () => `ws://127.0.0.1:${await stripping()}`, 'upgradeStripped'],
    ['something else listens there', async () => seed.url.replace('http', 'ws'), 'notThisServer'],
  ])('names the fault of the voice server: %s', async (_, address, reason) => {
    expect(await verdicts(profile({ livekitUrl: await address() }))).toMatchObject({
      ticket: ok,
      livekit: ['failed', reason],
    });
  });

  it('tests a LiveKit address with a pasted token', async () => {
    const token = new AccessToken(livekit.apiKey, livekit.apiSecret, { identity: 'guest', ttl: 60 });
    token.addGrant({ room: 'try-out', roomJoin: true });
    const direct: DialectProfile = { dialect: 'direct', id: 'p', address: livekit.url, login: '', name: '' };
    expect(await verdicts(direct, await token.toJwt())).toEqual({
      address: ok,
      tls: skipped,
      http: ok,
      signIn: ok,
      ticket: skipped,
      livekit: ok,
    });
  });
});

describe('the handshake', () => {
  it('tells a trusted certificate from one that nobody vouches for, another name and no TLS', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'parley-tls-'));
    const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
    const subject = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost'];
    const made = [
      'req',
      '-x509',
      '-newkey',
      'rsa:2048',
      '-nodes',
      '-days',
      '2',
      '-keyout',
      key,
      '-out',
      cert,
      ...subject,
    ];
    execFileSync(process.env['OPENSSL_BIN'] ?? 'openssl', made, { stdio: 'ignore' });
    const pem = readFileSync(cert, 'utf8');
    const server = createTlsServer({ key: readFileSync(key), cert: pem });
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
    const address = server.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    const trusting = createNetworkPorts([pem]);
    expect(await trusting.handshake('localhost', port)).toMatchObject({
      ok: true,
      value: expect.stringMatching(/^TLSv1\.3, /),
    });
    expect(await ports.handshake('localhost', port)).toMatchObject({
      error: { message: expect.stringContaining('DEPTH_ZERO_SELF_SIGNED_CERT') },
    });
    expect(await trusting.handshake('127.0.0.1', port)).toMatchObject({
      error: { message: expect.stringContaining('ERR_TLS_CERT_ALTNAME_INVALID') },
    });
    expect(await trusting.handshake('127.0.0.1', livekit.ports.signal)).toMatchObject({ ok: false });
    server.close();
    rmSync(folder, { recursive: true, force: true });
  });
});
