import { describe, expect, it } from 'vitest';
import {
  mintTicket,
  phase,
  roomService,
  ticketsFor,
  useCalls,
  view,
  type PageOptions,
} from '../../tests/fixtures/calls.ts';
import { freePort } from '../../tests/fixtures/freePort.ts';
import { startLiveKit } from '../../tests/fixtures/livekit.ts';
import { startRelay } from '../../tests/fixtures/tcpRelay.ts';

// The whole call of the renderer in a real Chromium against a real LiveKit server. Doubles: `window.desktop` (main is not
// here), and Chromium's fake microphone, which plays a tone of 440 Hz.
const call = useCalls();

describe('a call in trouble', () => {
  it('shows that it reconnects while LiveKit is gone, shuts the gate, and comes back with it', async () => {
    const mortal = await startLiveKit();
    try {
      const page = await call.open({ ticket: ticketsFor(mortal, 'ada'), settings: { microphoneMode: 'alwaysOpen' } });
      await call.joined(page, 'lobby');
      await expect.poll(async () => (await view(page)).microphone.state).toBe('open');
      await mortal.kill();
      await phase(page, 'reconnecting');
      await expect
        .poll(async () => (await view(page)).microphone, { timeout: 3_000 })
        .toEqual({ state: 'shut', reason: 'reconnecting' });
      await expect
        .poll(async () => view(page))
        .toMatchObject({
          state: { phase: 'reconnecting', mediaFlows: false },
          participants: [{ isLocal: true, microphone: 'shut', speaking: false }],
          cue: { cue: 'connectionLost' },
        });
      await mortal.restart();
      await phase(page, 'connected', 45_000);
      await expect.poll(async () => (await view(page)).microphone.state).toBe('open');
      await expect.poll(async () => (await roomService(mortal).listParticipants('lobby'))[0]?.tracks.length).toBe(1);
    } finally {
      await mortal.stop();
    }
  });

  it('joins again with a fresh ticket when the client of LiveKit has given up', async () => {
    const mortal = await startLiveKit();
    let asked = 0;
    try {
      const page = await call.open({
        ticket: async (room) => {
          asked += 1;
          return { ok: true, value: await mintTicket(mortal, room, 'ada') };
        },
        impatient: true,
      });
      await call.joined(page, 'lobby');
      await mortal.kill();
      await expect.poll(async () => (await view(page)).state).toMatchObject({ phase: 'reconnecting', attempt: 3 });
      expect(await view(page)).toMatchObject({ microphone: { state: 'shut', reason: 'reconnecting' } });
      await mortal.restart();
      await phase(page, 'connected');
      expect(asked).toBeGreaterThan(1);
      await expect.poll(async () => (await roomService(mortal).listParticipants('lobby'))[0]?.tracks.length).toBe(1);
      await expect.poll(async () => (await view(page)).microphone).toEqual({ state: 'shut', reason: 'notHeld' });
    } finally {
      await mortal.stop();
    }
  });

  it('keeps talking through a signalling connection that breaks', async () => {
    const signalling = await startRelay(call.livekit().ports.signal);
    try {
      const through = async (room: string): ReturnType<PageOptions['ticket']> => ({
        ok: true,
        value: { ...(await mintTicket(call.livekit(), room, 'ada')), url: `ws://127.0.0.1:${signalling.port}` },
      });
      const ada = await call.open({ ticket: through, settings: { microphoneMode: 'alwaysOpen' } });
      const bo = await call.open({ ticket: ticketsFor(call.livekit(), 'bo') });
      await Promise.all([call.joined(ada, 'signal'), call.joined(bo, 'signal')]);
      await bo.evaluate(() => window.lab.untilHeard());
      signalling.cut();
      await phase(ada, 'reconnecting');
      const heard = bo.evaluate(() => window.lab.loudest(1_500));
      await ada.waitForTimeout(1_300);
      expect(await view(ada)).toMatchObject({
        state: { phase: 'reconnecting', mediaFlows: true },
        microphone: { state: 'open' },
      });
      expect((await view(ada)).cue?.cue).not.toBe('connectionLost');
      expect(await heard).toBeGreaterThan(0.02);
      expect((await view(ada)).participants).toHaveLength(2);
      signalling.mend();
      await phase(ada, 'connected');
    } finally {
      signalling.stop();
    }
  });

  it('tells within seconds that the voice server is down', async () => {
    const port = await freePort();
    const dead = { ...(await mintTicket(call.livekit(), 'lobby', 'ada')), url: `ws://127.0.0.1:${port}` };
    const page = await call.open({ ticket: async () => ({ ok: true, value: dead }) });
    const from = Date.now();
    await call.startJoining(page, 'lobby');
    await phase(page, 'failed', 8_000);
    expect(Date.now() - from).toBeLessThan(6_000);
    expect((await view(page)).state).toMatchObject({ error: { reason: 'voiceServerDown' } });
    expect(await page.evaluate(() => window.lab.openCaptures())).toBe(0);
  });

  it('replaces an expired ticket once, and says so when the second is refused as well', async () => {
    let asked = 0;
    const expired = async (room: string): Promise<Awaited<ReturnType<PageOptions['ticket']>>> => {
      asked += 1;
      return { ok: true, value: await mintTicket(call.livekit(), room, 'ada', { ttl: -60 }) };
    };
    const page = await call.open({ ticket: expired });
    const logged: string[] = [];
    page.on('console', (message) => logged.push(message.text()));
    await call.startJoining(page, 'lobby');
    await phase(page, 'failed');
    expect(asked).toBe(2);
    const { state } = await view(page);
    expect(state).toMatchObject({ error: { reason: 'ticketRefused' } });
    expect(JSON.stringify(state)).not.toMatch(/eyJ/);
    // Chromium itself prints addresses that it could not load; they stay in the developer tools.
    const chromiumsOwn = /^(Failed to load resource|WebSocket connection to)/;
    expect(logged.filter((text) => !chromiumsOwn.test(text) && /eyJ/.test(text))).toEqual([]);

    let first = true;
    const healing = await call.open({
      ticket: async (room) => {
        const ticket = await mintTicket(call.livekit(), room, 'bo', first ? { ttl: -60 } : {});
        first = false;
        return { ok: true, value: ticket };
      },
    });
    await call.joined(healing, 'lobby');
  });

  it('says why there is no ticket', async () => {
    const error = { code: 'notFound', reason: 'channelNotFound', message: 'no such channel' } as const;
    const page = await call.open({ ticket: async () => ({ ok: false, error }) });
    await call.startJoining(page, 'lobby');
    await phase(page, 'failed');
    expect((await view(page)).state).toMatchObject({ error });
  });

  it('goes on as a listener without a microphone, and publishes it when it works later', async () => {
    const page = await call.open({ ticket: ticketsFor(call.livekit(), 'ada'), microphone: false });
    await call.joined(page, 'listening');
    await expect
      .poll(async () => (await view(page)).microphone)
      .toMatchObject({ state: 'trouble', error: { reason: 'microphoneRefused' } });
    expect((await view(page)).participants).toMatchObject([{ microphone: 'none' }]);
    await page.evaluate(() => {
      Reflect.deleteProperty(navigator.mediaDevices, 'getUserMedia');
      window.lab.controller.retryMicrophone();
    });
    await expect.poll(async () => (await view(page)).participants).toMatchObject([{ microphone: 'shut' }]);
    expect((await view(page)).microphone).toEqual({ state: 'shut', reason: 'notHeld' });
  });
});
