import type { JoinTicket } from '@parley/shared/backends/channel';
import type { Envelope } from '@parley/shared/ipc/contract';
import { describe, expect, it } from 'vitest';
import { createManualClock } from '../testing/manualClock.ts';
import { createTickets } from './tickets.ts';

const start = 1_700_000_000_000;

function createWorld(expiresIn: number | undefined) {
  const clock = createManualClock();
  let asked = 0;
  let away = false;
  let denied = false;
  const tickets = createTickets({
    clock,
    epoch: () => start + clock.now(),
    async request(): Promise<Envelope<JoinTicket>> {
      asked += 1;
      if (denied) return { ok: false, error: { code: 'forbidden', reason: 'joinForbidden', message: '' } };
      if (away) return { ok: false, error: { code: 'unavailable', reason: 'serverUnreachable', message: '' } };
      const life = expiresIn === undefined ? {} : { expiresIn };
      return { ok: true, value: { url: 'wss://lk', token: `t${asked}`, room: 'r', identity: 'ada', ...life } };
    },
  });
  return {
    tickets,
    asked: () => asked,
    token: async (fresh = false) => {
      const answer = await tickets.get(fresh);
      return answer.ok ? answer.value.token : answer.error.reason;
    },
    goAway: (next: boolean) => {
      away = next;
    },
    deny: () => {
      denied = true;
    },
    advance: clock.advance,
  };
}

/** Unsigned here: only LiveKit verifies it. */
const liveKitToken = (life: number, more: Record<string, unknown> = {}): string => {
  const part = (value: unknown): string => btoa(JSON.stringify(value)).replaceAll('=', '');
  const nbf = 1_700_000_000;
  const claims = { sub: 'ada', nbf, exp: nbf + life, video: { room: 'r', roomJoin: true }, ...more };
  return `${part({ alg: 'HS256' })}.${part(claims)}.sig`;
};

describe('the tickets of a call', () => {
  it('are used again while they are good, and asked for anew otherwise', async () => {
    const world = createWorld(60);
    expect(await world.token()).toBe('t1');
    expect(await world.token()).toBe('t1');
    expect(await world.token(true)).toBe('t2');
    await world.advance(56_000);
    expect(await world.token()).toBe('t3');
    expect(world.asked()).toBe(3);
  });

  it('are good for a minute where the backend tells no life', async () => {
    const world = createWorld(undefined);
    await world.token();
    await world.advance(54_000);
    expect(await world.token()).toBe('t1');
    await world.advance(2_000);
    expect(await world.token()).toBe('t2');
  });

  it('are renewed before they end while the call is on: ten minutes, for an hour', async () => {
    const world = createWorld(600);
    await world.token();
    world.tickets.keep();
    for (let minute = 0; minute < 60; minute += 1) {
      await world.advance(60_000);
      // Whenever it breaks, there is a ticket without asking.
      const before = world.asked();
      await world.token();
      expect(world.asked()).toBe(before);
    }
    expect(world.asked()).toBeLessThan(10);
    world.tickets.stop();
    const before = world.asked();
    await world.advance(3_600_000);
    expect(world.asked()).toBe(before);
  });

  it('with the backend away, the token that LiveKit refreshed takes their place while it is good', async () => {
    const world = createWorld(600);
    await world.token();
    world.tickets.keep();
    world.goAway(true);
    await world.advance(595_000);
    expect(await world.token()).toBe('serverUnreachable');
    const refreshed = liveKitToken(600);
    world.tickets.refreshed(refreshed);
    world.tickets.refreshed('not a token');
    expect(await world.token()).toBe(refreshed);
    expect(await world.token(true)).toBe(refreshed);
    await world.advance(596_000);
    expect(await world.token()).toBe('serverUnreachable');
    // The backend is back: it is asked again within half a minute.
    world.goAway(false);
    await world.advance(30_000);
    const before = world.asked();
    expect(await world.token()).toMatch(/^t\d+$/);
    expect(world.asked()).toBe(before);
    world.tickets.stop();
  });

  it('a refusal is no absence: what LiveKit refreshed is not used against it', async () => {
    const world = createWorld(60);
    await world.token();
    world.tickets.refreshed(liveKitToken(600));
    world.deny();
    expect(await world.token(true)).toBe('joinForbidden');
  });

  it('of an unknown life, a token of LiveKit is not used', async () => {
    const world = createWorld(60);
    await world.token();
    world.tickets.refreshed(liveKitToken(600, { nbf: undefined }));
    world.goAway(true);
    expect(await world.token(true)).toBe('serverUnreachable');
  });
});
