import { describe, expect, it } from 'vitest';
import { roomService, ticketsFor, useCalls, view } from '../../tests/fixtures/calls.ts';

// The whole call of the renderer in a real Chromium against a real LiveKit server. Doubles: `window.desktop` (main is not
// here), and Chromium's fake microphone, which plays a tone of 440 Hz.
const call = useCalls();

describe('devices', () => {
  it('plays to the selected output, also what comes later, and to the default when it is gone', async () => {
    const ada = await call.open({ ticket: ticketsFor(call.livekit(), 'ada') });
    const bo = await call.open({
      ticket: ticketsFor(call.livekit(), 'bo'),
      settings: { microphoneMode: 'alwaysOpen' },
    });
    const outputs = (): Promise<string[]> => ada.evaluate(() => window.lab.outputs());
    await call.joined(ada, 'sinks');
    await expect.poll(() => ada.evaluate(() => window.lab.devices.length)).toBeGreaterThan(2);
    const other = await ada.evaluate(
      () =>
        window.lab.devices.find(({ kind, deviceId }) => kind === 'audiooutput' && deviceId !== 'default')?.deviceId ??
        '',
    );
    expect(other).not.toBe('');
    await ada.evaluate(
      (deviceId) => window.lab.select({ output: { deviceId, label: 'Other', fallback: false } }),
      other,
    );
    await call.joined(bo, 'sinks');
    await expect.poll(outputs).toEqual([other]);
    await ada.evaluate(() => window.lab.select({ output: { deviceId: 'gone', label: 'Gone', fallback: false } }));
    await expect.poll(outputs).toEqual(['']);
    await ada.evaluate(() => window.lab.untilHeard());
    await ada.evaluate(() => window.lab.select({ output: { deviceId: 'default', label: 'Built-in', fallback: true } }));
    expect((await view(ada)).notices).toMatchObject([{ kind: 'deviceFallback', device: 'output', label: 'Built-in' }]);
    await ada.evaluate(() => window.lab.controller.setHeard('bo', { volume: 25 }));
    expect(await ada.evaluate(() => document.querySelector('audio')?.volume)).toBe(0.25);
    await expect
      .poll(async () => (await view(ada)).participants.find(({ identity }) => identity === 'bo')?.volume)
      .toBe(25);
  });

  it('goes on with another microphone in the place of the one that is published', async () => {
    const ada = await call.open({
      ticket: ticketsFor(call.livekit(), 'ada'),
      settings: { microphoneMode: 'alwaysOpen' },
    });
    const bo = await call.open({ ticket: ticketsFor(call.livekit(), 'bo') });
    await Promise.all([call.joined(ada, 'swap'), call.joined(bo, 'swap')]);
    await bo.evaluate(() => window.lab.untilHeard());
    const before = (await roomService(call.livekit()).getParticipant('swap', 'ada')).tracks[0]?.sid;
    const other = await ada.evaluate(
      () => window.lab.devices.findLast(({ kind }) => kind === 'audioinput')?.deviceId ?? '',
    );
    await ada.evaluate(
      (deviceId) => window.lab.select({ input: { deviceId, label: 'Other', fallback: false } }),
      other,
    );
    // The capture before ends a second later; what is heard afterwards comes from the other device.
    await expect.poll(() => ada.evaluate(() => window.lab.madeCaptures()), { timeout: 5_000 }).toBe(4);
    await expect.poll(() => ada.evaluate(() => window.lab.openCaptures()), { timeout: 5_000 }).toBe(2);
    expect(await bo.evaluate(() => window.lab.loudest(300))).toBeGreaterThan(0.02);
    expect((await roomService(call.livekit()).getParticipant('swap', 'ada')).tracks).toMatchObject([
      { sid: before, muted: false },
    ]);
  });
});

describe('a screen', () => {
  it('is seen by the others with a moving picture until it is taken away', async () => {
    const ada = await call.open({ ticket: ticketsFor(call.livekit(), 'ada', 'Ada') });
    const bo = await call.open({ ticket: ticketsFor(call.livekit(), 'bo') });
    await Promise.all([call.joined(ada, 'cinema'), call.joined(bo, 'cinema')]);
    await ada.evaluate(() => window.lab.controller.shareScreen('screen:0:0'));
    expect(await view(ada)).toMatchObject({ sharing: 'on' });
    await expect
      .poll(async () => (await view(bo)).screens, { timeout: 10_000 })
      .toMatchObject([{ identity: 'ada', name: 'Ada', isLocal: false }]);
    await expect.poll(async () => (await view(ada)).screens).toMatchObject([{ isLocal: true }]);
    expect((await view(bo)).participants.find(({ identity }) => identity === 'ada')).toMatchObject({ sharing: true });
    const seen = await bo.evaluate(() => window.lab.watchScreen());
    expect(seen.frames).toBeGreaterThanOrEqual(5);
    expect(seen.shades).toBeGreaterThan(4);
    await ada.evaluate(() => window.lab.controller.stopSharing());
    expect(await view(ada)).toMatchObject({ sharing: 'off' });
    await expect.poll(async () => (await view(bo)).screens).toEqual([]);
  });

  it('that the system refuses is told, and the call goes on', async () => {
    const page = await call.open({ ticket: ticketsFor(call.livekit(), 'ada') });
    await call.joined(page, 'cinema');
    await page.evaluate(async () => {
      navigator.mediaDevices.getDisplayMedia = async () => {
        throw new DOMException('Permission denied', 'NotAllowedError');
      };
      await window.lab.controller.shareScreen('screen:0:0');
    });
    expect(await view(page)).toMatchObject({
      sharing: 'off',
      state: { phase: 'connected' },
      notices: [{ kind: 'shareFailed', error: { reason: 'screenRefused' } }],
    });
  });
});
