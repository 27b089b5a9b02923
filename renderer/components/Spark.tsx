import type { ReactElement } from 'react';
import { plotPoints } from './plotPoints.ts';

const frame = { width: 56, height: 16, margin: 2 };

/** Round trips of the last minute, ms, without a scale: 40 ms or less fill the height. */
export function Spark({ values }: { readonly values: readonly number[] }): ReactElement | null {
  if (values.length < 2) return null;
  const points = plotPoints(values, 40, frame);
  const [x, y] = points.at(-1) ?? [0, 0];
  return (
    <svg className="spark" width={frame.width} height={frame.height} viewBox="0 0 56 16" aria-hidden="true">
      <polyline points={points.map(([px, py]) => `${px.toFixed(1)},${py.toFixed(1)}`).join(' ')} />
      <circle cx={x} cy={y} r="2" />
    </svg>
  );
}
