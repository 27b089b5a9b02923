import type { Measured } from '../runParts.ts';
import { table } from '../table.ts';
import type { ParticipantsFigures } from './parts/participants.ts';
import type { ProfileFigures, Share } from './parts/profile.ts';
import type { ClickFigures, CrowdedFrames, MemoryFigures, OpenFigures } from './parts/simulated.ts';

/** What `report.json` has; a part that was never run is not there. */
export interface Report extends Measured {
  readonly participants?: readonly ParticipantsFigures[];
  readonly profile?: ProfileFigures;
  readonly open?: readonly OpenFigures[];
  readonly click?: { readonly clicks: readonly ClickFigures[]; readonly frames: readonly CrowdedFrames[] };
  readonly memory?: MemoryFigures;
}

/** The aims of the benchmark: times in ms. */
const aims = { ratioAt100: 1.2, click: 50, open: 100 } as const;

const verdict = (met: boolean): string => (met ? 'met' : '**missed**');

/** Which clicks are above the aim by this measure. */
function verdictOf(clicks: readonly ClickFigures[], timeOf: (one: ClickFigures) => number): string {
  const late = clicks.filter((one) => timeOf(one) > aims.click).map(({ control }) => control);
  return late.length === 0 ? verdict(true) : `${verdict(false)} by ${late.join(', ')}`;
}

/** The report as Markdown. */
export function tablesOf({ machine, load = {}, participants, profile, open, click, memory }: Report): string {
  const blocks: string[] = [];
  if (machine !== undefined) {
    const loads = Object.entries(load).map(([part, value]) => `${part} ${value}`);
    blocks.push(
      `Machine: ${machine.cores} cores, ${machine.processor}. Load while measuring: ${loads.join(', ')}; times by the clock (elapsed, median and worst of clicks, dropped frames) are only good where it is below the number of cores.`,
    );
  }
  if (participants !== undefined) {
    blocks.push(
      '### A room in which people speak in turn',
      table(
        [
          'participants',
          'React commits/s',
          'processor ms/s',
          'baseline',
          'ratio',
          'script ms/s',
          'dropped frames',
          'tasks > 50 ms/min',
          'script of joining',
        ],
        participants.map(({ participants: size, commits, parley, baseline, ratio }) => [
          size,
          commits,
          parley.renderer,
          baseline.renderer,
          ratio,
          `${parley.script} (${baseline.script})`,
          `${parley.droppedFrames} % (${baseline.droppedFrames} %)`,
          `${parley.longTasks} (${baseline.longTasks})`,
          `${parley.joining} ms (${baseline.joining} ms)`,
        ]),
      ),
      ...participants
        .filter(({ participants: size }) => size === 100)
        .map(
          ({ ratio }) =>
            `Aim: at 100 at most ${aims.ratioAt100} times the baseline: ${verdict(ratio <= aims.ratioAt100)}.`,
        ),
      ...participants
        .filter(({ without }) => without.length > 0)
        .flatMap(({ participants: size, parley, ratio, without }) => [
          `What it is spent on, at ${size}; each line is without what is above it, too:`,
          table(
            ['without', 'processor ms/s', 'main thread ms/s', 'ratio'],
            [
              ['(everything there)', parley.renderer, parley.task, ratio],
              ...without.map((rest) => [rest.removed, rest.renderer, rest.task, rest.ratio]),
            ],
          ),
        ]),
    );
  }
  if (profile !== undefined) {
    const shares = (title: string, all: readonly Share[]): string[] => [
      title,
      table(
        ['', 'Parley', 'baseline'],
        all.slice(0, longest).map(({ name, parley, baseline }) => [name.replaceAll('|', '\\|'), parley, baseline]),
      ),
    ];
    blocks.push(
      `### Where it goes, at ${profile.participants}`,
      'Processor time, ms in a second, by how much more of it Parley needs. While it is traced or sampled, everything costs a little more.',
      ...(profile.threads === null ? [] : shares('Threads of the renderer process:', profile.threads)),
      ...shares('Parts of the main thread, each without what it contains:', profile.parts),
      ...shares('Functions, each without what it calls:', profile.functions),
    );
  }
  if (open !== undefined) {
    blocks.push(
      '### Opening a channel, from the click to the frame with everybody in it',
      table(
        ['participants', 'script, first time', 'worst', 'again', 'layout and style', 'main thread', 'elapsed'],
        open.map(({ participants: size, script, layoutAndStyle, task, elapsed }) => [
          size,
          ms(script.first),
          ms(script.worstFirst),
          ms(script.again),
          ms(layoutAndStyle.first),
          ms(task.first),
          ms(elapsed.first),
        ]),
      ),
      ...open
        .filter(({ participants: size }) => size === 200)
        .map(({ script }) => `Aim: 200 under ${aims.open} ms of script: ${verdict(script.first < aims.open)}.`),
    );
  }
  if (click !== undefined) {
    const crowded = click.clicks.filter(
      ({ participants: size, changesPerSecond }) => size === 200 && changesPerSecond > 0,
    );
    blocks.push(
      '### From a click to the frame that shows its effect',
      table(
        ['control', 'participants', 'speakers change', 'median', 'worst', 'main thread'],
        click.clicks.map((one) => [
          one.control,
          one.participants,
          `${one.changesPerSecond}/s`,
          ms(one.median),
          ms(one.worst),
          ms(one.task),
        ]),
      ),
      `Aim: within ${aims.click} ms at 200. Median: ${verdictOf(crowded, (one) => one.median)}. Worst: ${verdictOf(crowded, (one) => one.worst)}. The main thread alone: ${verdictOf(crowded, (one) => one.task)}.`,
      table(
        [
          'participants',
          'speakers change',
          'React commits/s',
          'script ms/s',
          'main thread ms/s',
          'dropped frames',
          'tasks > 50 ms',
        ],
        click.frames.map((one) => [
          one.participants,
          `${one.changesPerSecond}/s`,
          one.commits,
          one.script,
          one.task,
          `${one.droppedFrames} %`,
          one.longTasks,
        ]),
      ),
    );
  }
  if (memory !== undefined) {
    blocks.push(
      '### Memory over joins and leaves',
      table(
        ['joins and leaves', 'heap after a collection', 'nodes', 'listeners'],
        memory.readings.map(({ churned, heap, nodes, listeners }) => [
          churned,
          `${(heap / 1_048_576).toFixed(2)} MB`,
          nodes,
          listeners,
        ]),
      ),
      `Slope: ${memory.slope} bytes for a thousand. Aim: flat (less than 5 % or 1 MB): ${verdict(memory.flat)}.`,
    );
  }
  return `${blocks.join('\n\n')}\n`;
}

/** Rows of a table of shares. */
const longest = 14;

const ms = (value: number): string => `${value} ms`;
