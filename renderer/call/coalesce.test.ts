import { describe, expect, it } from 'vitest';
import { coalesce, type FramePorts } from './coalesce.ts';

function createPorts(): FramePorts & { frames: Map<number, () => void>; timers: Map<number, () => void> } {
  let next = 0;
  const frames = new Map<number, () => void>();
  const timers = new Map<number, () => void>();
  const add = (map: Map<number, () => void>, call: () => void): number => {
    next += 1;
    map.set(next, call);
    return next;
  };
  return {
    frames,
    timers,
    requestFrame: (call) => add(frames, call),
    cancelFrame: (handle) => void frames.delete(handle),
    setTimer: (call) => add(timers, call),
    clearTimer: (handle) => void timers.delete(handle),
  };
}

describe('coalesce', () => {
  it.each(['frames', 'timers'] as const)('makes many calls one, by %s', (by) => {
    const ports = createPorts();
    let flushed = 0;
    const { schedule } = coalesce(() => (flushed += 1), ports);
    schedule();
    schedule();
    schedule();
    expect(flushed).toBe(0);
    for (const call of ports[by].values()) call();
    expect(flushed).toBe(1);
    expect(ports.frames.size + ports.timers.size).toBe(0);
    schedule();
    for (const call of ports[by].values()) call();
    expect(flushed).toBe(2);
  });

  it('forgets what is due when it is cancelled', () => {
    const ports = createPorts();
    const { schedule, cancel } = coalesce(() => expect.unreachable(), ports);
    schedule();
    cancel();
    expect(ports.frames.size + ports.timers.size).toBe(0);
  });
});
