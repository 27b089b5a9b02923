import type { Measured } from '../runParts.ts';
import { table } from '../table.ts';
import { round } from '../ui/figures.ts';
import type { CostFigures } from './cost.ts';
import type { KeyFigures } from './keys.ts';
import type { DelayFigures } from './mouthToEar.ts';

/** What `report.json` has; a part that was never run is not there. */
export interface Report extends Measured {
  readonly delay?: readonly DelayFigures[];
  readonly keys?: KeyFigures;
  readonly cost?: readonly CostFigures[];
}

/** What Parley comes with (shared/settings). */
const usual = 'balanced';
const aims = { usual: 0.8, lowest: 1.25, packet: 30 } as const;
const verdict = (met: boolean): string => (met ? 'met' : '**missed**');

/** The report as Markdown. */
export function tablesOf({ machine, load = {}, delay, keys, cost }: Report): string {
  const blocks: string[] = [];
  if (machine !== undefined) {
    const loads = Object.entries(load).map(([part, value]) => `${part} ${value}`);
    blocks.push(
      `Machine: ${machine.cores} cores, ${machine.processor}. Load while measuring: ${loads.join(', ')}; times are only good where it is below the number of cores.`,
    );
  }
  if (delay !== undefined) {
    const of = (subject: string): DelayFigures | undefined => delay.find((one) => one.subject === subject);
    const bare = of('bare')?.median;
    blocks.push(
      '### From mouth to ear, ms',
      table(
        [
          'subject',
          'n',
          'median of sessions',
          'sessions',
          'p95',
          '× bare page',
          'until it arrives',
          'jitter buffer',
          'playout',
          'concealed samples',
          'machine in use',
        ],
        delay.map((one) => [
          one.subject,
          one.n,
          one.median,
          one.sessions.join(' '),
          one.p95,
          bare === undefined ? '' : round(one.median / bare, 2),
          one.before ?? '',
          one.buffered ?? '',
          one.playout ?? '',
          one.concealed ?? '',
          one.busy === undefined ? '' : `${round(one.busy * 100, 0)} %`,
        ]),
      ),
    );
    const compare = (what: string, subject: string, to: string, aim: number): void => {
      const [a, b] = [of(subject)?.median, of(to)?.median];
      if (a === undefined || b === undefined) return;
      blocks.push(`${what}: ${round(a / b, 2)}. Aim: at most ${aim}: ${verdict(a / b <= aim)}.`);
    };
    compare('As it comes, to the bare page', usual, 'bare', aims.usual);
    compare('As it comes, to Mumble as it comes', usual, 'Mumble default', 1);
    const lowest = 'Lowest latency, to Mumble’s lowest (which processes nothing)';
    compare(`${lowest}, nothing processed`, 'lowest raw', 'Mumble lowest', aims.lowest);
    compare(`${lowest}, with the browser’s processing`, 'lowest', 'Mumble lowest', aims.lowest);
    compare(`${lowest}, with RNNoise alone`, 'lowest raw + RNNoise', 'Mumble lowest', aims.lowest);
    compare(`${lowest}, with RNNoise and echo cancellation`, 'lowest + RNNoise', 'Mumble lowest', aims.lowest);
  }
  if (keys !== undefined) {
    const { hook, packet } = keys;
    blocks.push(
      '### From the key to the first packet with sound in it, ms',
      table(
        ['way', 'n', 'median', 'p95', 'aim'],
        [
          ['key down → edge leaves the hook process', hook.n, hook.median, hook.p95, ''],
          ...Object.entries(packet).map(([settings, one]) => [
            `edge → packet sent, ${settings}`,
            one.n,
            one.median,
            one.p95,
            verdict(one.p95 <= aims.packet),
          ]),
        ],
      ),
      `Aim: p95 within 10 ms and one frame (20 ms) of the hook’s own report.`,
    );
  }
  if (cost !== undefined) {
    blocks.push(
      '### What it costs: all of the browser’s processes',
      table(
        ['', 'processor ms a second', 'memory MB'],
        cost.map(({ what, processor, memory }) => [what, processor, memory]),
      ),
    );
  }
  return `${blocks.join('\n\n')}\n`;
}
