import type { Measured } from '../runParts.ts';
import { table } from '../table.ts';
import { round } from '../ui/figures.ts';
import type { CutFigures, HeartbeatFigures, JoinFigures, Spread } from './parts.ts';

/** What `report.json` has; a part that was never run is not there. */
export interface Report extends Measured {
  readonly join?: readonly JoinFigures[];
  readonly cutUdp?: CutFigures;
  readonly cutDirect?: CutFigures;
  readonly restart?: CutFigures;
  readonly outage?: CutFigures;
  readonly heartbeat?: HeartbeatFigures;
}

/** Ratios to the bare page, and ms. */
const aims = { cold: 0.8, open: 0.55, dropped: 1.2, repair: 2_000 } as const;

const spread = ({ median, p95, n, failed }: Spread): string =>
  n === 0 ? 'never' : `${median} / ${p95}${failed > 0 ? ` (${failed} of ${n + failed} not)` : ''}`;
const verdict = (met: boolean): string => (met ? 'met' : '**missed**');
/** NaN where one of them never came about. */
const ratio = (value: Spread, baseline: Spread): number =>
  value.n === 0 || baseline.n === 0 ? Number.NaN : round(value.median / baseline.median, 2);
/** What there is to say where the bare page never got in. */
const told = (value: number): number | string => (Number.isNaN(value) ? '–' : value);
const held = (value: number, aim: number): string =>
  Number.isNaN(value) ? 'nothing to compare with' : verdict(value <= aim);

/** The report as Markdown. */
export function tablesOf({ machine, load = {}, join, heartbeat, ...cuts }: Report): string {
  const blocks: string[] = [];
  if (machine !== undefined) {
    const loads = Object.entries(load).map(([part, value]) => `${part} ${value}`);
    blocks.push(
      `Machine: ${machine.cores} cores, ${machine.processor}. Load while measuring: ${loads.join(', ')}; times by the clock are only good where it is below the number of cores. Median / 95th percentile, ms.`,
    );
  }
  if (join !== undefined) {
    const [open, dropped] = ['open', 'UDP dropped'].map((name) => join.find(({ network }) => network.startsWith(name)));
    blocks.push(
      '### From the click until the far end hears it',
      table(
        ['network', 'n', 'bare page', 'Parley, cold', 'ratio', 'Parley, microphone open', 'ratio', 'aims'],
        join.map((one) => [
          one.network,
          one.cold.n,
          spread(one.bare),
          spread(one.cold),
          told(ratio(one.cold, one.bare)),
          spread(one.open),
          told(ratio(one.open, one.bare)),
          `${held(ratio(one.cold, one.bare), aims.cold)}, ${held(ratio(one.open, one.bare), aims.open)}`,
        ]),
      ),
      `Aims: at most ${aims.cold} and ${aims.open} of the bare page in the same network.`,
    );
    if (open !== undefined && dropped !== undefined) {
      const compared = ratio(dropped.cold, open.cold);
      const { known } = dropped;
      blocks.push(
        ...(known === undefined
          ? []
          : [
              `Where Parley knows from the last call that only TCP got through, UDP dropped: ${spread(known)}, ${ratio(known, dropped.bare)} of the bare page, ${ratio(known, open.cold)} of open.`,
            ]),
        `UDP dropped against open: ${compared}, the bare page ${ratio(dropped.bare, open.bare)}. Aim: at most ${aims.dropped}: ${verdict(compared <= aims.dropped)}.`,
      );
    }
  }
  // How long nothing could be heard whatever is done, ms.
  const repairs = (
    [
      [cuts.cutUdp, 0],
      [cuts.cutDirect, 0],
      [cuts.restart, 1_000],
      [cuts.outage, 3_000],
    ] as const
  ).flatMap(([one, down]) => (one === undefined ? [] : [{ ...one, down }]));
  if (repairs.length > 0) {
    blocks.push(
      '### Heard again, counted from the cut',
      table(
        ['what happens', 'n', 'Parley', 'livekit-client alone', 'aim'],
        repairs.map((one) => [
          one.cut,
          one.parley.n,
          spread(one.parley),
          spread(one.sdk),
          verdict(one.parley.p95 - one.down <= aims.repair && one.parley.failed === 0),
        ]),
      ),
      `Aim: at most ${aims.repair} ms, beside the second of the restart and the three of the outage.`,
    );
  }
  if (heartbeat !== undefined) {
    const { parley, sdk } = heartbeat;
    blocks.push(
      '### What the heartbeat costs: both in a call, muted, nobody talks',
      table(
        ['', 'packets a second, both ways', 'processor ms a second, all of the browser'],
        [
          ['Parley\u2019s call', parley.packets, parley.processor],
          ['livekit-client alone', sdk.packets, sdk.processor],
          ['difference', round(parley.packets - sdk.packets), round(parley.processor - sdk.processor)],
        ],
      ),
    );
  }
  return `${blocks.join('\n\n')}\n`;
}
