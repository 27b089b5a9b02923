import { readdirSync, readFileSync } from 'node:fs';
import { startLiveKit } from '../../../tests/fixtures/livekit.ts';
import type { MeasuredPage, Pages } from '../browser.ts';
import { startCrowd } from '../crowd.ts';
import { round, sleep } from '../figures.ts';
import { joinBoth, turn } from './participants.ts';

/** Where the processor time of a room goes, Parley's and the baseline's; times in ms in a second. */
export interface ProfileFigures {
  readonly participants: number;
  /** By thread of the renderer process; null where the system does not tell (Linux does). */
  readonly threads: readonly Share[] | null;
  /** The main thread's own time, by what Chromium calls the task's parts. */
  readonly parts: readonly Share[];
  /** Functions in JavaScript, by their own time, Parley's first. */
  readonly functions: readonly Share[];
}

export interface Share {
  readonly name: string;
  readonly parley: number;
  readonly baseline: number;
}

type Times = ReadonlyMap<string, number>;

/** ms */
const length = 15_000;
/** What takes less is left out, ms in a second. */
const least = 0.3;

/** `pages` with readable names. */
export async function profileParticipants(pages: Pages, size: number): Promise<ProfileFigures> {
  const livekit = await startLiveKit();
  const crowd = await startCrowd(pages, livekit, 'lobby');
  try {
    await crowd.growTo(size - 2);
    await crowd.speakInTurn(turn);
    const { parley, baseline, close } = await joinBoth(pages, livekit, size);
    try {
      const both = [parley, baseline] as const;
      const threads = await compare(both, threadTimes);
      const parts = await compare(both, partTimes);
      const functions = await compare(both, functionTimes);
      return { participants: size, threads: threads.length === 0 ? null : threads, parts, functions };
    } finally {
      await close();
    }
  } finally {
    await crowd.stop();
    await livekit.stop();
  }
}

async function compare(
  [parley, baseline]: readonly [MeasuredPage, MeasuredPage],
  timesOf: (one: MeasuredPage) => Promise<Times>,
): Promise<readonly Share[]> {
  const [ours, theirs] = await Promise.all([timesOf(parley), timesOf(baseline)]);
  const perSecond = (times: Times, name: string): number => round(((times.get(name) ?? 0) * 1_000) / length, 1);
  return [...new Set([...ours.keys(), ...theirs.keys()])]
    .map((name) => ({ name, parley: perSecond(ours, name), baseline: perSecond(theirs, name) }))
    .filter((share) => Math.max(share.parley, share.baseline) >= least)
    .toSorted((a, b) => b.parley - b.baseline - (a.parley - a.baseline));
}

/** Linux counts in hundredths of a second. */
const tick = 10;

async function threadTimes({ rendererId }: MeasuredPage): Promise<Times> {
  if (process.platform !== 'linux') return new Map();
  const folder = `/proc/${await rendererId()}/task`;
  const read = (): Map<string, number> => {
    const times = new Map<string, number>();
    for (const thread of readdirSync(folder)) {
      const stat = readFileSync(`${folder}/${thread}/stat`, 'utf8');
      const [, name = '', rest = ''] = /\((.*)\) (.*)/s.exec(stat) ?? [];
      const fields = rest.split(' ');
      const time = (Number(fields[11]) + Number(fields[12])) * tick;
      const kind = name.replace(/[#/]?\d+$/, '');
      times.set(kind, (times.get(kind) ?? 0) + time);
    }
    return times;
  };
  const before = read();
  await sleep(length);
  return new Map(Array.from(read(), ([name, time]) => [name, time - (before.get(name) ?? 0)]));
}

/** An event of Chromium's tracing; times in µs, `tdur` of the processor. */
interface TraceEvent {
  readonly name: string;
  readonly ph: string;
  readonly tid: number;
  readonly ts: number;
  readonly dur?: number;
  readonly tdur?: number;
  readonly args?: { readonly name?: string };
}

/** Own processor time of the trace's events on the main thread. */
async function partTimes({ cdp }: MeasuredPage): Promise<Times> {
  const events: TraceEvent[] = [];
  cdp.on('Tracing.dataCollected', ({ value }) => events.push(...(value as unknown as TraceEvent[])));
  const complete = new Promise<void>((resolve) => cdp.once('Tracing.tracingComplete', () => resolve()));
  await cdp.send('Tracing.start', {
    transferMode: 'ReportEvents',
    traceConfig: { includedCategories: ['devtools.timeline', 'toplevel', 'blink', 'cc', '__metadata'] },
  });
  await sleep(length);
  await cdp.send('Tracing.end');
  await complete;
  const main = new Set(
    events.filter(({ name, args }) => name === 'thread_name' && args?.name === 'CrRendererMain').map(({ tid }) => tid),
  );
  const own = new Map<string, number>();
  const add = (name: string, time: number): void => void own.set(name, (own.get(name) ?? 0) + time / 1_000);
  const open: { name: string; end: number }[] = [];
  const timed = events.filter(({ ph, tid }) => ph === 'X' && main.has(tid)).toSorted((a, b) => a.ts - b.ts);
  for (const { name, ts, dur = 0, tdur = dur } of timed) {
    while ((open.at(-1)?.end ?? Infinity) <= ts) open.pop();
    add(name, tdur);
    const parent = open.at(-1);
    if (parent !== undefined) add(parent.name, -tdur);
    open.push({ name, end: ts + dur });
  }
  return own;
}

async function functionTimes({ cdp }: MeasuredPage): Promise<Times> {
  await cdp.send('Profiler.enable');
  await cdp.send('Profiler.setSamplingInterval', { interval: 200 });
  await cdp.send('Profiler.start');
  await sleep(length);
  const { profile } = await cdp.send('Profiler.stop');
  const nodes = new Map(profile.nodes.map((node) => [node.id, node.callFrame]));
  const own = new Map<string, number>();
  profile.samples?.forEach((id, index) => {
    const { functionName = '', url = '' } = nodes.get(id) ?? {};
    if (functionName === '(idle)') return;
    const name = url === '' ? functionName : `${functionName || '(anonymous)'}, ${fileOf(url)}`;
    own.set(name, (own.get(name) ?? 0) + (profile.timeDeltas?.[index] ?? 0) / 1_000);
  });
  return own;
}

/** The script of a function, without the digest in its name. */
const fileOf = (url: string): string => (url.split('/').at(-1) ?? '').replace(/-[\w-]{8}\.js$/, '');
