import { expect, it } from 'vitest';
import { decideNext, decideVertical } from './useRovingFocus.ts';

it.each([
  ['ArrowDown', 0, 'ltr', 1],
  ['ArrowDown', 4, 'ltr', 4],
  ['ArrowUp', 0, 'ltr', 0],
  ['ArrowRight', 1, 'ltr', 2],
  ['ArrowRight', 1, 'rtl', 0],
  ['ArrowLeft', 1, 'rtl', 2],
  ['Home', 3, 'ltr', 0],
  ['End', 0, 'rtl', 4],
  ['Tab', 2, 'ltr', -1],
  ['a', 2, 'ltr', -1],
])('%s from %i (%s) goes to %i', (key, now, direction, next) => {
  expect(decideNext(key, now, 5, direction)).toBe(next);
});

it.each([
  ['down a list', 1, 1, [0, 0, 0], [0, 30, 60], 2],
  ['at the end of a list', 2, 1, [0, 0, 0], [0, 30, 60], 2],
  ['down a grid', 1, 1, [0, 100, 200, 0, 100], [0, 0, 0, 30, 30], 4],
  ['down into a row that is shorter', 2, 1, [0, 100, 200, 0, 100], [0, 0, 0, 30, 30], 4],
  ['up a grid', 3, -1, [0, 100, 200, 0, 100], [0, 0, 0, 30, 30], 0],
  ['past rows of unlike height', 0, 1, [0, 5, 0], [0, 30, 31], 2],
] as const)('arrows go %s', (_, now, direction, xs, ys, next) => {
  const boxes = xs.map((x, index) => ({ x, y: ys[index] ?? 0 }));
  expect(decideVertical(boxes, now, direction)).toBe(next);
});
