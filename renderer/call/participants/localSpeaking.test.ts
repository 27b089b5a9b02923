import { describe, expect, it } from 'vitest';
import { createManualClock } from '../testing/manualClock.ts';
import { watchLocalSpeaking } from './localSpeaking.ts';

describe('watchLocalSpeaking', () => {
  it('follows the level while the gate is open, over the pauses between syllables', async () => {
    const clock = createManualClock();
    const changes: boolean[] = [];
    let tell: ((dbfs: number) => void) | null = null;
    const level = {
      subscribe(listener: (dbfs: number) => void) {
        tell = listener;
        return () => (tell = null);
      },
    };
    const hear = (dbfs: number): void => tell?.(dbfs);
    const { setOpen } = watchLocalSpeaking({ level, clock, onChange: (speaking) => changes.push(speaking) });
    hear(-10);
    expect(changes).toEqual([]);
    setOpen(true);
    hear(-80);
    hear(-20);
    await clock.advance(250);
    hear(Number.NEGATIVE_INFINITY);
    expect(changes).toEqual([true]);
    await clock.advance(100);
    hear(-80);
    expect(changes).toEqual([true, false]);
    hear(-20);
    setOpen(false);
    expect(changes).toEqual([true, false, true, false]);
    expect(tell).toBeNull();
  });
});
