import { expect, it } from 'vitest';
import { mintTicket, phase, roomService, useCalls } from '../../tests/fixtures/calls.ts';
import { startLiveKit } from '../../tests/fixtures/livekit.ts';

// What waits until a ticket is spent; the other troubles are in callTrouble.integration.test.ts.
const call = useCalls();

it('comes back with the token that LiveKit refreshed when the ticket is spent and the backend is away', async () => {
  const mortal = await startLiveKit();
  let away = false;
  let first = '';
  try {
    const page = await call.open({
      ticket: async (room) => {
        if (away) return { ok: false, error: { code: 'unavailable', reason: 'serverUnreachable', message: 'away' } };
        // LiveKit allows clocks to differ by a minute: good for six seconds more.
        const ticket = { ...(await mintTicket(mortal, room, 'ada', { ttl: -54 })), expiresIn: 6 };
        first = ticket.token;
        return { ok: true, value: ticket };
      },
      impatient: true,
    });
    await call.joined(page, 'lobby');
    away = true;
    await expect
      .poll(async () => (await fetch(`${mortal.httpUrl}/rtc/validate?access_token=${first}`)).status, {
        timeout: 20_000,
        interval: 500,
      })
      .toBe(401);
    await mortal.kill();
    await phase(page, 'reconnecting');
    await mortal.restart();
    await phase(page, 'connected');
    expect(away).toBe(true);
    await expect.poll(async () => (await roomService(mortal).listParticipants('lobby'))[0]?.tracks.length).toBe(1);
  } finally {
    await mortal.stop();
  }
});
