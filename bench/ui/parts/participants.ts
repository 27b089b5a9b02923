import { mintTicket } from '../../../tests/fixtures/callLab.ts';
import { startLiveKit, type LiveKitServer } from '../../../tests/fixtures/livekit.ts';
import { between, type Counters, type MeasuredPage, type OpenOptions, type Pages } from '../browser.ts';
import { startCrowd } from '../crowd.ts';
import { median, round, sleep } from '../figures.ts';
import { removables, type Removable } from '../page/benchPage.ts';

/** A room with so many participants, Parley and the baseline among them. */
export interface ParticipantsFigures {
  readonly participants: number;
  /** React's commits in a second. */
  readonly commits: number;
  readonly parley: Load;
  readonly baseline: Load;
  /** Processor time of the renderer process, Parley's over the baseline's: median of the windows, and each of them. */
  readonly ratio: number;
  readonly ratios: readonly number[];
  /** What is left of Parley's processor time when one thing after the other is taken away; only where it was asked for. */
  readonly without: readonly Remainder[];
}

interface Remainder {
  readonly removed: Removable;
  readonly renderer: number;
  readonly task: number;
  readonly ratio: number;
}

interface Load {
  /** Processor time, ms in a second. */
  readonly renderer: number;
  readonly everything: number;
  /** Of the main thread, ms in a second. */
  readonly script: number;
  readonly task: number;
  /** Tasks above 50 ms, in a minute. */
  readonly longTasks: number;
  /** Of the frames that a display of 60 Hz would have shown, per cent. */
  readonly droppedFrames: number;
  /** JavaScript from the click until everybody's sound is attached and `settling` has passed, ms. */
  readonly joining: number;
}

/** One after the other speaks for so long, ms. */
export const turn = 1_000;
const windows = 5;
const remainderWindows = 3;
/** ms */
const windowLength = 5_000;
const frameWindow = 5_000;
/** After everybody is heard, ms. */
const settling = 4_000;
const joinLimit = 120_000;

/** Both pages are in the room at the same time, so that the same people speak to them in the same seconds. */
export async function measureParticipants(
  pages: Pages,
  sizes: readonly number[],
  /** The size at which things are taken away. */
  dissected: number,
  progress: (line: string) => void,
): Promise<readonly ParticipantsFigures[]> {
  const livekit = await startLiveKit();
  const crowd = await startCrowd(pages, livekit, 'lobby');
  const figures: ParticipantsFigures[] = [];
  try {
    for (const size of sizes) {
      await crowd.growTo(size - 2);
      if (figures.length === 0) await crowd.speakInTurn(turn);
      progress(`participants: ${size} in the room`);
      const measured = await measureRoom(pages, livekit, size, size === dissected);
      figures.push(measured);
      progress(`participants: ${size}: ratio ${measured.ratio} (${measured.ratios.join(', ')})`);
    }
  } finally {
    await crowd.stop();
    await livekit.stop();
  }
  return figures;
}

async function measureRoom(
  pages: Pages,
  livekit: LiveKitServer,
  size: number,
  dissect: boolean,
): Promise<ParticipantsFigures> {
  const { parley, baseline, joining, close } = await joinBoth(pages, livekit, size);
  const both = [parley, baseline] as const;
  try {
    const loads = await measureLoads(both, windows);
    const dropped: number[] = [];
    // One after the other: counting frames makes them.
    for (const { page } of both) {
      const frames = await page.evaluate((length) => window.benchWatch.frames(length), frameWindow);
      dropped.push((100 * frames.dropped) / (frames.drawn + frames.dropped));
    }
    const without: Remainder[] = [];
    for (const removed of dissect ? removables : []) {
      await parley.page.evaluate((what) => window.benchPage.remove(what), removed);
      await sleep(1_000);
      const rest = await measureLoads(both, remainderWindows);
      without.push({
        removed,
        renderer: round(median(rest.map(([ours]) => (1_000 * ours.renderer) / ours.at))),
        task: round(median(rest.map(([ours]) => (1_000 * ours.task) / ours.at))),
        ratio: round(median(rest.map(ratioOf)), 2),
      });
    }
    const ratios = loads.map(ratioOf);
    const loadOf = (which: 0 | 1): Load => {
      const rate = (name: keyof Counters): number =>
        round(median(loads.map((load) => (1_000 * load[which][name]) / load[which].at)));
      return {
        renderer: rate('renderer'),
        everything: rate('everything'),
        script: rate('script'),
        task: rate('task'),
        longTasks: round(
          (60_000 * loads.reduce((sum, load) => sum + load[which].longTasks, 0)) /
            loads.reduce((sum, load) => sum + load[which].at, 0),
        ),
        droppedFrames: round(dropped[which] ?? Number.NaN),
        joining: Math.round(joining[which]),
      };
    };
    return {
      participants: size,
      commits: round(median(loads.map(([ours]) => (1_000 * ours.commits) / ours.at))),
      parley: loadOf(0),
      baseline: loadOf(1),
      ratio: round(median(ratios), 2),
      ratios: ratios.map((ratio) => round(ratio, 2)),
      without,
    };
  } finally {
    await close();
  }
}

/** Parley and the baseline in the room of the crowd, everybody heard by both. `joining`: JavaScript of it, ms. */
export async function joinBoth(pages: Pages, livekit: LiveKitServer, size: number): Promise<Both> {
  const ticket =
    (identity: string): NonNullable<OpenOptions['ticket']> =>
    async (room) => ({ ok: true, value: await mintTicket(livekit, room, identity) });
  const parley = await pages.open('parley', { ticket: ticket('account-0:parley') });
  const baseline = await pages.open('bare', { ticket: ticket('account-0:bare') });
  const close = async (): Promise<void> => {
    await parley.close();
    await baseline.close();
  };
  try {
    const joining = [await join(parley, size - 2), await join(baseline, size - 1)] as const;
    // Parley does not know of the baseline's sound before it joined.
    await heard(parley, size - 1);
    await sleep(settling);
    return { parley, baseline, joining, close };
  } catch (thrown) {
    await close();
    throw thrown;
  }
}

interface Both {
  readonly parley: MeasuredPage;
  readonly baseline: MeasuredPage;
  readonly joining: readonly [number, number];
  close(): Promise<void>;
}

type Pair = readonly [Counters, Counters];

const ratioOf = ([ours, theirs]: Pair): number => ours.renderer / ours.at / (theirs.renderer / theirs.at);

async function measureLoads(
  [ours, theirs]: readonly [MeasuredPage, MeasuredPage],
  count: number,
): Promise<readonly Pair[]> {
  const loads: Pair[] = [];
  for (let index = 0; index < count; index += 1) {
    const before = [await ours.read(), await theirs.read()] as const;
    await sleep(windowLength);
    loads.push([between(before[0], await ours.read()), between(before[1], await theirs.read())]);
  }
  return loads;
}

/** Joins, waits until so many are heard, and tells how much JavaScript that took, ms. */
async function join(one: MeasuredPage, others: number): Promise<number> {
  const before = await one.read();
  await one.page.evaluate(() => window.benchPage.join('lobby'));
  await heard(one, others);
  await sleep(settling);
  return between(before, await one.read()).script;
}

async function heard({ page }: MeasuredPage, others: number): Promise<void> {
  await page.waitForFunction((count) => window.benchPage.heard() >= count, others, {
    timeout: joinLimit,
    polling: 500,
  });
}
