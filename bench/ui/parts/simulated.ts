import type { Pages, MeasuredPage } from '../browser.ts';
import { between } from '../browser.ts';
import { median, round, sleep } from '../figures.ts';

const openSimulation = (pages: Pages): Promise<MeasuredPage> => pages.open('parley', { query: '&simulate=1' });

const openCall = ({ page }: MeasuredPage, count: number): Promise<number> =>
  page.evaluate((size) => {
    const { simulation } = window.benchPage;
    if (simulation === null) throw new Error('not simulated');
    return simulation.open(size);
  }, count);

/** ms, until the frame with everybody in it was made. */
export interface OpenFigures {
  readonly participants: number;
  readonly script: Spread;
  readonly layoutAndStyle: Spread;
  readonly task: Spread;
  /** By the clock: other programs count. */
  readonly elapsed: Spread;
}

/** `first`: in pages that had drawn nothing yet; `again`: the same call opened again in the same page. Medians. */
interface Spread {
  readonly first: number;
  readonly worstFirst: number;
  readonly again: number;
}

const freshPages = 5;
const repetitions = 3;

export async function measureOpen(pages: Pages, sizes: readonly number[]): Promise<readonly OpenFigures[]> {
  const taken = new Map(sizes.map((size) => [size, { first: [] as number[][], again: [] as number[][] }]));
  for (let repetition = 0; repetition < freshPages; repetition += 1) {
    for (const [size, { first, again }] of taken) {
      const one = await openSimulation(pages);
      for (let index = 0; index <= repetitions; index += 1) {
        await sleep(300);
        const before = await one.read();
        const elapsed = await openCall(one, size);
        const { script, layout, style, task } = between(before, await one.read());
        (index === 0 ? first : again).push([script, layout + style, task, elapsed]);
        await one.page.evaluate(() => window.benchPage.simulation?.close());
      }
      await one.close();
    }
  }
  return [...taken].map(([participants, { first, again }]) => {
    const spread = (column: number): Spread => {
      const of = (rows: readonly number[][]): number[] => rows.map((row) => row[column] ?? Number.NaN);
      return {
        first: round(median(of(first))),
        worstFirst: round(Math.max(...of(first))),
        again: round(median(of(again))),
      };
    };
    return { participants, script: spread(0), layoutAndStyle: spread(1), task: spread(2), elapsed: spread(3) };
  });
}

interface Situation {
  readonly participants: number;
  readonly changesPerSecond: number;
}

export interface ClickFigures extends Situation {
  readonly control: string;
  readonly clicks: number;
  /** ms from the pointer's press to the end of the frame that shows the effect. */
  readonly median: number;
  readonly worst: number;
  /** Processor time of the main thread, ms, median: what other programs do not change. */
  readonly task: number;
}

/** The control, and what is there when it was pressed. */
const controls = [
  { name: 'mute', press: '[data-action="mute"]', shows: '[data-action="mute"][aria-pressed="true"]' },
  { name: 'settings', press: '[data-action="settings"]', shows: '[data-part="settings"]' },
  { name: 'connection', press: '[data-part="path-chip"]', shows: '[data-part="connection"]' },
] as const;
const clicksEach = 20;

export interface CrowdedFrames extends Situation {
  readonly commits: number;
  readonly script: number;
  readonly task: number;
  /** Per cent. */
  readonly droppedFrames: number;
  readonly longTasks: number;
}

/** Clicks while people speak in turn; the situations take turns, so that whatever else the machine does meets all of them. */
export async function measureClicks(
  pages: Pages,
  situations: readonly Situation[],
): Promise<{ readonly clicks: readonly ClickFigures[]; readonly frames: readonly CrowdedFrames[] }> {
  const opened: { readonly situation: Situation; readonly one: MeasuredPage }[] = [];
  for (const situation of situations) {
    const one = await openSimulation(pages);
    await openCall(one, situation.participants);
    await one.page.evaluate((rate) => window.benchPage.simulation?.speakInTurn(rate), situation.changesPerSecond);
    opened.push({ situation, one });
  }
  await sleep(2_000);
  const frames: CrowdedFrames[] = [];
  for (const { situation, one } of opened) frames.push({ ...situation, ...(await measureFrames(one)) });

  const taken = new Map<string, Map<Situation, Effect[]>>();
  for (let index = 0; index < clicksEach; index += 1) {
    for (const { name, press, shows } of controls) {
      for (const { situation, one } of opened) {
        for (const present of [true, false]) {
          const label = `${name} ${present ? 'on' : 'off'}`;
          const of = taken.get(label) ?? new Map<Situation, Effect[]>();
          of.set(situation, [...(of.get(situation) ?? []), await click(one, press, shows, present)]);
          taken.set(label, of);
        }
      }
    }
  }
  for (const { one } of opened) await one.close();
  const clicks = [...taken].flatMap(([control, of]) =>
    [...of].map(([situation, effects]) => ({
      control,
      ...situation,
      clicks: effects.length,
      median: round(median(effects.map(({ shown }) => shown))),
      worst: round(Math.max(...effects.map(({ shown }) => shown))),
      task: round(median(effects.map(({ task }) => task))),
    })),
  );
  return { clicks, frames };
}

async function measureFrames(one: MeasuredPage): Promise<Omit<CrowdedFrames, keyof Situation>> {
  const before = await one.read();
  await sleep(6_000);
  const load = between(before, await one.read());
  const { drawn, dropped } = await one.page.evaluate(() => window.benchWatch.frames(5_000));
  return {
    commits: round((1_000 * load.commits) / load.at),
    script: round((1_000 * load.script) / load.at),
    task: round((1_000 * load.task) / load.at),
    droppedFrames: round((100 * dropped) / (drawn + dropped)),
    longTasks: load.longTasks,
  };
}

interface Effect {
  /** ms from the press to the frame. */
  readonly shown: number;
  /** Processor time of the main thread for it, ms. */
  readonly task: number;
}

/** A real click of the browser: the press is told to the page as a mouse's would be. */
async function click({ page, cdp }: MeasuredPage, press: string, shows: string, present: boolean): Promise<Effect> {
  const box = await page.locator(press).first().boundingBox();
  if (box === null) throw new Error(`${press} is not on the screen`);
  const at = { x: box.x + box.width / 2, y: box.y + box.height / 2, button: 'left', clickCount: 1 } as const;
  await cdp.send('Input.dispatchMouseEvent', { ...at, type: 'mouseMoved', button: 'none' });
  // Not at the same moment of everybody's turn.
  await sleep(60 + Math.random() * 100);
  const shown = page.evaluate(([selector, wanted]) => window.benchWatch.untilShown(selector, wanted), [
    shows,
    present,
  ] as const);
  // The page must be watching when the press comes.
  await page.evaluate(() => undefined);
  const before = await taskOf(cdp);
  await Promise.all([
    cdp.send('Input.dispatchMouseEvent', { ...at, type: 'mousePressed', buttons: 1 }),
    cdp.send('Input.dispatchMouseEvent', { ...at, type: 'mouseReleased', buttons: 0 }),
  ]);
  return { shown: await shown, task: (await taskOf(cdp)) - before };
}

/** Processor time of the main thread so far, ms. */
async function taskOf(cdp: MeasuredPage['cdp']): Promise<number> {
  const { metrics } = await cdp.send('Performance.getMetrics');
  return 1_000 * (metrics.find(({ name }) => name === 'TaskDuration')?.value ?? Number.NaN);
}

export interface MemoryFigures {
  /** After so many joins and leaves: bytes after a collection, nodes of the document, listeners. */
  readonly readings: readonly {
    readonly churned: number;
    readonly heap: number;
    readonly nodes: number;
    readonly listeners: number;
  }[];
  /** Bytes for a thousand joins and leaves, by least squares. */
  readonly slope: number;
  readonly growth: number;
  readonly flat: boolean;
}

export async function measureMemory(pages: Pages): Promise<MemoryFigures> {
  const one = await openSimulation(pages);
  await openCall(one, 20);
  const readings: MemoryFigures['readings'][number][] = [];
  for (const churned of [2_000, 4_000, 6_000, 8_000, 10_000]) {
    await one.page.evaluate(() => window.benchPage.simulation?.churn(2_000));
    // The browser's own leftovers (fonts, layers) go when nothing happens.
    await sleep(1_500);
    for (let index = 0; index < 3; index += 1) await one.cdp.send('HeapProfiler.collectGarbage');
    const { heap, nodes, listeners } = await one.read();
    readings.push({ churned, heap, nodes, listeners });
  }
  await one.close();
  const growth = (readings.at(-1)?.heap ?? Number.NaN) - (readings[0]?.heap ?? Number.NaN);
  return {
    readings,
    slope: Math.round(slopeOf(readings.map(({ churned, heap }) => [churned / 1_000, heap]))),
    growth,
    flat: growth < 1024 * 1024 || growth < 0.05 * (readings[0]?.heap ?? 0),
  };
}

function slopeOf(points: readonly (readonly [number, number])[]): number {
  const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
  const x = mean(points.map(([first]) => first));
  const y = mean(points.map(([, second]) => second));
  const both = points.reduce((sum, [first, second]) => sum + (first - x) * (second - y), 0);
  return both / points.reduce((sum, [first]) => sum + (first - x) ** 2, 0);
}
