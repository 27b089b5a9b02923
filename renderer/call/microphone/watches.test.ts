import { describe, expect, it } from 'vitest';
import type { LevelSource } from '../callView.ts';
import { createFakeClock } from './doubles.fixture.ts';
import { watchMutedTalk } from './watchMutedTalk.ts';
import { watchSilence } from './watchSilence.ts';

/** Levels as the meter tells them, 30 times a second, while somebody listens. */
function createLevels() {
  const clock = createFakeClock();
  const listeners = new Set<(dbfs: number) => void>();
  const level: LevelSource = {
    subscribe(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
  const play = (dbfs: number, duration: number): void => {
    for (let time = 0; time < duration; time += 33) {
      clock.advance(33);
      for (const listener of listeners) listener(dbfs);
    }
  };
  return { clock, level, play, listening: () => listeners.size > 0 };
}

describe('watchSilence', () => {
  const setUp = () => {
    const levels = createLevels();
    let told = 0;
    let over = 0;
    const watch = watchSilence({ ...levels, onSilent: () => (told += 1), onOver: () => (over += 1) });
    return { ...levels, watch, told: () => told, over: () => over };
  };

  it('tells a device that delivers zeros, once, and again after it worked in between', () => {
    const { watch, play, told } = setUp();
    watch.setActive('desk');
    play(-Infinity, 1_400);
    expect(told()).toBe(0);
    play(-Infinity, 60_000);
    expect(told()).toBe(1);
    play(-70, 60_000);
    play(-Infinity, 60_000);
    expect(told()).toBe(2);
  });

  it('takes it back when sound comes, and with the device, once', () => {
    const { watch, play, told, over } = setUp();
    watch.setActive('desk');
    play(-Infinity, 20_000);
    expect([told(), over()]).toEqual([1, 0]);
    play(-70, 60_000);
    expect([told(), over()]).toEqual([1, 1]);
    play(-Infinity, 20_000);
    watch.setActive('usb');
    expect([told(), over()]).toEqual([2, 2]);
    watch.setActive(null);
    expect(over()).toBe(2);
  });

  it('lets a device start, and says nothing about a quiet room', () => {
    const { watch, play, told } = setUp();
    watch.setActive('desk');
    play(-Infinity, 1_000);
    play(-90, 60_000);
    expect(told()).toBe(0);
  });

  it('looks again at another device, and not at all without one', () => {
    const { watch, play, told, listening } = setUp();
    watch.setActive('desk');
    play(-Infinity, 2_000);
    watch.setActive('usb');
    play(-Infinity, 2_000);
    expect(told()).toBe(2);
    watch.setActive(null);
    play(-Infinity, 30_000);
    expect([told(), listening()]).toEqual([2, false]);
  });

  it('measures a fraction of the time', () => {
    const { watch, play, listening } = setUp();
    watch.setActive('desk');
    let measured = 0;
    for (let i = 0; i < 1_000; i += 1) {
      play(-60, 33);
      if (listening()) measured += 1;
    }
    expect(measured).toBeLessThan(10);
  });
});

describe('watchMutedTalk', () => {
  const setUp = () => {
    const levels = createLevels();
    let told = 0;
    const watch = watchMutedTalk({ ...levels, onTalk: () => (told += 1) });
    return { ...levels, watch, told: () => told };
  };

  it('tells after some words, and not again within a minute', () => {
    const { watch, play, told } = setUp();
    watch.setActive(true);
    play(-25, 500);
    expect(told()).toBe(0);
    play(-60, 200);
    play(-25, 200);
    expect(told()).toBe(1);
    play(-25, 30_000);
    expect(told()).toBe(1);
    play(-25, 40_000);
    expect(told()).toBe(2);
  });

  it('says nothing about a cough, a fan, or while it is off', () => {
    const { watch, play, told, listening } = setUp();
    watch.setActive(true);
    play(-15, 300);
    play(-50, 30_000);
    watch.setActive(false);
    expect([told(), listening()]).toEqual([0, false]);
  });
});
