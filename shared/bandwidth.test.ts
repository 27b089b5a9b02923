import { expect, it } from 'vitest';
import { bandwidthOf } from './bandwidth.ts';

it.each([
  ['off', true, null],
  ['off', null, null],
  ['system', true, 'metered'],
  ['system', false, null],
  ['system', null, null],
  ['on', false, 'chosen'],
  ['on', true, 'chosen'],
  ['on', null, 'chosen'],
] as const)('mode %s on a network that is metered %s: low %s', (mode, metered, low) => {
  expect(bandwidthOf(mode, metered)).toEqual({ low, metered });
});
