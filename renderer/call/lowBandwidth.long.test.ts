import { expect, it } from 'vitest';
import { ticketsFor, useCalls, view } from '../../tests/fixtures/calls.ts';

// Bytes on real peer connections to a real LiveKit server, as the browser counts them.
const call = useCalls();

it('a running call sends a thinner voice and receives no screen that nobody asked for', async () => {
  const ada = await call.open({
    ticket: ticketsFor(call.livekit(), 'ada'),
    settings: { microphoneMode: 'alwaysOpen' },
  });
  const bo = await call.open({ ticket: ticketsFor(call.livekit(), 'bo') });
  await Promise.all([call.joined(ada, 'thrift'), call.joined(bo, 'thrift')]);
  await bo.evaluate(() => window.lab.untilHeard());
  const voice = (): Promise<number> => ada.evaluate(async () => (await window.lab.traffic(2_000)).sent);
  const full = await voice();
  await ada.evaluate(() => window.lab.setLow(true));
  const low = await voice();
  await ada.evaluate(() => window.lab.setLow(false));
  const again = await voice();
  console.log(`voice, bytes a second: ${Math.round(full)}, low ${Math.round(low)}, again ${Math.round(again)}`);
  expect(low).toBeLessThan(0.7 * full);
  // The encoder takes its time to use what it may again.
  expect(again).toBeGreaterThan(1.3 * low);
  expect(await bo.evaluate(() => window.lab.loudest(300))).toBeGreaterThan(0.02);

  // The interface puts a screen into an element when it is asked for, and takes it out again.
  await bo.evaluate(() => window.lab.setLow(true));
  await ada.evaluate(() => window.lab.controller.shareScreen('screen:0:0'));
  await expect.poll(async () => (await view(bo)).screens.length, { timeout: 10_000 }).toBe(1);
  const received = (): Promise<number> => bo.evaluate(async () => (await window.lab.traffic(1_000)).received);
  await expect.poll(received, { timeout: 10_000 }).toBeLessThan(2 * full);
  const unasked = await received();
  const [watched, seen] = await Promise.all([received(), bo.evaluate(() => window.lab.watchScreen())]);
  expect(seen.frames).toBeGreaterThanOrEqual(5);
  await expect.poll(received, { timeout: 10_000 }).toBeLessThan(2 * full);
  await bo.evaluate(() => window.lab.setLow(false));
  await expect.poll(received, { timeout: 10_000 }).toBeGreaterThan(2 * unasked);
  console.log(`received, bytes a second: ${Math.round(unasked)} unasked, ${Math.round(watched)} with its beginning`);
});
