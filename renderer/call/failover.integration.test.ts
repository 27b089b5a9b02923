import type { Page } from '@playwright/test';
import { describe, expect, it } from 'vitest';
import { TrackSource } from 'livekit-server-sdk';
import { phase, roomService, ticketsFor, useCalls, view } from '../../tests/fixtures/calls.ts';
import { useCuttable } from '../../tests/fixtures/cuttable.ts';

// A call whose media goes through relays that can be cut, as a firewall would, against a real LiveKit server. How fast it
// is and in which networks is measured in bench/network and tests/lab; the limits here are generous.
const call = useCalls({ iceLite: true });

const network = useCuttable(call);

const open = (identity: string): Promise<Page> =>
  call.open({
    ticket: ticketsFor(call.livekit(), identity),
    settings: { microphoneMode: 'alwaysOpen' },
    reroute: network().reroute,
  });
/** Ada behind the relays, Bo with an open line; each hears the other. */
async function talking(room: string): Promise<{ readonly ada: Page; readonly bo: Page }> {
  const ada = await open('ada');
  const bo = await call.open({ ticket: ticketsFor(call.livekit(), 'bo'), settings: { microphoneMode: 'alwaysOpen' } });
  await Promise.all([call.joined(ada, room), call.joined(bo, room)]);
  await Promise.all([ada, bo].map((page) => page.evaluate(() => window.lab.untilHeard())));
  await expect.poll(async () => (await view(ada)).path?.kind).toBe('UDP');
  return { ada, bo };
}
const phases = (page: Page): Promise<string[]> => page.evaluate(() => [...window.lab.phases]);
/** How many people this page ever saw since it saw two. */
const fewestSeen = (page: Page): Promise<number> =>
  page.evaluate(() => {
    const counts = window.lab.views.map((entry) => entry.view.participants.length);
    return Math.min(...counts.slice(counts.indexOf(2)));
  });

describe('a media path that dies', () => {
  it('is replaced within seconds, and nobody sees anybody leave', async () => {
    const { ada, bo } = await talking('cut');
    await ada.evaluate(() => window.lab.controller.setHeard('bo', { volume: 50 }));
    expect(network().udp.passed()).toBeGreaterThan(20);
    network().udp.cut();
    const from = Date.now();
    await Promise.all([ada, bo].map((page) => page.evaluate(() => window.lab.untilSilent())));
    const [here, there] = await Promise.all([ada, bo].map((page) => page.evaluate(() => window.lab.untilHeard())));
    console.log(`sound again after ${(here ?? 0) - from} and ${(there ?? 0) - from} ms`);
    expect(Math.max(here ?? 0, there ?? 0) - from).toBeLessThan(5_000);
    await expect.poll(async () => (await view(ada)).path?.kind).toBe('TCP');
    expect(await phases(ada)).toEqual(['idle', 'authorising', 'connecting', 'connected', 'reconnecting', 'connected']);
    expect(await phases(bo)).toEqual(['idle', 'authorising', 'connecting', 'connected']);
    expect(await Promise.all([ada, bo].map(fewestSeen))).toEqual([2, 2]);
    const after = await view(ada);
    expect(after.microphone).toEqual({ state: 'open', by: 'always' });
    expect(after.participants.find(({ identity }) => identity === 'bo')?.volume).toBe(50);
    // What was published in the Room before went with it.
    await expect.poll(() => ada.evaluate(() => window.lab.openCaptures())).toBe(2);
  });

  it('takes a shared screen along', async () => {
    const { ada, bo } = await talking('screen');
    await ada.evaluate(() => window.lab.controller.shareScreen('screen:0:0'));
    await expect.poll(async () => (await view(bo)).screens.length, { timeout: 10_000 }).toBe(1);
    network().udp.cut();
    await phase(ada, 'reconnecting');
    await phase(ada, 'connected');
    expect((await view(ada)).sharing).toBe('on');
    const shared = async () =>
      (await roomService(call.livekit()).listParticipants('screen'))
        .flatMap(({ tracks }) => tracks)
        .filter(({ source }) => source === TrackSource.SCREEN_SHARE).length;
    await expect.poll(shared, { timeout: 10_000 }).toBe(1);
    await expect.poll(async () => (await view(bo)).screens.length, { timeout: 10_000 }).toBe(1);
    expect((await bo.evaluate(() => window.lab.watchScreen())).frames).toBeGreaterThanOrEqual(5);
    await ada.evaluate(() => window.lab.controller.leave());
    await expect.poll(async () => (await view(ada)).sharing).toBe('off');
  });

  it('comes back by itself after a short outage, without another Room where nothing else gets through', async () => {
    network().tcp.cut();
    const { ada, bo } = await talking('outage');
    network().udp.cut();
    await phase(ada, 'reconnecting');
    expect((await view(ada)).microphone).toEqual({ state: 'shut', reason: 'reconnecting' });
    await bo.evaluate(() => window.lab.untilSilent());
    await ada.waitForTimeout(1_500);
    network().udp.mend();
    const from = Date.now();
    await Promise.all([ada, bo].map((page) => page.evaluate(() => window.lab.untilHeard())));
    console.log(`sound again ${Date.now() - from} ms after the outage`);
    await phase(ada, 'connected');
    expect(await Promise.all([ada, bo].map(fewestSeen))).toEqual([2, 2]);
    await expect.poll(async () => (await view(ada)).microphone.state).toBe('open');
  });

  it('is not taken for dead when a fifth of all packets is lost, nor when the page is busy', async () => {
    const { ada } = await talking('lossy');
    network().udp.lose(0.2);
    await ada.waitForTimeout(4_000);
    network().udp.mend();
    await ada.evaluate(() => {
      for (const end = performance.now() + 2_500; performance.now() < end;);
    });
    await ada.waitForTimeout(1_000);
    expect(await phases(ada)).toEqual(['idle', 'authorising', 'connecting', 'connected']);
  });

  it('is replaced on both sides at once, and neither puts the other out', async () => {
    const ada = await open('ada');
    const bo = await open('bo');
    await Promise.all([call.joined(ada, 'both'), call.joined(bo, 'both')]);
    await Promise.all([ada, bo].map((page) => page.evaluate(() => window.lab.untilHeard())));
    network().udp.cut();
    await Promise.all([ada, bo].map((page) => page.evaluate(() => window.lab.untilSilent())));
    await Promise.all([ada, bo].map((page) => page.evaluate(() => window.lab.untilHeard())));
    await Promise.all([phase(ada, 'connected'), phase(bo, 'connected')]);
    await ada.waitForTimeout(2_000);
    expect(await Promise.all([ada, bo].map(fewestSeen))).toEqual([2, 2]);
    for (const page of [ada, bo])
      expect((await phases(page)).filter((name) => name === 'reconnecting')).toHaveLength(1);
    expect(await call.identities('both')).toEqual(['ada', 'bo']);
  });
});
