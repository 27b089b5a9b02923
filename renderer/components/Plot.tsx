import type { ReactElement } from 'react';
import { plotPoints } from './plotPoints.ts';

const frame = { width: 320, height: 72, margin: 3 };

/**
 * A reading over time, with its name, its newest value in words, and the value at the upper edge. A screen reader gets
 * the words: `summary` says what one would see.
 */
export function Plot(props: {
  readonly name: string;
  readonly values: readonly number[];
  /** The upper edge, unless a value is higher; in the unit of the values. */
  readonly top: number;
  readonly format: (value: number) => string;
  readonly summary: string;
}): ReactElement {
  const { values, format } = props;
  const points = plotPoints(values, props.top, frame);
  const last = points.at(-1);
  const newest = values.at(-1);
  return (
    <figure className="plot" data-part="plot">
      <figcaption>
        <span>{props.name}</span>
        <span className="reading" dir="auto">
          {newest === undefined ? '–' : format(newest)}
        </span>
      </figcaption>
      <div className="plot-frame" role="img" aria-label={props.summary}>
        <span className="plot-top reading" dir="auto" aria-hidden="true">
          {format(Math.max(props.top, ...values))}
        </span>
        <svg viewBox={`0 0 ${frame.width} ${frame.height}`} preserveAspectRatio="none" aria-hidden="true">
          <path className="plot-grid" d={`M0 ${frame.height / 2}H${frame.width}`} />
          <polyline points={points.map(([x, y]) => `${x.toFixed(1)},${y.toFixed(1)}`).join(' ')} />
          {last !== undefined && <path className="plot-now" d={`M${last[0]} ${last[1]}v.01`} />}
        </svg>
      </div>
    </figure>
  );
}
