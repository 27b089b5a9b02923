import { createServer as createHttpServer, request, type RequestListener, type Server } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import { createServer as createTcpServer } from 'node:net';
import { notThisServer } from '@parley/shared/backends/dialects/refusal';
import { normaliseAddress } from '@parley/shared/backends/address';
import { planNetworkCheck, wireSteps, type NetworkReport } from '@parley/shared/doctor/networkCheck';
import { decideNetworkVerdict } from '@parley/shared/doctor/networkVerdict';
import { runSteps } from '@parley/shared/doctor/steps';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { WebSocketServer } from 'ws';
import { createAuthority, type Authority, type Issued } from '../../../../tests/fixtures/certificates.ts';
import { startTinyproxy, type Tinyproxy } from '../../../../tests/fixtures/tinyproxy.ts';
import { createHttpClient } from '../backends/httpClient.ts';
import type { DialPorts } from './dial.ts';
import { createWireCheck } from './networkCheck.ts';

// Addresses that are wrong, certificates that do not hold, networks that stand in between: each against a real server that
// misbehaves that way. The requests of the program itself are made by Node here and by Chromium in the program.
let authority: Authority;
let good: Issued;
const ends: (() => unknown)[] = [];
beforeAll(() => {
  authority = createAuthority();
  good = authority.issue(['DNS:localhost', 'IP:127.0.0.1', 'IP:::1']);
});
afterEach(async () => {
  for (const end of ends.splice(0).toReversed()) await end();
});
afterAll(() => authority?.remove());

const info = JSON.stringify({ product: 'parley', name: 'Test', version: '1', apiVersion: 1 });
const answersAsParley: RequestListener = ({ url }, response) => {
  const known = url === '/api/server';
  response.writeHead(known ? 200 : 404, { 'content-type': 'application/json' }).end(known ? info : '{}');
};
/** A server on loopback for this test; a Parley server with a WebSocket, unless told otherwise. */
async function serve(
  listener: RequestListener = answersAsParley,
  { tls, sockets = true, host = '127.0.0.1' }: { tls?: Issued; sockets?: boolean; host?: string } = {},
): Promise<number> {
  const server: Server = tls === undefined ? createHttpServer(listener) : createHttpsServer(tls, listener);
  if (sockets) {
    const upgrades = new WebSocketServer({ server, path: '/api/events' });
    ends.push(() => upgrades.close());
  }
  return listen(server, host);
}
async function listen(server: Server | ReturnType<typeof createTcpServer>, host = '127.0.0.1'): Promise<number> {
  await new Promise<void>((ready) => server.listen(0, host, ready));
  ends.push(() => {
    if ('closeAllConnections' in server) server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}

const direct: DialPorts = {
  resolveProxy: async () => 'DIRECT',
  authorities: () => [authority.cert],
  proxyAuthorization: async () => null,
};
async function check(typed: string, over: Partial<DialPorts> = {}): Promise<readonly NetworkReport[]> {
  const address = normaliseAddress(typed);
  if (address === null) throw new Error('no address');
  const url = new URL(address);
  const made = createWireCheck(
    {
      ...direct,
      ...over,
      http: createHttpClient({
        fetch: (to, init) => fetch(to, init),
        strange: notThisServer,
        limits: { time: 1_000, size: 65_536 },
      }),
      now: Date.now,
      limits: { step: 1_000, name: 5_000 },
    },
    { url, kind: 'parley' },
  );
  const plan = planNetworkCheck({ secure: url.protocol === 'https:', noUdp: null });
  const never = new AbortController().signal;
  return runSteps(
    plan.filter(({ name }) => (wireSteps as readonly string[]).includes(name)),
    (name) => made.step(name as (typeof wireSteps)[number], never),
    { now: () => performance.now(), secrets: [] },
  );
}
const summary = async (typed: string, over: Partial<DialPorts> = {}): Promise<string> =>
  decideNetworkVerdict(await check(typed, over)).summary;
const finding = (reports: readonly NetworkReport[], name: string): NetworkReport | undefined =>
  reports.find((report) => report.name === name);

describe('an address', () => {
  it('without a scheme is https, or http on this machine', async () => {
    expect(await summary(`127.0.0.1:${await serve()}`)).toBe('voiceUnchecked');
  });

  it('with http where https is needed is told so, by a redirect and by a server that only speaks TLS', async () => {
    const port = await serve((_, response) => response.writeHead(301, { location: 'https://127.0.0.1:1/' }).end());
    expect(await summary(`http://127.0.0.1:${port}`)).toBe('httpsNeeded');
    expect(await summary(`http://127.0.0.1:${await serve(answersAsParley, { tls: good })}`)).toBe('httpsNeeded');
  });

  it('with https where there is only http is told so', async () => {
    expect(await summary(`https://127.0.0.1:${await serve()}`)).toBe('notTls');
  });

  it('with a path that is too much is told so, and one that belongs there is taken', async () => {
    expect(await summary(`http://127.0.0.1:${await serve()}/channels/`)).toBe('wrongPath');
    const below = await serve(
      ({ url }, response) => response.writeHead(url === '/voice/api/server' ? 200 : 404).end(info),
      { sockets: false },
    );
    expect(finding(await check(`http://127.0.0.1:${below}/voice`), 'answer')).toMatchObject({ verdict: 'ok' });
  });

  it('may be an IPv6 literal, with and without brackets', async () => {
    const port = await serve(answersAsParley, { host: '::1' });
    expect(await summary(`http://[::1]:${port}`)).toBe('voiceUnchecked');
    expect(normaliseAddress('2001:db8::1')).toBe('https://[2001:db8::1]');
  });

  it('whose name has no address is told so', async () => {
    expect(['nameUnknown', 'nameServerSilent']).toContain(await summary('https://nothing.invalid'));
  });

  it('on which nothing listens is told so, with what an administrator would open', async () => {
    const server = createTcpServer();
    const port = await listen(server);
    await new Promise((closed) => server.close(closed));
    const verdict = decideNetworkVerdict(await check(`http://127.0.0.1:${port}`));
    expect(verdict).toMatchObject({ summary: 'portClosed', asks: [{ protocol: 'tcp', host: '127.0.0.1', port }] });
  });

  it('of something else than a Parley server is told so', async () => {
    expect(await summary(`http://127.0.0.1:${await serve((_, response) => response.writeHead(404).end())}`)).toBe(
      'otherServer',
    );
    expect(await summary(`http://127.0.0.1:${await serve((_, response) => response.writeHead(502).end())}`)).toBe(
      'serverFails',
    );
  });
});

describe('a certificate', () => {
  it.each([
    ['that has expired', () => authority.issue(['IP:127.0.0.1'], -3), 'certificateExpired'],
    ['for another name', () => authority.issue(['DNS:other.example.org']), 'certificateOtherName'],
    ['that signed itself', () => authority.selfSigned(['IP:127.0.0.1']), 'certificateSelfSigned'],
  ])('%s', async (_, issue, cause) => {
    const reports = await check(`https://127.0.0.1:${await serve(answersAsParley, { tls: issue() })}`);
    expect(decideNetworkVerdict(reports).summary).toBe(cause);
    expect(finding(reports, 'tls')?.detail).toMatch(/signed by .+, valid until /);
  });

  it('of an authority that is not known here is told by the name of the authority', async () => {
    const port = await serve(answersAsParley, { tls: good });
    const reports = await check(`https://127.0.0.1:${port}`, { authorities: () => [] });
    expect(decideNetworkVerdict(reports).summary).toBe('certificateUnknownAuthority');
    expect(finding(reports, 'tls')?.detail).toContain('signed by Private authority of a test');
    // With the authority's file the same connection holds.
    expect(finding(await check(`https://127.0.0.1:${port}`), 'tls')).toMatchObject({ verdict: 'ok' });
  });
});

describe('what stands in between', () => {
  it('a captive portal: 200 with a page, and a redirect elsewhere', async () => {
    const page: RequestListener = (_, response) =>
      response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end('<h1>Welcome</h1>');
    expect(await summary(`http://127.0.0.1:${await serve(page)}`)).toBe('loginPage');
    const away: RequestListener = (_, response) =>
      response.writeHead(302, { location: 'http://portal.example.org/?token=s3cret' }).end();
    const reports = await check(`http://127.0.0.1:${await serve(away)}`);
    expect(decideNetworkVerdict(reports).summary).toBe('loginPage');
    expect(JSON.stringify(reports)).not.toContain('s3cret');
  });

  it('a server that takes the connection and then says nothing, within seconds', async () => {
    const port = await listen(createTcpServer(() => undefined));
    const began = performance.now();
    expect(await summary(`http://127.0.0.1:${port}`)).toBe('noAnswer');
    expect(await summary(`https://127.0.0.1:${port}`)).toBe('tlsFailed');
    expect(performance.now() - began).toBeLessThan(10_000);
  });

  it('a proxy that strips upgrades', async () => {
    const behind = await serve();
    const front = await serve(
      (incoming, response) => {
        const { connection: _connection, upgrade: _upgrade, ...headers } = incoming.headers;
        request({ port: behind, path: incoming.url, headers }, (answer) => {
          response.writeHead(answer.statusCode ?? 500, answer.headers);
          answer.pipe(response);
        }).end();
      },
      { sockets: false },
    );
    const reports = await check(`http://127.0.0.1:${front}`);
    expect(finding(reports, 'answer')).toMatchObject({ verdict: 'ok' });
    expect(decideNetworkVerdict(reports)).toMatchObject({ summary: 'upgradeStripped', asks: [{ port: front }] });
  });

  it('a clock that is wrong', async () => {
    const port = await serve((_, response) => {
      response.setHeader('date', new Date(Date.now() + 3_600_000).toUTCString());
      response.end(info);
    });
    const clock = finding(await check(`http://127.0.0.1:${port}`), 'clock');
    expect(clock).toMatchObject({ verdict: 'failed', facts: { cause: 'clockWrong' } });
    expect(clock?.detail).toMatch(/^This computer is (?:3600|3601|3599) s behind the server\.$/);
  });
});

describe('a real proxy', () => {
  const login = { name: 'ada', password: 'hunter22' };
  const basic = `Basic ${Buffer.from('ada:hunter22').toString('base64')}`;
  const by = (proxy: Tinyproxy, authorization: string | null = null): Partial<DialPorts> => ({
    resolveProxy: async () => `PROXY 127.0.0.1:${proxy.port}`,
    proxyAuthorization: async () => authorization,
  });
  const start = async (...options: Parameters<typeof startTinyproxy>): Promise<Tinyproxy> => {
    const proxy = await startTinyproxy(...options);
    ends.push(() => proxy.stop());
    return proxy;
  };

  it('is named, and TLS and the WebSocket go through it', async () => {
    const proxy = await start();
    const port = await serve(answersAsParley, { tls: good });
    const reports = await check(`https://localhost:${port}`, by(proxy));
    expect(finding(reports, 'proxy')?.detail).toBe(`127.0.0.1:${proxy.port}`);
    expect(finding(reports, 'tls')).toMatchObject({ verdict: 'ok' });
    expect(finding(reports, 'tls')?.detail).toContain('through the proxy');
    expect(proxy.connections().length).toBeGreaterThan(0);
  });

  it('that wants a login, or refuses the one that is known, is told so; the right one is let through', async () => {
    const proxy = await start({ login });
    const port = await serve(answersAsParley, { tls: good });
    const tls = async (authorization: string | null): Promise<NetworkReport | undefined> =>
      finding(await check(`https://localhost:${port}`, by(proxy, authorization)), 'tls');
    expect(await tls(null)).toMatchObject({ facts: { cause: 'proxyLogin' } });
    expect(await tls(`Basic ${Buffer.from('ada:wrong').toString('base64')}`)).toMatchObject({
      facts: { cause: 'proxyLogin' },
    });
    expect(await tls(basic)).toMatchObject({ verdict: 'ok' });
  });

  it('that does not connect to this port is told so', async () => {
    const proxy = await start({ connectPorts: [443] });
    const port = await serve(answersAsParley, { tls: good });
    const reports = await check(`https://localhost:${port}`, by(proxy));
    expect(finding(reports, 'tls')).toMatchObject({
      facts: { cause: 'proxyRefuses', endpoints: [{ host: 'localhost', port }] },
    });
  });

  it('that is not there is told so', async () => {
    const proxy = await start();
    await proxy.stop();
    const reports = await check('https://localhost:1', by(proxy));
    expect(finding(reports, 'tcp')).toMatchObject({
      facts: { cause: 'portClosed', endpoints: [{ port: proxy.port }] },
    });
  });

  it('that a script names first and that is not there is told, and the next way is taken', async () => {
    const gone = await start();
    await gone.stop();
    const proxy = await start();
    const port = await serve(answersAsParley, { tls: good });
    const script = async () =>
      `SOCKS5 127.0.0.1:9; PROXY 127.0.0.1:${gone.port}; PROXY 127.0.0.1:${proxy.port}; DIRECT`;
    const reports = await check(`https://localhost:${port}`, { resolveProxy: script });
    expect(finding(reports, 'proxy')).toMatchObject({ verdict: 'ok', facts: { cause: 'proxyUnsupported' } });
    expect(finding(reports, 'proxy')?.detail).toContain(`next: 127.0.0.1:${proxy.port}`);
    expect(finding(reports, 'tls')?.detail).toContain('through the proxy');
    expect(proxy.connections().length).toBeGreaterThan(0);
    const none = await check(`https://localhost:1`, {
      resolveProxy: async () => `PROXY 127.0.0.1:${gone.port}; DIRECT`,
    });
    expect(finding(none, 'proxy')).toMatchObject({ facts: { cause: 'proxyUnreachable' } });
    expect(decideNetworkVerdict(none).summary).toBe('portClosed');
  });

  it('of a kind that main cannot speak is named', async () => {
    const reports = await check('https://localhost:1', { resolveProxy: async () => 'SOCKS5 127.0.0.1:1080' });
    expect(finding(reports, 'proxy')).toMatchObject({ facts: { cause: 'proxyUnsupported' } });
  });
});
