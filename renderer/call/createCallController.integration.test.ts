import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { writeTone } from '../../tests/e2e/support/tone.ts';
import {
  mintTicket,
  roomService,
  startCallLab,
  ticketsFor,
  type CallLab,
  type PageOptions,
} from '../../tests/fixtures/callLab.ts';
import { freeTcpPort, startLiveKit, type LiveKitServer } from '../../tests/fixtures/livekit.ts';
import type { CallView } from './callView.ts';
import type { Lab } from './testing/page.ts';

// The whole call of the renderer in a real Chromium against a real LiveKit server. Doubles: `window.desktop` (main is not
// here), and Chromium's fake microphone, which plays a tone of 440 Hz.

type Seen = Awaited<ReturnType<Lab['watchScreen']>>;

const folder = mkdtempSync(join(tmpdir(), 'parley-call-'));
let lab: CallLab;
let livekit: LiveKitServer;
let pages: Page[] = [];

beforeAll(async () => {
  lab = await startCallLab(writeTone(join(folder, 'tone.wav'), 440));
  livekit = await startLiveKit();
});
afterEach(async () => {
  for (const page of pages) await page.context().close();
  pages = [];
});
afterAll(async () => {
  await lab?.stop();
  await livekit?.stop();
  rmSync(folder, { recursive: true, force: true });
});

async function open(options: PageOptions): Promise<Page> {
  const page = await lab.openPage(options);
  pages.push(page);
  return page;
}
const view = (page: Page): Promise<CallView> => page.evaluate(() => window.lab.controller.getSnapshot());
const startJoining = (page: Page, channel: string): Promise<number> =>
  page.evaluate((id) => window.lab.join(id), channel);
const phase = (page: Page, wanted: string, timeout = 15_000): Promise<void> =>
  expect.poll(async () => (await view(page)).state.phase, { timeout, interval: 50 }).toBe(wanted);
const joined = async (page: Page, channel: string): Promise<void> => {
  await startJoining(page, channel);
  await phase(page, 'connected');
};
const identities = async (room: string): Promise<string[]> =>
  (await roomService(livekit).listParticipants(room)).map(({ identity }) => identity).toSorted();

describe('a call', () => {
  it('joins over UDP, shows the path, and is seen with a published, shut microphone', async () => {
    const page = await open({ ticket: ticketsFor(livekit, 'ada', 'Ada Okafor') });
    await joined(page, 'lobby');
    await expect.poll(async () => (await view(page)).path?.kind, { timeout: 10_000 }).toBe('UDP');
    await expect.poll(async () => (await view(page)).path?.roundTrip, { timeout: 10_000 }).toBeGreaterThanOrEqual(0);
    await expect
      .poll(async () => (await view(page)).participants)
      .toEqual([expect.objectContaining({ identity: 'ada', name: 'Ada Okafor', isLocal: true, microphone: 'shut' })]);
    const [participant] = await roomService(livekit).listParticipants('lobby');
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
      const page = await open({ ticket: ticketsFor(tcp, 'ada') });
      await joined(page, 'lobby');
      await expect.poll(async () => (await view(page)).path?.kind, { timeout: 10_000 }).toBe('TCP');
    } finally {
      await tcp.stop();
    }
  });

  it('is heard while the key is held, and not at all when it is released, muted or deafened', async () => {
    const ada = await open({ ticket: ticketsFor(livekit, 'ada') });
    const bo = await open({ ticket: ticketsFor(livekit, 'bo') });
    await Promise.all([joined(ada, 'talk'), joined(bo, 'talk')]);
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

  it('leaves nothing behind', async () => {
    const page = await open({ ticket: ticketsFor(livekit, 'ada') });
    await joined(page, 'leaving');
    expect(await identities('leaving')).toEqual(['ada']);
    await page.evaluate(() => window.lab.controller.leave());
    expect((await view(page)).state).toEqual({ phase: 'idle' });
    await expect.poll(() => identities('leaving'), { timeout: 5_000 }).toEqual([]);
    expect(await page.evaluate(() => window.lab.openCaptures())).toBe(0);
    expect(await page.evaluate(() => document.querySelectorAll('audio').length)).toBe(0);
    expect(await view(page)).toMatchObject({ participants: [], path: null, microphone: { state: 'idle' } });
  });

  it('leaves nothing behind when it is left at any moment of joining', async () => {
    const page = await open({ ticket: ticketsFor(livekit, 'ada') });
    for (const delay of [0, 20, 60, 120, 200]) {
      await startJoining(page, 'hurry');
      await page.waitForTimeout(delay);
      await page.evaluate(() => window.lab.controller.leave());
      expect((await view(page)).state.phase).toBe('idle');
    }
    await expect.poll(() => identities('hurry').catch(() => []), { timeout: 8_000 }).toEqual([]);
    await expect.poll(() => page.evaluate(() => window.lab.openCaptures())).toBe(0);
  });

  it('leaves no ghost when the page is closed', async () => {
    const page = await open({ ticket: ticketsFor(livekit, 'ada') });
    await joined(page, 'ghost');
    await page.goto('about:blank');
    await expect.poll(() => identities('ghost'), { timeout: 5_000 }).toEqual([]);
  });

  it('switches channels with the capture kept open', async () => {
    const page = await open({ ticket: ticketsFor(livekit, 'ada') });
    await joined(page, 'lobby');
    await page.evaluate(() => window.lab.command({ kind: 'join', channelId: 'stage' }));
    await expect.poll(() => identities('stage').catch(() => []), { timeout: 8_000 }).toEqual(['ada']);
    await phase(page, 'connected');
    expect((await view(page)).state).toMatchObject({ channel: { id: 'stage' } });
    await expect.poll(() => identities('lobby').catch(() => []), { timeout: 8_000 }).toEqual([]);
    await expect
      .poll(async () => (await view(page)).participants)
      .toMatchObject([{ identity: 'ada', microphone: 'shut' }]);
  });
});

describe('a call that the server ends', () => {
  it('says that the channel was deleted', async () => {
    const page = await open({ ticket: ticketsFor(livekit, 'ada') });
    await joined(page, 'doomed');
    await roomService(livekit).deleteRoom('doomed');
    await phase(page, 'ended');
    expect((await view(page)).state).toMatchObject({ reason: 'channelDeleted' });
    expect(await page.evaluate(() => window.lab.openCaptures())).toBe(0);
    await page.evaluate(() => window.lab.controller.dismiss());
    expect((await view(page)).state).toEqual({ phase: 'idle' });
  });

  it('says that we joined elsewhere, and does not fight back', async () => {
    const [first, second] = [
      await open({ ticket: ticketsFor(livekit, 'twin') }),
      await open({ ticket: ticketsFor(livekit, 'twin') }),
    ];
    await joined(first, 'lobby');
    await joined(second, 'lobby');
    await phase(first, 'ended');
    expect((await view(first)).state).toMatchObject({ reason: 'joinedElsewhere' });
    expect((await view(second)).state.phase).toBe('connected');
  });

  it('says that a moderator removed us, and follows a moderator who mutes us', async () => {
    const page = await open({ ticket: ticketsFor(livekit, 'ada'), settings: { microphoneMode: 'alwaysOpen' } });
    await joined(page, 'strict');
    await expect.poll(async () => (await view(page)).microphone.state).toBe('open');
    await expect.poll(async () => (await view(page)).participants[0]?.microphone).toBe('open');
    const [participant] = await roomService(livekit).listParticipants('strict');
    await roomService(livekit).mutePublishedTrack('strict', 'ada', participant?.tracks[0]?.sid ?? '', true);
    await expect.poll(async () => (await view(page)).muted).toBe(true);
    expect((await view(page)).microphone).toEqual({ state: 'muted', by: 'self' });
    await roomService(livekit).removeParticipant('strict', 'ada');
    await phase(page, 'ended');
    expect((await view(page)).state).toMatchObject({ reason: 'removed' });
  });
});

describe('a call in trouble', () => {
  it('shows that it reconnects while LiveKit is gone, shuts the gate, and comes back with it', async () => {
    const mortal = await startLiveKit();
    try {
      const page = await open({ ticket: ticketsFor(mortal, 'ada'), settings: { microphoneMode: 'alwaysOpen' } });
      await joined(page, 'lobby');
      await expect.poll(async () => (await view(page)).microphone.state).toBe('open');
      await mortal.kill();
      await phase(page, 'reconnecting');
      await expect
        .poll(async () => (await view(page)).microphone, { timeout: 3_000 })
        .toEqual({ state: 'shut', reason: 'reconnecting' });
      expect((await view(page)).participants).toHaveLength(1);
      await mortal.restart();
      await phase(page, 'connected', 45_000);
      await expect.poll(async () => (await view(page)).microphone.state).toBe('open');
      await expect.poll(async () => (await roomService(mortal).listParticipants('lobby'))[0]?.tracks.length).toBe(1);
    } finally {
      await mortal.stop();
    }
  });

  it('tells within seconds that the voice server is down', async () => {
    const port = await freeTcpPort();
    const dead = { ...(await mintTicket(livekit, 'lobby', 'ada')), url: `ws://127.0.0.1:${port}` };
    const page = await open({ ticket: async () => ({ ok: true, value: dead }) });
    const from = Date.now();
    await startJoining(page, 'lobby');
    await phase(page, 'failed', 8_000);
    expect(Date.now() - from).toBeLessThan(6_000);
    expect((await view(page)).state).toMatchObject({ error: { reason: 'voiceServerDown' } });
    expect(await page.evaluate(() => window.lab.openCaptures())).toBe(0);
  });

  it('replaces an expired ticket once, and says so when the second is refused as well', async () => {
    let asked = 0;
    const expired = async (room: string): Promise<Awaited<ReturnType<PageOptions['ticket']>>> => {
      asked += 1;
      return { ok: true, value: await mintTicket(livekit, room, 'ada', { ttl: -60 }) };
    };
    const page = await open({ ticket: expired });
    const logged: string[] = [];
    page.on('console', (message) => logged.push(message.text()));
    await startJoining(page, 'lobby');
    await phase(page, 'failed');
    expect(asked).toBe(2);
    const { state } = await view(page);
    expect(state).toMatchObject({ error: { reason: 'ticketRefused' } });
    expect(JSON.stringify(state)).not.toMatch(/eyJ/);
    // Chromium itself prints addresses that it could not load; they stay in the developer tools.
    const chromiumsOwn = /^(Failed to load resource|WebSocket connection to)/;
    expect(logged.filter((text) => !chromiumsOwn.test(text) && /eyJ/.test(text))).toEqual([]);

    let first = true;
    const healing = await open({
      ticket: async (room) => {
        const ticket = await mintTicket(livekit, room, 'bo', first ? { ttl: -60 } : {});
        first = false;
        return { ok: true, value: ticket };
      },
    });
    await joined(healing, 'lobby');
  });

  it('says why there is no ticket', async () => {
    const error = { code: 'notFound', reason: 'channelNotFound', message: 'no such channel' } as const;
    const page = await open({ ticket: async () => ({ ok: false, error }) });
    await startJoining(page, 'lobby');
    await phase(page, 'failed');
    expect((await view(page)).state).toMatchObject({ error });
  });

  it('goes on as a listener without a microphone, and publishes it when it works later', async () => {
    const page = await open({ ticket: ticketsFor(livekit, 'ada'), microphone: false });
    await joined(page, 'listening');
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

describe('a screen', () => {
  it('is seen by the others with a moving picture until it is taken away', async () => {
    const ada = await open({ ticket: ticketsFor(livekit, 'ada', 'Ada') });
    const bo = await open({ ticket: ticketsFor(livekit, 'bo') });
    await Promise.all([joined(ada, 'cinema'), joined(bo, 'cinema')]);
    await ada.evaluate(() => window.lab.controller.shareScreen('screen:0:0'));
    expect(await view(ada)).toMatchObject({ sharing: 'on' });
    await expect
      .poll(async () => (await view(bo)).screens, { timeout: 10_000 })
      .toMatchObject([{ identity: 'ada', name: 'Ada', isLocal: false }]);
    await expect.poll(async () => (await view(ada)).screens).toMatchObject([{ isLocal: true }]);
    expect((await view(bo)).participants.find(({ identity }) => identity === 'ada')).toMatchObject({ sharing: true });
    const seen: Seen = await bo.evaluate(() => window.lab.watchScreen());
    expect(seen.frames).toBeGreaterThanOrEqual(5);
    expect(seen.shades).toBeGreaterThan(4);
    await ada.evaluate(() => window.lab.controller.stopSharing());
    expect(await view(ada)).toMatchObject({ sharing: 'off' });
    await expect.poll(async () => (await view(bo)).screens).toEqual([]);
  });

  it('that the system refuses is told, and the call goes on', async () => {
    const page = await open({ ticket: ticketsFor(livekit, 'ada') });
    await joined(page, 'cinema');
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
