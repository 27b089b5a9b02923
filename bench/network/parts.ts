import type { StartWith } from '@parley/shared/backends/channel';
import { AccessToken } from 'livekit-server-sdk';
import { enter, type Laboratory } from '../../tests/lab/support/laboratory.ts';
import { networks, type Network } from '../../tests/lab/support/networks.ts';
import { proxyPort, startProxy, type ProxyLogin } from '../../tests/lab/support/proxy.ts';
import type { RunningStack, StackName } from '../../tests/lab/support/stack.ts';
import { median, round, sleep } from '../ui/figures.ts';
import type { Browsers, OpenPage } from './browsers.ts';

/** What every part uses. */
export interface Rig {
  readonly prefix: string;
  readonly laboratory: Laboratory;
  readonly stack: RunningStack;
  readonly browsers: Browsers;
  /** Of the sound server with the microphone. */
  readonly environment: Readonly<Record<string, string>>;
  readonly rounds: number;
}

/** Times in ms. */
export interface Spread {
  readonly median: number;
  readonly p95: number;
  readonly n: number;
  /** How often it did not come about within the limit. */
  readonly failed: number;
}

export interface JoinFigures {
  readonly network: string;
  readonly bare: Spread;
  readonly cold: Spread;
  readonly open: Spread;
  /** Cold, where the last call in this network told by which way to begin (`networkMemory`). */
  readonly known?: Spread;
  /** Each join, for those that are measured in more than one run. */
  readonly each?: Joins;
}

export interface CutFigures {
  readonly cut: string;
  readonly parley: Spread;
  readonly sdk: Spread;
}

export interface HeartbeatFigures {
  /** Packets a second at the gateway, both ways, and processor ms a second of the browser; muted, nobody talks. */
  readonly parley: { readonly packets: number; readonly processor: number };
  readonly sdk: { readonly packets: number; readonly processor: number };
}

const room = 'stage';
const joinLimit = 15_000;
const repairLimit = 50_000;

/** The highest of fewer than twenty values is their 95th percentile. */
function spreadOf(values: readonly (number | null)[]): Spread {
  const good = values.filter((value) => value !== null).toSorted((a, b) => a - b);
  const p95 = good[Math.max(0, Math.ceil(good.length * 0.95) - 1)] ?? Number.NaN;
  return { median: round(median(good), 0), p95: round(p95, 0), n: good.length, failed: values.length - good.length };
}

/** Signs for a room, as Parley server does, without asking it: the same for both pages. */
async function sign({ stack }: Rig, identity: string, name: string): Promise<string> {
  const { LIVEKIT_API_KEY, LIVEKIT_API_SECRET } = stack.installation.environment;
  const token = new AccessToken(LIVEKIT_API_KEY, LIVEKIT_API_SECRET, { identity, name: identity, ttl: 3_600 });
  token.addGrant({ room: name, roomJoin: true, canPublish: true, canSubscribe: true, canPublishData: true });
  return token.toJwt();
}

/** A page, and who is in it. LiveKit remembers for an identity that UDP failed: each page is somebody else. */
interface Talker extends OpenPage {
  readonly identity: string;
}
let talkers = 0;

async function openTalker(
  rig: Rig,
  name: 'parley' | 'bare',
  { startWith, login }: Pick<JoinPlan, 'startWith' | 'login'> = {},
): Promise<Talker> {
  const identity = `${name}-${(talkers += 1)}`;
  const url = rig.stack.address.replace(/^http/, 'ws');
  const opened = await rig.browsers.open(name, {
    environment: rig.environment,
    ...(login === undefined
      ? {}
      : {
          proxy: {
            address: `${rig.laboratory.gatewayAddress}:${proxyPort}`,
            login,
            first: `${rig.stack.address}/api/server`,
          },
        }),
    ticket: async (channel) => ({
      ok: true,
      value: {
        url,
        token: await sign(rig, identity, channel),
        room: channel,
        identity,
        ...(startWith === undefined ? {} : { startWith }),
      },
    }),
  });
  return { ...opened, identity };
}

/** The far end: a page beside the server, behind no gateway. */
async function openEar(rig: Rig): Promise<OpenPage> {
  const ear = await rig.browsers.open('ear', { within: enter(rig.prefix, 'server'), environment: rig.environment });
  await letEarIn(rig, ear);
  return ear;
}

async function letEarIn(rig: Rig, ear: OpenPage): Promise<void> {
  const token = await sign(rig, 'ear', room);
  await ear.page.evaluate(([url, own]) => window.ear.join(url, own), ['ws://127.0.0.1:7880', token] as const);
}

const click = ({ page }: OpenPage, name: 'parley' | 'bare', channel = room): Promise<number> =>
  name === 'bare'
    ? page.evaluate((id) => window.bare.join(id), channel)
    : page.evaluate((id) => window.lab.join(id), channel);

async function until(
  ear: OpenPage,
  what: 'heardAfter' | 'heardAgain' | 'silentAfter',
  identity: string,
  moment: number,
  limit: number,
): Promise<number | null> {
  for (const end = Date.now() + limit; Date.now() < end; await sleep(20)) {
    const at = await ear.page.evaluate(([name, who, when]) => window.ear[name](who, when), [
      what,
      identity,
      moment,
    ] as const);
    if (at !== null) return at;
  }
  return null;
}

const since = (moment: number, at: number | null): number | null => (at === null ? null : round(at - moment, 0));

/** A network to join in. */
export interface JoinPlan {
  readonly network: Network;
  /** What Parley would have learnt of it. */
  readonly startWith?: StartWith;
  /** There is a proxy in it that wants to know this. */
  readonly login?: ProxyLogin;
}

/** ms; null for one that was not heard within the limit. */
export interface Joins {
  readonly bare: readonly (number | null)[];
  readonly cold: readonly (number | null)[];
  readonly open: readonly (number | null)[];
  readonly known: readonly (number | null)[];
}

/**
 * From the click until the far end hears it: a browser process of its own for each page and round. The networks take turns, so that
 * what else the machine does is the same for all of them.
 *
 * @param before figures whose joins count as well
 */
export async function measureJoins(
  rig: Rig,
  stackName: StackName,
  plans: readonly JoinPlan[],
  before: readonly JoinFigures[],
): Promise<readonly JoinFigures[]> {
  await rig.stack.use(stackName);
  const ear = await openEar(rig);
  const proxies = await Promise.all(
    plans.flatMap(({ login }) => (login === undefined ? [] : [startProxy(rig.laboratory, rig.stack, login)])),
  );
  const nameOf = ({ network }: JoinPlan): string => `${network.name} (${stackName})`;
  const measured = plans.map((plan) => {
    const {
      bare = [],
      cold = [],
      open = [],
      known = [],
    } = before.find(({ network }) => network === nameOf(plan))?.each ?? {};
    return { plan, joins: { bare: [...bare], cold: [...cold], open: [...open], known: [...known] } };
  });
  try {
    for (let index = 0; index < rig.rounds; index += 1) {
      for (const { plan, joins } of measured) {
        rig.laboratory.change(plan.network);
        await joinOnce(rig, ear, plan, joins);
      }
    }
  } finally {
    rig.laboratory.change(networks.open);
    await ear.close();
    for (const proxy of proxies) await proxy.kill();
  }
  return measured.map(({ plan, joins: { bare, cold, open, known } }) => ({
    network: nameOf(plan),
    bare: spreadOf(bare),
    cold: spreadOf(cold),
    open: spreadOf(open),
    ...(plan.startWith === undefined ? {} : { known: spreadOf(known) }),
    each: { bare, cold, open, known },
  }));
}

async function joinOnce(
  rig: Rig,
  ear: OpenPage,
  { startWith, ...plan }: JoinPlan,
  joins: Record<keyof Joins, (number | null)[]>,
): Promise<void> {
  const bare = await openTalker(rig, 'bare', plan);
  const clicked = await click(bare, 'bare').catch(() => null);
  joins.bare.push(
    clicked === null ? null : since(clicked, await until(ear, 'heardAfter', bare.identity, clicked, joinLimit)),
  );
  await bare.close();

  const parley = await openTalker(rig, 'parley', plan);
  const cold = await click(parley, 'parley');
  joins.cold.push(since(cold, await until(ear, 'heardAfter', parley.identity, cold, joinLimit)));
  // To another channel and back: the microphone stays open.
  const away = await click(parley, 'parley', 'lobby');
  await until(ear, 'silentAfter', parley.identity, away, joinLimit);
  await parley.page.waitForFunction(() => window.lab.controller.getSnapshot().state.phase === 'connected');
  await sleep(500);
  const back = await click(parley, 'parley');
  joins.open.push(since(back, await until(ear, 'heardAfter', parley.identity, back, joinLimit)));
  await parley.close();
  await until(ear, 'silentAfter', parley.identity, back, joinLimit);

  if (startWith === undefined) return;
  const wiser = await openTalker(rig, 'parley', { ...plan, startWith });
  const again = await click(wiser, 'parley');
  joins.known.push(since(again, await until(ear, 'heardAfter', wiser.identity, again, joinLimit)));
  await wiser.close();
  await until(ear, 'silentAfter', wiser.identity, again, joinLimit);
}

/** Two voices, packets a second up; less is one that goes another way. */
const bothByUdp = 85;

/** Whether both talkers' media go by UDP, which is what is cut. */
async function areBothOnUdp({ laboratory }: Rig): Promise<boolean> {
  const before = laboratory.count('UDP', { way: 'up' });
  await sleep(2_000);
  return (laboratory.count('UDP', { way: 'up' }) - before) / 2 > bothByUdp;
}

/**
 * Both talk in one room behind one gateway: the same cut for both. Rounds in which one is not on UDP do not count; what
 * there is goes to `keep` after each.
 */
export async function measureCut(
  rig: Rig,
  name: string,
  cut: (ear: OpenPage) => Promise<void>,
  keep: (figures: CutFigures) => void,
): Promise<void> {
  await rig.stack.use('standard');
  const all = { parley: [] as (number | null)[], sdk: [] as (number | null)[] };
  for (let index = 0; index < 2 * rig.rounds && all.parley.length < rig.rounds; index += 1) {
    const [ear, parley, bare] = [await openEar(rig), await openTalker(rig, 'parley'), await openTalker(rig, 'bare')];
    const joined = Date.now();
    await click(parley, 'parley');
    await click(bare, 'bare');
    for (const who of [parley.identity, bare.identity]) {
      if ((await until(ear, 'heardAfter', who, joined, joinLimit)) === null) throw new Error(`${who} is not heard`);
    }
    await sleep(1_000);
    if (await areBothOnUdp(rig)) {
      const started = Date.now();
      await cut(ear);
      const back = async (who: string): Promise<number | null> => {
        return since(started, await until(ear, 'heardAgain', who, started, repairLimit));
      };
      const [one, other] = await Promise.all([back(parley.identity), back(bare.identity)]);
      all.parley.push(one);
      all.sdk.push(other);
      keep({ cut: name, parley: spreadOf(all.parley), sdk: spreadOf(all.sdk) });
      console.log(`${name}: Parley ${one ?? '–'} ms, livekit-client alone ${other ?? '–'} ms`);
    } else console.log(`${name}: not on UDP, this round does not count`);
    rig.laboratory.change(networks.open);
    for (const page of [bare, parley, ear]) await page.close();
  }
}

/** Ends LiveKit, starts it a second later, and lets the far end in again. */
export async function restartLiveKit(rig: Rig, ear: OpenPage): Promise<void> {
  await rig.stack.killLiveKit();
  await sleep(1_000);
  await rig.stack.startLiveKit();
  await letEarIn(rig, ear);
}

const windowLength = 10_000;

export async function measureHeartbeat(rig: Rig): Promise<HeartbeatFigures> {
  await rig.stack.use('standard');
  const figures = async (name: 'parley' | 'bare'): Promise<HeartbeatFigures['sdk']> => {
    const talker = await openTalker(rig, name);
    await click(talker, name);
    await sleep(2_000);
    await talker.page.evaluate(
      (isBare) => (isBare ? window.bare.mute() : window.lab.controller.setMuted(true)),
      name === 'bare',
    );
    await sleep(8_000);
    const read = async () => ({
      packets: rig.laboratory.count('UDP'),
      processor: await talker.processorTime(),
      at: performance.now(),
    });
    const before = await read();
    await sleep(windowLength);
    const after = await read();
    await talker.close();
    const seconds = (after.at - before.at) / 1_000;
    return {
      packets: round((after.packets - before.packets) / seconds),
      processor: round((after.processor - before.processor) / seconds),
    };
  };
  return { parley: await figures('parley'), sdk: await figures('bare') };
}
