export interface PlotFrame {
  readonly width: number;
  readonly height: number;
  /** Room around the line, for its width and the last point. */
  readonly margin: number;
}

/**
 * Where a row of readings lies in a frame: evenly spaced, zero at the bottom, `top` (or more, where a reading is higher)
 * at the top, so that calm looks calm. y grows downwards, as in SVG.
 */
export function plotPoints(
  values: readonly number[],
  top: number,
  { width, height, margin }: PlotFrame,
): readonly (readonly [x: number, y: number])[] {
  const highest = Math.max(top, ...values);
  return values.map((value, index) => [
    values.length === 1 ? width - margin : margin + (index / (values.length - 1)) * (width - 2 * margin),
    height - margin - (Math.max(0, value) / highest) * (height - 2 * margin),
  ]);
}
