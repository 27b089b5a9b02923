import { expect, it } from 'vitest';
import { createCleanup } from './cleanup.ts';

it('ends the last first, waits for what is starting, and goes on after a failure', async () => {
  const cleanup = createCleanup();
  const ended: string[] = [];
  const late = Promise.withResolvers<string>();
  await cleanup.own(
    () => Promise.resolve('first'),
    async (name) => ended.push(name),
  );
  await cleanup.own(
    () => Promise.resolve('broken'),
    () => Promise.reject(new Error('broken')),
  );
  void cleanup.own(
    () => late.promise,
    async (name) => ended.push(name),
  );
  const running = cleanup.run();
  late.resolve('late');
  await expect(running).rejects.toThrow('broken');
  expect(ended).toEqual(['late', 'first']);
  await cleanup.run();
  expect(ended).toHaveLength(2);
});

it('has nothing to end for what did not start, and starts nothing once it ends', async () => {
  const cleanup = createCleanup();
  const failing = cleanup.own(
    () => Promise.reject(new Error('no')),
    () => Promise.reject(new Error('never')),
  );
  await expect(failing).rejects.toThrow('no');
  await cleanup.run();
  let started = false;
  const start = async () => (started = true);
  await expect(cleanup.own(start, () => Promise.resolve())).rejects.toThrow('ending');
  expect(started).toBe(false);
});
