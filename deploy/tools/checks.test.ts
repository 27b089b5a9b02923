import { createServer } from 'node:net';
import { once } from 'node:events';
import { expect, it } from 'vitest';
import { checkName, judgeCandidates, opens } from './checks.ts';

const udp = { protocol: 'udp', address: '203.0.113.7', port: 7882 } as const;
const tcp = { protocol: 'tcp', address: '203.0.113.7', port: 7881 } as const;
const ok = (candidates: Parameters<typeof judgeCandidates>[0], wants: { udp: boolean; tcp: boolean }) =>
  judgeCandidates(candidates, { ...wants, turn: [] }).map((finding) => finding.ok);

it('finds what a stack should offer and does not, and the other way round', () => {
  expect(ok([udp, tcp], { udp: true, tcp: true })).toEqual([true, true]);
  expect(ok([tcp], { udp: true, tcp: true })).toEqual([false, true]);
  expect(ok([tcp], { udp: false, tcp: true })).toEqual([true, true]);
  expect(ok([udp, tcp], { udp: false, tcp: true })).toEqual([false, true]);
  expect(ok([], { udp: false, tcp: true })).toEqual([true, false]);
});

it('tells an open port from a closed one', async () => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  expect(await opens('127.0.0.1', port)).toBe(true);
  server.close();
  await once(server, 'close');
  expect(await opens('127.0.0.1', port)).toBe(false);
});

it('says of a name that is none what to do', async () => {
  expect(await checkName('nothing.invalid')).toMatchObject({
    ok: false,
    seen: expect.stringContaining('DNS record') as string,
  });
});
