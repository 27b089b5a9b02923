import { describe, expect, it } from 'vitest';
import { phase, ticketsFor, roomService, useCalls, view } from '../../tests/fixtures/calls.ts';
import { startLiveKit } from '../../tests/fixtures/livekit.ts';

// The whole call of the renderer in a real Chromium against a real LiveKit server. Doubles: `window.desktop` (main is not
// here), and Chromium's fake microphone, which plays a tone of 440 Hz.
const call = useCalls();

describe('a call', () => {
  it('joins over UDP, shows the path, and is seen with a published, shut microphone', async () => {
    const page = await call.open({ ticket: ticketsFor(call.livekit(), 'ada', 'Ada Okafor') });
    await call.joined(page, 'lobby');
    await expect.poll(async () => (await view(page)).path?.kind, { timeout: 10_000 }).toBe('UDP');
    await expect.poll(async () => (await view(page)).path?.roundTrip, { timeout: 10_000 }).toBeGreaterThanOrEqual(0);
    await expect
      .poll(async () => (await view(page)).participants)
      .toEqual([expect.objectContaining({ identity: 'ada', name: 'Ada Okafor', isLocal: true, microphone: 'shut' })]);
    const [participant] = await roomService(call.livekit()).listParticipants('lobby');
    expect(participant?.tracks).toHaveLength(1);
    expect(participant?.tracks[0]).toMatchObject({ muted: false });
    expect(await page.evaluate(() => window.lab.phases)).toEqual(['idle', 'authorising', 'connecting', 'connected']);
    const summaries = await page.evaluate(() => window.lab.summaries);
    expect(summaries.at(-1)).toMatchObject({ phase: 'connected', channelId: 'lobby', microphone: 'shut' });
    expect(new Set(summaries.map((summary) => JSON.stringify(summary))).size).toBe(summaries.length);
    expect(await page.evaluate(() => window.lab.devices.filter(({ label }) => label !== '').length)).toBeGreaterThan(0);
  });

  it('joins over TCP where the server has no UDP', async () => {
    const tcp = await startLiveKit({ forceTcp: true });
    try {
      const page = await call.open({ ticket: ticketsFor(tcp, 'ada') });
      await call.joined(page, 'lobby');
      await expect.poll(async () => (await view(page)).path?.kind, { timeout: 10_000 }).toBe('TCP');
    } finally {
      await tcp.stop();
    }
  });

  it('is heard while the key is held, and not at all when it is released, muted or deafened', async () => {
    const ada = await call.open({ ticket: ticketsFor(call.livekit(), 'ada') });
    const bo = await call.open({ ticket: ticketsFor(call.livekit(), 'bo') });
    await Promise.all([call.joined(ada, 'talk'), call.joined(bo, 'talk')]);
    await expect.poll(async () => (await view(bo)).participants.length).toBe(2);
    for (const [talker, listener] of [
      [ada, bo],
      [bo, ada],
    ] as const) {
      expect(await listener.evaluate(() => window.lab.loudest(300))).toBeLessThan(0.001);
      await talker.evaluate(() => window.lab.controller.holdTalk());
      await listener.evaluate(() => window.lab.untilHeard());
      await expect
        .poll(async () => (await view(listener)).participants.some((person) => !person.isLocal && person.speaking))
        .toBe(true);
      await expect
        .poll(async () => (await view(talker)).participants.find((person) => person.isLocal)?.speaking)
        .toBe(true);
      await talker.evaluate(() => window.lab.controller.releaseTalk());
      await expect.poll(() => listener.evaluate(() => window.lab.loudest(200)), { timeout: 5_000 }).toBeLessThan(0.001);
      expect((await view(talker)).microphone).toEqual({ state: 'shut', reason: 'released' });
    }

    await ada.evaluate(() => window.lab.controller.setMuted(true));
    await expect
      .poll(async () => (await view(bo)).participants.find(({ identity }) => identity === 'ada')?.microphone)
      .toBe('muted');
    await ada.evaluate(() => window.lab.controller.holdTalk());
    expect(await bo.evaluate(() => window.lab.loudest(500))).toBeLessThan(0.001);
    await ada.evaluate(() => {
      window.lab.controller.releaseTalk();
      window.lab.controller.setDeafened(true);
    });
    await bo.evaluate(() => window.lab.controller.holdTalk());
    await expect
      .poll(() => ada.evaluate(() => [...document.querySelectorAll('audio')].every(({ muted }) => muted)))
      .toBe(true);
    // Deafening remembers that we were muted before.
    await ada.evaluate(() => window.lab.controller.setDeafened(false));
    expect(await view(ada)).toMatchObject({ muted: true, deafened: false });
    await ada.evaluate(() => window.lab.untilHeard());
    await ada.evaluate(() => window.lab.controller.setMuted(false));
    await expect
      .poll(async () => (await view(bo)).participants.find(({ identity }) => identity === 'ada')?.microphone)
      .toBe('shut');
  });

  it('has the others told that one hears nobody, in each session anew, and shows who may only listen', async () => {
    // As Parley server does it; a program may not change its attributes itself.
    const tellAs = (identity: string) => (channelId: string, deafened: boolean) =>
      roomService(call.livekit())
        .updateParticipant(channelId, identity, { attributes: { 'parley.deafened': deafened ? 'true' : '' } })
        .then(() => ({ ok: true, value: null }) as const);
    const profile = { id: 'team', dialect: 'parley', address: 'http://team.test', login: 'ada', name: '' } as const;
    const ada = await call.open({
      ticket: ticketsFor(call.livekit(), 'ada'),
      settings: { servers: [profile] },
      tellDeafened: tellAs('ada'),
    });
    const bo = await call.open({ ticket: ticketsFor(call.livekit(), 'bo') });
    await call.joined(bo, 'presence');
    const seen = async () => (await view(bo)).participants.find(({ identity }) => identity === 'ada');
    await ada.evaluate(() => window.lab.controller.setDeafened(true));
    for (let session = 1; session <= 2; session += 1) {
      await call.joined(ada, 'presence');
      await expect.poll(seen).toMatchObject({ deafened: true, maySpeak: true });
      if (session === 2) break;
      await ada.evaluate(() => window.lab.controller.leave());
      await expect.poll(seen).toBeUndefined();
    }
    await ada.evaluate(() => window.lab.controller.setDeafened(false));
    await expect.poll(seen).toMatchObject({ deafened: false });
    await roomService(call.livekit()).updateParticipant('presence', 'ada', {
      permission: { canSubscribe: true, canPublish: false },
    });
    await expect.poll(seen).toMatchObject({ maySpeak: false });
  });

  it('leaves nothing behind', async () => {
    const page = await call.open({ ticket: ticketsFor(call.livekit(), 'ada') });
    await call.joined(page, 'leaving');
    expect(await call.identities('leaving')).toEqual(['ada']);
    await page.evaluate(() => window.lab.controller.leave());
    expect((await view(page)).state).toEqual({ phase: 'idle' });
    await expect.poll(() => call.identities('leaving'), { timeout: 5_000 }).toEqual([]);
    expect(await page.evaluate(() => window.lab.openCaptures())).toBe(0);
    expect(await page.evaluate(() => document.querySelectorAll('audio').length)).toBe(0);
    expect(await view(page)).toMatchObject({ participants: [], path: null, microphone: { state: 'idle' } });
  });

  it('leaves nothing behind when it is left at any moment of joining', async () => {
    const page = await call.open({ ticket: ticketsFor(call.livekit(), 'ada') });
    for (const delay of [0, 20, 60, 120, 200]) {
      await call.startJoining(page, 'hurry');
      await page.waitForTimeout(delay);
      await page.evaluate(() => window.lab.controller.leave());
      expect((await view(page)).state.phase).toBe('idle');
    }
    await expect.poll(() => call.identities('hurry').catch(() => []), { timeout: 8_000 }).toEqual([]);
    await expect.poll(() => page.evaluate(() => window.lab.openCaptures())).toBe(0);
  });

  it('leaves no ghost when the page is closed', async () => {
    const page = await call.open({ ticket: ticketsFor(call.livekit(), 'ada') });
    await call.joined(page, 'ghost');
    await page.goto('about:blank');
    await expect.poll(() => call.identities('ghost'), { timeout: 5_000 }).toEqual([]);
  });

  it('switches channels with the capture kept open', async () => {
    const page = await call.open({ ticket: ticketsFor(call.livekit(), 'ada') });
    await call.joined(page, 'lobby');
    await page.evaluate(() => window.lab.command({ kind: 'join', server: 'team', channelId: 'stage' }));
    await expect.poll(() => call.identities('stage').catch(() => []), { timeout: 8_000 }).toEqual(['ada']);
    await phase(page, 'connected');
    expect((await view(page)).state).toMatchObject({ channel: { id: 'stage' } });
    await expect.poll(() => call.identities('lobby').catch(() => []), { timeout: 8_000 }).toEqual([]);
    await expect
      .poll(async () => (await view(page)).participants)
      .toMatchObject([{ identity: 'ada', microphone: 'shut' }]);
  });
});

describe('a call that the server ends', () => {
  it('says that the channel was deleted', async () => {
    const page = await call.open({ ticket: ticketsFor(call.livekit(), 'ada') });
    await call.joined(page, 'doomed');
    await roomService(call.livekit()).deleteRoom('doomed');
    await phase(page, 'ended');
    expect((await view(page)).state).toMatchObject({ reason: 'channelDeleted' });
    expect(await page.evaluate(() => window.lab.openCaptures())).toBe(0);
    await page.evaluate(() => window.lab.controller.dismiss());
    expect((await view(page)).state).toEqual({ phase: 'idle' });
  });

  it('says that we joined elsewhere, and does not fight back', async () => {
    const [first, second] = [
      await call.open({ ticket: ticketsFor(call.livekit(), 'twin') }),
      await call.open({ ticket: ticketsFor(call.livekit(), 'twin') }),
    ];
    await call.joined(first, 'lobby');
    await call.joined(second, 'lobby');
    await phase(first, 'ended');
    expect((await view(first)).state).toMatchObject({ reason: 'joinedElsewhere' });
    expect((await view(second)).state.phase).toBe('connected');
  });

  it('says that a moderator removed us, and follows a moderator who mutes us', async () => {
    const page = await call.open({
      ticket: ticketsFor(call.livekit(), 'ada'),
      settings: { microphoneMode: 'alwaysOpen' },
    });
    await call.joined(page, 'strict');
    await expect.poll(async () => (await view(page)).microphone.state).toBe('open');
    await expect.poll(async () => (await view(page)).participants[0]?.microphone).toBe('open');
    const [participant] = await roomService(call.livekit()).listParticipants('strict');
    await roomService(call.livekit()).mutePublishedTrack('strict', 'ada', participant?.tracks[0]?.sid ?? '', true);
    await expect.poll(async () => (await view(page)).muted).toBe(true);
    expect((await view(page)).microphone).toEqual({ state: 'muted', by: 'self' });
    await roomService(call.livekit()).removeParticipant('strict', 'ada');
    await phase(page, 'ended');
    expect((await view(page)).state).toMatchObject({ reason: 'removed' });
  });
});
