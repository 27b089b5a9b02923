import { describe, expect, it } from 'vitest';
import { phase, roomService, ticketsFor, useCalls, view } from '../../tests/fixtures/calls.ts';

// Several instances of one server at once (DESIGN.md §3), in real Chromium against a real LiveKit server: rooms of the
// same server stand for rooms of Artist Space's three.
const call = useCalls();

const artistSpace = {
  dialect: 'artist-space',
  id: 'team',
  address: 'https://artist.example',
  login: '',
  name: '',
  bearer: { kind: 'pasted' },
  displayName: '',
  channels: [],
  basePath: '/api',
  encrypted: false,
} as const;

describe('calls on several instances', () => {
  it('go on side by side, only the one in front with the microphone, and end one by one or all at once', async () => {
    const open = (identity: string, settings = {}) =>
      call.open({ ticket: ticketsFor(call.livekit(), identity), settings });
    const [ada, bo, cy] = await Promise.all([open('ada', { servers: [artistSpace] }), open('bo'), open('cy')]);
    await Promise.all([call.joined(bo, 'main/hall'), call.joined(cy, 'meet/desk')]);
    const published = async (room: string) => {
      const people = await roomService(call.livekit()).listParticipants(room);
      return people.find(({ identity }) => identity === 'ada')?.tracks.length;
    };
    const heard = async (talker: typeof ada, listener: typeof ada, others: readonly (typeof ada)[]) => {
      await talker.evaluate(() => window.lab.controller.holdTalk());
      await listener.evaluate(() => window.lab.untilHeard());
      for (const other of others) expect(await other.evaluate(() => window.lab.loudest(400))).toBeLessThan(0.001);
      await talker.evaluate(() => window.lab.controller.releaseTalk());
      await expect.poll(() => listener.evaluate(() => window.lab.loudest(200)), { timeout: 5_000 }).toBeLessThan(0.001);
    };

    await call.joined(ada, 'main/hall');
    await expect.poll(() => published('main/hall')).toBe(1);
    await call.joined(ada, 'meet/desk');
    await expect
      .poll(async () => (await view(ada)).beside)
      .toEqual([
        {
          state: expect.objectContaining({ phase: 'connected', channel: expect.objectContaining({ id: 'main/hall' }) }),
          people: 2,
        },
      ]);
    await expect.poll(() => published('main/hall')).toBe(0);
    await expect.poll(() => published('meet/desk')).toBe(1);
    await heard(ada, cy, [bo]);
    // What is said beside is heard all the same.
    await heard(bo, ada, [cy]);

    // The way back takes the microphone along; nobody joins or leaves for it.
    await ada.evaluate(() => window.lab.join('main/hall'));
    await phase(ada, 'connected');
    expect((await view(ada)).state).toMatchObject({ channel: { id: 'main/hall' } });
    await expect.poll(() => published('main/hall')).toBe(1);
    await expect.poll(() => published('meet/desk')).toBe(0);
    await expect.poll(async () => (await view(ada)).participants.length).toBe(2);
    await expect.poll(async () => (await view(ada)).path?.kind, { timeout: 10_000 }).toBe('UDP');
    await heard(ada, bo, [cy]);

    // Another channel of the same instance is a switch; the other instance is left alone.
    await call.joined(ada, 'main/stairs');
    await expect.poll(() => call.identities('main/hall'), { timeout: 8_000 }).toEqual(['bo']);
    expect((await view(ada)).beside.map(({ state }) => state.channel.id)).toEqual(['meet/desk']);
    // What goes on beside is a call all the same for tray and quitting.
    await ada.evaluate(() => window.lab.controller.leave());
    await phase(ada, 'idle');
    expect((await ada.evaluate(() => window.lab.summaries)).at(-1)).toMatchObject({
      phase: 'connected',
      channelId: 'meet/desk',
    });
    await call.joined(ada, 'main/hall');
    await ada.evaluate(() => window.lab.command({ kind: 'leaveAll' }));
    await phase(ada, 'idle');
    await expect.poll(() => call.identities('meet/desk'), { timeout: 8_000 }).toEqual(['cy']);
    await expect.poll(() => call.identities('main/hall'), { timeout: 8_000 }).toEqual(['bo']);
    expect((await view(ada)).beside).toEqual([]);
    await expect.poll(() => ada.evaluate(() => window.lab.openCaptures())).toBe(0);
    expect((await ada.evaluate(() => window.lab.summaries)).at(-1)).toMatchObject({ phase: 'idle' });
  });
});
