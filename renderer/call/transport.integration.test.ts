import type { Page } from '@playwright/test';
import { describe, expect, it } from 'vitest';
import type { StartWith } from '@parley/shared/backends/channel';
import type { TransportMode } from '@parley/shared/backends/transportMode';
import { mintTicket, phase, useCalls, view } from '../../tests/fixtures/calls.ts';
import { useCuttable } from '../../tests/fixtures/cuttable.ts';

// Joins through networks that let some things through and others not. Networks with TURN are in tests/lab.
const call = useCalls({ iceLite: true });

const network = useCuttable(call);

const open = (transport: TransportMode, startWith?: StartWith): Promise<Page> =>
  call.open({
    ticket: async (room) => ({
      ok: true,
      value: {
        ...(await mintTicket(call.livekit(), room, 'ada')),
        transport,
        ...(startWith === undefined ? {} : { startWith }),
      },
    }),
    reroute: network().reroute,
  });

/** Until the call is on or has failed, ms; the limit is ten seconds. */
async function outcome(page: Page, room: string): Promise<number> {
  const from = Date.now();
  await call.startJoining(page, room);
  await expect
    .poll(async () => (await view(page)).state.phase, { timeout: 20_000, interval: 50 })
    .toMatch(/^(?:connected|failed)$/);
  return Date.now() - from;
}

describe('a join', () => {
  it('that may use TCP only sends no datagram, although UDP would do', async () => {
    const page = await open('tcp');
    await outcome(page, 'tcp-only');
    await expect.poll(async () => (await view(page)).path?.kind).toBe('TCP');
    expect(network().udp.passed()).toBe(0);
  });

  it('moves down to TCP, with the same identity, where UDP passes checks and nothing else', async () => {
    network().udp.dropDtls();
    const page = await open('automatic');
    const unknown = await outcome(page, 'no-dtls');
    expect(unknown).toBeLessThan(10_000);
    await expect.poll(async () => (await view(page)).path?.kind).toBe('TCP');
    expect(network().udp.passed()).toBeGreaterThan(0);
    expect((await view(page)).state.phase).toBe('connected');
    expect(await call.identities('no-dtls')).toEqual(['ada']);
    const [remembered] = await page.evaluate(() => window.lab.remembered);
    expect(remembered).toBe('tcp');
    const again = await open('automatic', 'tcp');
    const known = await outcome(again, 'no-dtls-again');
    console.log(`joined after ${unknown} ms, and after ${known} ms where it is remembered`);
    expect(known).toBeLessThan(unknown - 2_000);
    expect(await again.evaluate(() => window.lab.remembered)).toEqual([]);
  });

  it('that begins with what worked once and does no longer goes on to what does, and forgets it', async () => {
    network().tcp.cut();
    const page = await open('automatic', 'tcp');
    expect(await outcome(page, 'no-tcp')).toBeLessThan(5_000);
    await expect.poll(async () => (await view(page)).path?.kind).toBe('UDP');
    expect(await page.evaluate(() => window.lab.remembered)).toEqual([null]);
  });

  it('that gets through by nothing says within ten seconds what did not answer', async () => {
    network().udp.cut();
    network().tcp.cut();
    const page = await open('automatic');
    expect(await outcome(page, 'blocked')).toBeLessThan(10_000);
    const { state } = await view(page);
    expect(state).toMatchObject({ phase: 'failed', error: { reason: 'mediaBlocked' } });
    const { ports } = call.livekit();
    expect(JSON.stringify(state)).toContain(`no answer from UDP 127.0.0.1:${ports.udp}`);
    expect(JSON.stringify(state)).toContain(`no answer from TCP 127.0.0.1:${ports.tcp}`);
  });

  it('that may use a relay only says so where there is none, and tries nothing else', async () => {
    const page = await open('relay');
    expect(await outcome(page, 'no-relay')).toBeLessThan(10_000);
    expect((await view(page)).state).toMatchObject({ phase: 'failed', error: { reason: 'relayMissing' } });
    expect(network().udp.passed()).toBe(0);
    await phase(page, 'failed');
  });
});
