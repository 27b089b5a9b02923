import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { edge, inCall } from '../microphone.fixture.ts';
import { wordInterval } from './permission.ts';

// The guard as the microphone uses it; its thread and the senders are doubles (guard.integration.test.ts has the real ones).
const guarded = async (settings: Parameters<typeof inCall>[0] = {}) => {
  const warn = vi.spyOn(console, 'warn').mockReturnValue();
  onTestFinished(() => warn.mockRestore());
  const parts = await inCall({ mode: 'alwaysOpen', ...settings });
  const sender = parts.guards.sender();
  parts.microphone.guardSender(sender);
  const [thread] = parts.guards.threads;
  if (thread === undefined) throw new Error('no thread was made');
  thread.say({ kind: 'alive' });
  const words = (of = thread) => of.told.filter((message) => message.kind === 'word');
  return { ...parts, sender, thread, words };
};

describe('the guard of what is sent', () => {
  it('is told of an opening before the gate opens, and of a shutting after it shut', async () => {
    const { microphone, track, words, guards } = await guarded({ mode: 'pushToTalk', releaseDelay: 0 });
    const seen: [boolean, boolean][] = [];
    const [thread] = guards.threads;
    const push = thread?.told.push.bind(thread.told);
    if (thread !== undefined && push !== undefined) {
      thread.told.push = (...messages) => {
        for (const message of messages) if (message.kind === 'word') seen.push([message.open, track.enabled]);
        return push(...messages);
      };
    }
    microphone.edge(edge('down'));
    expect(track.enabled).toBe(true);
    microphone.edge(edge('up'));
    expect(seen).toEqual([
      [true, false],
      [false, false],
    ]);
    expect(words().at(-1)).toMatchObject({ open: false });
  });

  it('hears from an open gate all the time, and nothing from one that is shut', async () => {
    const { microphone, clock, words, thread } = await guarded();
    const before = words().length;
    clock.advance(10 * wordInterval);
    expect(words().length - before).toBe(10);
    expect(words().at(-1)).toEqual({ kind: 'word', open: true, at: clock.now() });
    microphone.setMuted('self');
    const told = thread.told.length;
    clock.advance(60_000);
    expect(thread.told).toHaveLength(told);
  });

  it('takes every sender, and a new one in the place of one that ended all that still send', async () => {
    const { microphone, guards, sender, thread, words } = await guarded();
    const other = guards.sender();
    const over = { transport: { state: 'closed' } } as RTCRtpSender;
    microphone.guardSender(other);
    microphone.guardSender(over);
    thread.fail();
    expect(thread.ended).toBe(true);
    const next = guards.threads[1];
    expect(next?.senders).toEqual([sender, other]);
    expect(words(next).at(-1)).toMatchObject({ open: true });
    expect(microphone.getView().state).toBe('open');
  });

  it('notices one that says nothing any more, by the time of 1.5 s', async () => {
    const { clock, guards, thread } = await guarded();
    clock.advance(5_000);
    expect(guards.threads).toHaveLength(1);
    guards.control.silent = true;
    clock.advance(1_500);
    expect(thread.ended).toBe(true);
    expect(guards.threads).toHaveLength(2);
  });

  it('notices one that does not begin', async () => {
    const { clock, guards } = await guarded();
    guards.threads[0]?.fail();
    clock.advance(5_000);
    expect(guards.threads[1]?.ended).toBe(true);
  });

  it('is trouble when one after the other ends: shut, until a person tries again', async () => {
    const { microphone, guards, track, sender } = await guarded();
    for (const broken of [0, 1, 2]) guards.threads[broken]?.fail();
    expect(guards.threads).toHaveLength(3);
    expect(microphone.getView()).toMatchObject({ state: 'trouble', error: { reason: 'microphoneUnguarded' } });
    expect(track.enabled).toBe(false);
    // Nor does a call that goes on, or another Room, bring it back.
    await microphone.start('call');
    microphone.guardSender(guards.sender());
    expect(track.enabled).toBe(false);
    await microphone.start();
    expect(guards.threads[3]?.senders).toContain(sender);
    expect(microphone.getView().state).toBe('open');
  });

  it('ends what was toggled on when there is trouble: trying again opens nothing', async () => {
    const { microphone, guards, track } = await guarded({ mode: 'pushToTalk', talkMode: 'toggle' });
    for (const kind of ['down', 'up'] as const) microphone.edge(edge(kind));
    expect(track.enabled).toBe(true);
    for (const broken of [0, 1, 2]) guards.threads[broken]?.fail();
    expect(microphone.getView().state).toBe('trouble');
    await microphone.start();
    expect([track.enabled, microphone.getView()]).toEqual([false, { state: 'shut', reason: 'deviceReady' }]);
  });

  it.each(['create', 'take'] as const)('is trouble where the browser refuses to %s', async (what) => {
    const warn = vi.spyOn(console, 'warn').mockReturnValue();
    onTestFinished(() => warn.mockRestore());
    const { microphone, guards, track } = await inCall({ mode: 'alwaysOpen' });
    guards.control.refuses.add(what);
    microphone.guardSender(guards.sender());
    expect(microphone.getView()).toMatchObject({ state: 'trouble', error: { reason: 'microphoneUnguarded' } });
    expect(track.enabled).toBe(false);
  });

  it('ends with the call', async () => {
    const { microphone, clock, thread } = await guarded();
    microphone.stop();
    expect(thread.ended).toBe(true);
    const told = thread.told.length;
    clock.advance(60_000);
    expect(thread.told).toHaveLength(told);
  });
});
