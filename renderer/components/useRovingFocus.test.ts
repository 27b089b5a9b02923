import { expect, it } from 'vitest';
import { decideNext } from './useRovingFocus.ts';

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
