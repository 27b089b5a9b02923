import { idleSummary, type CallSummary } from '@parley/shared/ipc/callSummary';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createInputGuard, decideMoved, type InputLevel } from './inputGuard.ts';

const level = (percent: number, more: Partial<InputLevel> = {}): InputLevel => ({
  device: 'desk',
  volumes: [percent * 655.36],
  percent,
  muted: false,
  ...more,
});
const talking: CallSummary = { ...idleSummary, phase: 'connected', microphone: 'shut' };
const desk = { deviceId: 'usb', label: 'Desk', fallback: false };

describe('decideMoved', () => {
  it.each([
    ['where it was', level(100), level(100), null],
    ['a step of the system', level(100), level(98), null],
    ['down', level(100), level(34), { before: 100, now: 34, muted: false }],
    ['up', level(40), level(83), { before: 40, now: 83, muted: false }],
    ['muted', level(100), level(100, { muted: true }), { before: 100, now: 100, muted: true }],
    ['unmuted', level(100, { muted: true }), level(100), null],
  ])('%s', (_, before, now, moved) => {
    expect(decideMoved(before, now)).toEqual(moved);
  });
});

describe('the guard', () => {
  // A double of a system's mixer: what it watches, and what it was set to.
  const setUp = () => {
    const watched: (string | null)[] = [];
    const set: InputLevel[] = [];
    let tell: (to: InputLevel) => void = () => undefined;
    let watching = 0;
    const guard = createInputGuard({
      mixer: {
        watch(label, onLevel) {
          watched.push(label);
          watching += 1;
          tell = onLevel;
          return () => (watching -= 1);
        },
        async set(to) {
          set.push(to);
          if (to.device === 'stubborn') throw new Error('refused');
          tell(to);
        },
      },
      log: { info() {}, warn() {}, error() {}, background: () => undefined },
    });
    return { guard, watched, set, tell: (to: InputLevel) => tell(to), watching: () => watching };
  };
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('watches during a call with a microphone, and only then', () => {
    const { guard, watched, watching } = setUp();
    guard.setInput(desk);
    expect(watching()).toBe(0);
    guard.setCall({ ...talking, microphone: 'connecting' });
    expect(watching()).toBe(0);
    guard.setCall(talking);
    guard.setCall({ ...talking, microphone: 'open' });
    guard.setInput({ ...desk, deviceId: 'default', label: 'Default' });
    expect(watched).toEqual(['Desk', null]);
    guard.setCall(idleSummary);
    expect(watching()).toBe(0);
  });

  it('tells once the slider rests, and no more when it is back', () => {
    const { guard, tell } = setUp();
    guard.setInput(desk);
    guard.setCall(talking);
    tell(level(100));
    for (const percent of [90, 70, 50]) {
      vi.advanceTimersByTime(300);
      tell(level(percent));
    }
    expect(guard.moved.get()).toBeNull();
    vi.advanceTimersByTime(1_000);
    expect(guard.moved.get()).toEqual({ before: 100, now: 50, muted: false });
    tell(level(100));
    vi.advanceTimersByTime(1_000);
    expect(guard.moved.get()).toBeNull();
  });

  it('puts it back, or takes it as it is', async () => {
    const { guard, tell, set } = setUp();
    guard.setInput(desk);
    guard.setCall(talking);
    tell(level(100));
    tell(level(50));
    vi.advanceTimersByTime(1_000);
    expect((await guard.answer('restore')).ok).toBe(true);
    vi.advanceTimersByTime(1_000);
    expect(set).toEqual([level(100)]);
    expect(guard.moved.get()).toBeNull();
    tell(level(50));
    vi.advanceTimersByTime(1_000);
    await guard.answer('keep');
    expect(guard.moved.get()).toBeNull();
    tell(level(51));
    vi.advanceTimersByTime(1_000);
    expect(guard.moved.get()).toBeNull();
    expect(set).toHaveLength(1);
  });

  it('says when the system does not take it, and forgets nothing', async () => {
    const { guard, tell } = setUp();
    guard.setInput(desk);
    guard.setCall(talking);
    tell(level(100, { device: 'stubborn' }));
    tell(level(50, { device: 'stubborn' }));
    vi.advanceTimersByTime(1_000);
    expect(await guard.answer('restore')).toMatchObject({ ok: false, error: { code: 'unavailable' } });
    expect(guard.moved.get()).not.toBeNull();
  });

  it('begins anew with another device, also where the system chose it', () => {
    const { guard, tell } = setUp();
    guard.setInput({ ...desk, deviceId: 'default' });
    guard.setCall(talking);
    tell(level(100));
    tell(level(40, { device: 'headset' }));
    vi.advanceTimersByTime(1_000);
    expect(guard.moved.get()).toBeNull();
  });
});
