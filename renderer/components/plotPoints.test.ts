import fc from 'fast-check';
import { expect, it } from 'vitest';
import { plotPoints } from './plotPoints.ts';

const frame = { width: 100, height: 40, margin: 2 };

it('puts zero at the bottom, the top at the top, the newest at the end', () => {
  expect(plotPoints([0, 50, 100], 100, frame)).toEqual([
    [2, 38],
    [50, 20],
    [98, 2],
  ]);
  expect(plotPoints([0], 100, frame)).toEqual([[98, 38]]);
  expect(plotPoints([], 100, frame)).toEqual([]);
});

it('stays within its frame, from left to right, whatever is read', () => {
  const reading = fc.double({ min: -1e6, max: 1e9, noNaN: true });
  fc.assert(
    fc.property(
      fc.array(reading, { minLength: 1, maxLength: 60 }),
      fc.double({ min: 1, max: 1e6, noNaN: true }),
      (values, top) => {
        const points = plotPoints(values, top, frame);
        points.forEach(([x, y], index) => {
          expect(x >= 2 - 1e-9 && x <= 98 + 1e-9 && y >= 2 - 1e-9 && y <= 38 + 1e-9).toBe(true);
          expect(x >= (points[index - 1]?.[0] ?? 0) - 1e-9).toBe(true);
        });
      },
    ),
  );
});
