import { expect } from '@playwright/test';
import { createBot } from '../../bots/createBot.ts';
import type { Heard } from '../../bots/protocol.ts';
import { silence } from './hearing.ts';
import type { World } from './world.ts';

/** Somebody else in a channel, in a process of its own and with a network stack of its own, who notes what is heard. */
export interface FarEnd {
  /** When the tone is heard for the first time after `since`, ms since the epoch. */
  heardAfter(since: number): Promise<number>;
  /** When nothing is heard any more after `since`, ms since the epoch. */
  silentAfter(since: number): Promise<number>;
  /** How often something was heard between two times; looked at every 50 ms. */
  heardBetween(from: number, to: number): number;
  stop(): Promise<void>;
}

/** @param frequency of the tone that the others say, Hz */
export async function startFarEnd(world: World, channel: string, frequency: number): Promise<FarEnd> {
  const api = await world.api('root');
  const { channels } = (await api.get('/api/channels')) as { channels: { id: string; name: string }[] };
  const room = channels.find(({ name }) => name === channel)?.id;
  if (room === undefined) throw new Error(`no channel ${channel}`);
  const { url, apiKey, apiSecret } = world.livekit;
  const bot = await createBot({
    url,
    apiKey,
    apiSecret,
    room,
    identity: 'far',
    name: 'Far',
    voice: { kind: 'silent' },
  });
  const all: Heard[] = [];
  bot.listen((heard) => void all.push(heard));
  const isTone = (heard: Heard): boolean => heard.level > silence && Math.abs(heard.frequency - frequency) < 5;
  const first = async (since: number, is: (heard: Heard) => boolean): Promise<number> => {
    const find = (): number | undefined => all.find((heard) => heard.at > since && is(heard))?.at;
    await expect.poll(find, { intervals: [20] }).toBeDefined();
    return find() ?? Number.NaN;
  };
  return {
    heardAfter: (since) => first(since, isTone),
    silentAfter: (since) => first(since, ({ level }) => level < silence),
    heardBetween: (from, to) => all.filter(({ at, level }) => at >= from && at <= to && level > silence).length,
    stop: () => bot.stop(),
  };
}
