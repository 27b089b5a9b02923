import { expect } from '@playwright/test';
import type { Bot } from '../../bots/createBot.ts';
import { hear } from '../../e2e/support/hearing.ts';
import type { Program } from '../../e2e/support/program.ts';
import type { Laboratory } from './laboratory.ts';
import { kinds, type Kind } from './networks.ts';
import type { StackName } from './stack.ts';
import { botTone, clientTone } from './test.ts';

const isTone = (frequency: number, tone: number, level: number): boolean =>
  Math.abs(frequency - tone) < 6 && level > -40;

/** The client's tone arrives at the bot and the bot's at the client. */
export async function expectBothHeard(program: Program, bot: Bot, timeout = 10_000): Promise<void> {
  await bot.waitFor(
    ({ at, frequency, level }) => at > Date.now() - 500 && isTone(frequency, clientTone, level),
    timeout,
  );
  await expect
    .poll(
      async () => {
        const { frequency, level } = await hear(program.page);
        return isTone(frequency, botTone, level);
      },
      { timeout },
    )
    .toBe(true);
}

const all = Object.keys(kinds) as Kind[];
const ways = ['up', 'down'] as const;
type Rates = Record<Kind, Record<(typeof ways)[number], number>>;

/** Bytes a second that reach the other side, by kind and direction, over `seconds`. */
async function traffic(laboratory: Laboratory, seconds = 2): Promise<Rates> {
  const read = (): Rates =>
    Object.fromEntries(
      all.map((kind) => [
        kind,
        Object.fromEntries(ways.map((way) => [way, laboratory.count(kind, { way, what: 'bytes' })])),
      ]),
    ) as Rates;
  const before = read();
  const started = performance.now();
  await new Promise((next) => setTimeout(next, seconds * 1000));
  const after = read();
  const elapsed = (performance.now() - started) / 1000;
  const rate = (kind: Kind, way: 'up' | 'down'): number => Math.round((after[kind][way] - before[kind][way]) / elapsed);
  return Object.fromEntries(
    all.map((kind) => [kind, Object.fromEntries(ways.map((way) => [way, rate(kind, way)]))]),
  ) as Rates;
}

/** A voice is some nine thousand bytes a second with its headers; what TCP acknowledges of one is 2,600. */
const carries = 5_000;
const idle = 4_000;

/** What carries the media of a path that the interface shows. */
function kindOf(path: string, stack: StackName): Kind {
  switch (path) {
    case 'UDP':
    case 'TURN-UDP':
      return 'UDP';
    case 'TCP':
      return 'ICE_TCP';
    default:
      // nginx hands TURN/TLS of port 443 on.
      return stack === 'all-tcp/relay' ? 'HTTPS' : 'TURN';
  }
}

/**
 * What the interface shows is one of these paths, and the packets that the gateway lets through are those of that path and of no other. The call
 * may be on its way to a better path: then again. `answers`: by which paths the server may send, where that need not be the one by which the client does:
 * the client shows its own choice, and LiveKit (pion) keeps to the pair that was nominated first when the next one has a lower priority.
 */
export async function expectPathTaken(
  program: Program,
  laboratory: Laboratory,
  stack: StackName,
  allowed: readonly string[],
  answers?: readonly string[],
): Promise<string> {
  const chip = program.part('path-chip');
  const read = async (): Promise<string> => (await chip.getAttribute('data-path')) ?? '';
  let path = '';
  await expect(async () => {
    path = await read();
    expect(allowed).toContain(path);
    const seen = await traffic(laboratory);
    expect(await read()).toBe(path);
    const kind = kindOf(path, stack);
    const told = `${path}: ${JSON.stringify(seen)}`;
    const carrying = (way: 'up' | 'down'): readonly Kind[] => all.filter((one) => seen[one][way] > carries);
    expect(carrying('up'), told).toEqual([kind]);
    const down = answers?.map((one) => kindOf(one, stack)) ?? [kind];
    expect(
      carrying('down').filter((one) => down.includes(one)),
      told,
    ).toHaveLength(1);
    for (const way of ways) {
      const rest = all.filter((one) => !carrying(way).includes(one)).map((one) => seen[one][way]);
      expect(Math.max(...rest), told).toBeLessThan(idle);
    }
  }).toPass({ timeout: 20_000 });
  return path;
}

/** How long the client is not heard at the bot after `cut`, ms: from the cut to the first tone after the silence. */
export async function gapAtFarEnd(bot: Bot, cut: () => void, limit: number): Promise<number> {
  const started = Date.now();
  cut();
  const silent = await bot.waitFor(({ at, level }) => at > started && level < -60, 8_000);
  const heard = await bot.waitFor(
    ({ at, frequency, level }) => at > silent.at && isTone(frequency, clientTone, level),
    limit,
  );
  return heard.at - started;
}

/**
 * The longest silence at the far end for as long as `goesOn` says, ms, the one in which it ends included; and the most that this machine let
 * pass between two measurements of the far end, which come every 50 ms.
 */
export async function longestSilence(
  bot: Bot,
  goesOn: () => boolean | Promise<boolean>,
): Promise<{ readonly silence: number; readonly stall: number }> {
  let heardAt = Date.now();
  let [silence, stall] = [0, 0];
  let before: number | null = null;
  while (await goesOn()) {
    const { at, level } = await bot.waitFor(({ at: when }) => when > (before ?? Date.now() - 40), 5_000);
    if (before !== null) stall = Math.max(stall, at - before);
    before = at;
    if (level <= -40) continue;
    silence = Math.max(silence, at - heardAt);
    heardAt = at;
  }
  return { silence: Math.max(silence, Date.now() - heardAt), stall };
}

/** What of a silence at the far end is still "without a gap", ms: it is measured by the 50, and a machine that is busy measures late. */
export const noGap = ({ stall }: { readonly stall: number }): number => (stall < 120 ? 250 : 600);
