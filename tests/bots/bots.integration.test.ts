import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startLiveKit, type LiveKitServer } from '../fixtures/livekit.ts';
import { createBot, type Bot } from './createBot.ts';

let livekit: LiveKitServer;
const bots: Bot[] = [];
beforeAll(async () => {
  livekit = await startLiveKit();
});
afterAll(async () => {
  await Promise.all(bots.map((bot) => bot.stop()));
  await livekit.stop();
});

const start = async (identity: string, frequency: number): Promise<Bot> => {
  const { url, apiKey, apiSecret } = livekit;
  const voice = { kind: 'tone', frequency, level: -12 } as const;
  const bot = await createBot({ url, apiKey, apiSecret, room: 'bots', identity, name: identity, voice });
  bots.push(bot);
  return bot;
};
const isAlive = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

it('two bots hear each other by frequency and level, and stop leaves no process', async () => {
  const [low, high] = await Promise.all([start('low', 440), start('high', 880)]);
  const hears = (bot: Bot, from: string, frequency: number) =>
    bot.waitFor(
      (heard) => heard.identity === from && Math.abs(heard.frequency - frequency) < 3 && Math.abs(heard.level + 15) < 2,
      10_000,
    );
  await Promise.all([hears(low, 'high', 880), hears(high, 'low', 440)]);
  expect(low.heard('high')?.frequency).toBeGreaterThan(870);
  expect(low.heard('nobody')).toBeNull();

  await high.stop();
  expect(isAlive(high.pid)).toBe(false);
  const silent = await low.waitFor(({ identity, level }) => identity === 'high' && level < -60, 5000);
  expect(silent.frequency).toBe(0);
  await expect(high.waitFor(() => true, 1000)).rejects.toThrow('ended');
  await low.stop();
  expect(isAlive(low.pid)).toBe(false);
});

it('says why it could not join', async () => {
  const { url, apiKey } = livekit;
  const wrong = { url, apiKey, apiSecret: 'a wrong secret that is long enough to be one', room: 'bots' };
  await expect(createBot({ ...wrong, identity: 'x', name: 'x', voice: { kind: 'silent' } })).rejects.toThrow(/^x: /);
});

it('ends with its standard input', async () => {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'bot.ts')], { stdio: ['pipe', 'ignore', 'ignore'] });
  child.stdin.end();
  const [code] = (await once(child, 'exit')) as [number | null];
  expect(code).toBe(0);
});
