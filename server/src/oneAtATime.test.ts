import { expect, it } from 'vitest';
import { oneAtATime } from './oneAtATime.ts';

it('runs once for all who ask meanwhile, after the run that is under way, and goes on after a failure', async () => {
  const releases: (() => void)[] = [];
  let runs = 0;
  const ask = oneAtATime(async () => {
    runs += 1;
    await new Promise<void>((resolve) => releases.push(resolve));
    if (runs === 1) throw new Error('first');
  });
  const first = ask();
  const [second, third] = [ask(), ask()];
  expect(runs).toBe(1);
  releases[0]?.();
  await expect(first).rejects.toThrow('first');
  await Promise.resolve();
  expect(runs).toBe(2);
  releases[1]?.();
  await Promise.all([second, third]);
  expect(runs).toBe(2);
  const fourth = ask();
  releases[2]?.();
  await fourth;
  expect(runs).toBe(3);
});
