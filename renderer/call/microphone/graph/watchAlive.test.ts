import { describe, expect, it } from 'vitest';
import { createFakeClock } from '../doubles.fixture.ts';
import { watchAlive } from './watchAlive.ts';

function watch(answers: () => boolean) {
  const clock = createFakeClock();
  const told: number[] = [];
  let asked = 0;
  const alive = watchAlive({
    clock,
    ask() {
      asked += 1;
      if (answers()) alive.answered();
    },
    onDead: () => told.push(clock.now()),
  });
  return { clock, told, alive, asked: () => asked };
}

describe('watchAlive', () => {
  it('says nothing while every question is answered', () => {
    const { clock, told, asked } = watch(() => true);
    clock.advance(60_000);
    expect([told, asked()]).toEqual([[], 120]);
  });

  it('tells once, within 1.5 s, and asks no more', () => {
    let lives = true;
    const { clock, told, asked } = watch(() => lives);
    clock.advance(5_000);
    lives = false;
    clock.advance(60_000);
    expect(told).toEqual([6_500]);
    expect(asked()).toBe(12);
  });

  it('lets one question go unanswered, as often as it comes', () => {
    let turn = 0;
    const { clock, told } = watch(() => (turn += 1) % 2 === 0);
    clock.advance(60_000);
    expect(told).toEqual([]);
  });

  it('asks nothing once it is stopped', () => {
    const { clock, told, alive, asked } = watch(() => false);
    clock.advance(600);
    alive.stop();
    clock.advance(60_000);
    expect([told, asked()]).toEqual([[], 1]);
  });
});
